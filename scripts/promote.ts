import { command, runCommand } from './command.ts';
import { runPromotion, withPromotionOptions } from './promotion.ts';
import { openWorkplace } from './workplace.ts';

const program = withPromotionOptions(
  command(
    'promote',
    'Build the working tree as a release and walk it through the environments, each gated on the one before.',
  ),
  'promoted by hand',
)
  .option('--to <environment>', 'last environment (default: the highest)')
  .addHelpText(
    'after',
    '\nIn the sandbox the clock is put forward where a gate asks for time, and without a terminal plans are approved.\n\nExamples:\n  npm run promote -- --to staging\n  npm run promote -- --sandbox\n  npm run preview -- --json plans.json && npm run promote -- --reviewed plans.json',
  )
  .action(run);

async function run({ sandbox = false, to }: { readonly sandbox?: boolean; readonly to?: string }): Promise<void> {
  const workplace = await openWorkplace({ sandbox, named: to === undefined ? [] : [to] });
  const { environments, hub } = workplace.configuration;
  const [last = hub] = workplace.named;
  await runPromotion(workplace, environments.slice(0, environments.indexOf(last) + 1), program);
}

await runCommand(program);
