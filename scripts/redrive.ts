import { InvalidArgumentError } from 'commander';
import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly filter: readonly string[];
  readonly limit: number;
  readonly send?: boolean;
}

const program = withSandboxOption(
  command('redrive', 'Show the payments in the dead-letter queue of an environment, and send them again.'),
)
  .argument('<environment>', 'environment to look at')
  .option(
    '--filter <name=value...>',
    'only these: merchant, key, message (its id), reason (payable, or why it is refused)',
    [],
  )
  .option('--limit <number>', 'look at no more than this many', wholeNumber, 1000)
  .option('--send', 'send the chosen ones again; without it they are only shown')
  .addHelpText(
    'after',
    '\nSafe to repeat: a payment that arrives twice is recorded once. What a refused message says is never shown.' +
      '\n\nExample:\n  npm run redrive -- staging --filter merchant=acme --send',
  )
  .action(run);

async function run(name: string, { sandbox = false, filter, limit, send = false }: Options): Promise<void> {
  const [{ parseFilter }, { redrive }, { operator }] = await Promise.all([
    import('../pipeline/account/deadLetters.ts'),
    import('../pipeline/account/redrive.ts'),
    import('../pipeline/account/operator.ts'),
  ]);
  const chosen = parseFilter(filter);
  const { configuration, surroundings } = await openWorkplace({ sandbox, named: [name] });
  const { requireEnvironment } = await import('../pipeline/configuration/index.ts');
  const { names } = await import('../infra/names.ts');
  const settings = requireEnvironment(configuration, name);
  const { showLetter } = await import('./output/deadLetters.ts');
  const result = await redrive({
    credentials: await operator(surroundings, settings),
    region: settings.region,
    from: names(name).ingestDeadLetters,
    to: names(name).ingest,
    filter: chosen,
    send,
    limit,
    onLetter: showLetter,
  });
  console.log(`${name}: ${result.sent} sent, ${result['would be sent']} would be sent (--send), ${result.left} left`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('expected a whole number above 0');
}

await runCommand(program);
