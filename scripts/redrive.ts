import { InvalidArgumentError, Option } from 'commander';
import type { Settings } from '../infra/settings.ts';
import type { RedriveRequest } from '../pipeline/account/redrive.ts';
import { command, runCommand } from './command.ts';
import { openWorkplace, withSandboxOption } from './workplace.ts';

interface Options {
  readonly sandbox?: boolean;
  readonly filter?: readonly string[];
  readonly limit: number;
  readonly send?: boolean;
  readonly owed?: boolean;
  readonly json?: boolean;
}

type Place = Pick<RedriveRequest, 'credentials' | 'region'>;

const program = withSandboxOption(
  command('redrive', 'Show the payments in the dead-letter queue of an environment, and send them again.'),
)
  .argument('<environment>', 'environment to look at')
  .option(
    '--filter <name=value...>',
    'only these: merchant, key, message (its id), reason (payable, or why it is refused)',
  )
  .option('--limit <number>', 'look at no more than this many', wholeNumber, 1000)
  .option('--send', 'send the chosen ones again; without it they are only shown')
  .addOption(
    new Option('--owed', 'have the function tell subscribers what is recorded and could not be published').conflicts([
      'filter',
      'send',
    ]),
  )
  .addOption(new Option('--json', 'print the letters and their counts as JSON').conflicts('owed'))
  .addHelpText(
    'after',
    '\nSafe to repeat: a payment that arrives twice is recorded once. What a refused message says is never shown.' +
      '\n\nExamples:\n  npm run redrive -- staging --filter merchant=acme --send\n  npm run redrive -- staging --owed',
  )
  .action(run);

async function run(name: string, options: Options): Promise<void> {
  const { parseFilter } = await import('../pipeline/account/deadLetters.ts');
  const filter = parseFilter(options.filter ?? []);
  const {
    named: [settings],
    surroundings,
  } = await openWorkplace({ sandbox: options.sandbox === true, named: [name] });
  const { operator } = await import('../pipeline/account/operator.ts');
  const place = { credentials: await operator(surroundings, settings), region: settings.region };
  if (options.owed === true) await tellOwed(settings, place, options.limit);
  else await lookAtDeadLetters(settings, place, { ...options, filter });
}

async function lookAtDeadLetters(
  { environment }: Settings,
  place: Place,
  { filter, send = false, limit, json = false }: Omit<Options, 'filter'> & Pick<RedriveRequest, 'filter'>,
): Promise<void> {
  const { redrive } = await import('../pipeline/account/redrive.ts');
  const { plainLetter, showLetter } = await import('./output/deadLetters.ts');
  const { names } = await import('../infra/names.ts');
  const { ingest: to, ingestDeadLetters: from } = names(environment);
  const letters: object[] = [];
  const onLetter: typeof showLetter = (letter, fate) => {
    if (json) letters.push(plainLetter(letter, fate));
    else showLetter(letter, fate);
  };
  const result = await redrive({ ...place, filter, send, limit, from, to, onLetter });
  if (json) return console.log(JSON.stringify({ environment, letters, ...result }, null, 2));
  const { sent, 'would be sent': chosen, left } = result;
  console.log(`${environment}: ${sent} sent, ${chosen} would be sent (--send), ${left} left`);
}

async function tellOwed({ environment }: Settings, place: Place, limit: number): Promise<void> {
  const { reconcile } = await import('../pipeline/account/reconcile.ts');
  const { names } = await import('../infra/names.ts');
  const { function: functionName, functionAlias: alias, functionLogGroup } = names(environment);
  await reconcile({ ...place, functionName, alias, limit });
  console.log(
    `${environment}: asked to tell up to ${limit} owed payments; ${functionLogGroup} says how many were told`,
  );
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('expected a whole number above 0');
}

await runCommand(program);
