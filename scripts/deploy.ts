import { command, runCommand } from './command.ts';
import { runPromotion, withPromotionOptions } from './promotion.ts';
import { openWorkplace } from './workplace.ts';

const program = withPromotionOptions(
  command('deploy', 'Build the working tree as a release and deploy it to one environment, through its gate.'),
  'deployed by hand',
)
  .argument('<environment>', 'environment to deploy to')
  .option('--refresh', 'look at the account first and put right what was changed behind the pipeline')
  .addHelpText('after', '\nExample:\n  npm run deploy -- dev --reason "try the new alarm"')
  .action(run);

async function run(name: string, options: { readonly sandbox?: boolean }): Promise<void> {
  const workplace = await openWorkplace({ ...options, named: [name] });
  await runPromotion(workplace, workplace.named, program);
}

await runCommand(program);
