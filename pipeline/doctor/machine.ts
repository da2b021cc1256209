import { ok, outcomeOf, problem, unknown, type Check, type Outcome } from './check.ts';

/** What is asked of the machine; `scripts/doctor.ts` answers from the set-up tools. */
export interface Machine {
  readonly node: string;
  /** Exact versions that package.json asks for, and what is installed. */
  readonly wanted: { readonly node: string; readonly sdk: string };
  readonly sdk: string;
  /** Version of the CLI that commands will use. @throws ConfigurationError when there is none of the pinned version */
  cli(): Promise<string>;
  /** @throws an error with `message` and `advice` */
  python(): Promise<{ readonly version: string; readonly executable: string }>;
  /** Parts of the set-up (`packages`, `cli`, `emulator`, `act`) that are missing or older than their lock. */
  outdated(): readonly string[];
  /** Output of `git --version`. */
  git(): Promise<string>;
  /** Output of `go version`. */
  go(): Promise<string>;
}

const install = 'Run: node tools/setup.mjs';

/** What commands need on this machine. */
export const machineChecks = (machine: Machine): readonly Check[] => [
  { id: 'machine.node', title: 'Node', look: async () => nodeOutcome(machine) },
  {
    id: 'machine.packages',
    title: 'packages',
    look: async () => partOutcome(machine, 'packages', 'package-lock.json'),
  },
  { id: 'machine.cli', title: 'Pulumi CLI and SDK', look: () => cliOutcome(machine) },
  { id: 'machine.git', title: 'git', look: () => gitOutcome(machine) },
  { id: 'machine.python', title: 'Python (sandbox)', look: () => pythonOutcome(machine) },
  {
    id: 'machine.emulator',
    title: 'emulator (sandbox)',
    look: async () => partOutcome(machine, 'emulator', 'tools/emulator/requirements.lock'),
  },
  { id: 'machine.act', title: 'act (tests/workflows)', look: () => actOutcome(machine) },
];

function nodeOutcome({ node, wanted }: Machine): Outcome {
  if (node === `v${wanted.node}`) return ok(node);
  return problem(
    `this is ${node}, the project runs on v${wanted.node}`,
    'Start commands with npm run, which puts the pinned Node first; if that is what you did: node tools/setup.mjs packages',
  );
}

function partOutcome(machine: Machine, part: string, lock: string): Outcome {
  return machine.outdated().includes(part)
    ? problem(`missing, or not as ${lock} says`, `${install} ${part}`)
    : ok(`as ${lock} says`);
}

async function cliOutcome(machine: Machine): Promise<Outcome> {
  const { sdk, wanted } = machine;
  if (sdk !== wanted.sdk)
    return problem(`SDK ${sdk} is installed, package.json asks for ${wanted.sdk}`, `${install} packages`);
  const cli = (await machine.cli()).trim().replace(/^v/, '');
  return cli === sdk ? ok(`both ${cli}`) : problem(`CLI ${cli} with SDK ${sdk}`, `${install} cli`);
}

/** Go alone is enough: the first command that needs act builds it. */
async function actOutcome(machine: Machine): Promise<Outcome> {
  if (!machine.outdated().includes('act')) return ok('as tools/act/go.sum says');
  const found = await machine.go().catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return '';
    throw error;
  });
  const [, major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(found) ?? []).map(Number);
  if (major > 1 || minor >= 21) return ok(`not built yet; Go ${major}.${minor} is there to build it`);
  return problem(
    `missing, and ${found === '' ? 'there is no Go on PATH' : `this is Go ${major}.${minor}`}`,
    'Get Go 1.21 or newer from https://go.dev/dl. Only the tests in tests/workflows, npm run soak and npm run check need it.',
  );
}

async function gitOutcome(machine: Machine): Promise<Outcome> {
  try {
    return ok((await machine.git()).trim().replace(/^git version /, ''));
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ENOENT') return outcomeOf(error);
    return problem('it is not on PATH', 'Install git: a release records the commit that it was built from.');
  }
}

async function pythonOutcome(machine: Machine): Promise<Outcome> {
  try {
    const { version, executable } = await machine.python();
    return ok(`${version} (${executable})`);
  } catch (error) {
    // The set-up's own problem says what to install; it stands outside of the pipeline's errors.
    const { message = String(error), advice } = error as { message?: string; advice?: unknown };
    return typeof advice === 'string' ? problem(message, advice) : unknown(message);
  }
}
