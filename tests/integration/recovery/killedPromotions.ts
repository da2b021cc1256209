/** Promotions within one sandbox that die at chosen steps, are recovered, and go on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../../infra/settings.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { ownSandbox, type OwnSandbox } from './ownSandbox.ts';
import { prepare, type Trouble, type TroubleKind } from './troubles.ts';
import { readRecord, writeRecord } from '../../../sandbox/record.ts';
import { accountAgainstState, leftBehind } from './judge.ts';
import { startKillingProxy, type Choice, type KillingProxy } from './killingProxy.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Attempt {
  /** Where it died, for instance `after CreateTable payments-table`; null when it came to its end. */
  readonly killedAt: string | null;
  /** What does not hold afterwards; empty when all is well. */
  readonly problems: readonly string[];
}

/** `killedAt`: where the trouble began. */
export interface Met extends Attempt {
  readonly ended: 'done' | 'failed';
}

export interface KilledPromotions {
  /** Changes what the next promotion brings: thresholds, settings of function and queues, one subscription more or less. */
  change(round: number): Promise<void>;
  /** Promotes; when it dies there, it is recovered, and what recovery must have put in order is looked at. */
  attempt(choose: Choice): Promise<Attempt>;
  /** Promotes; from that step on something else goes wrong. When it fails it says why, and what it says goes on. */
  meet(trouble: TroubleKind, choose: Choice): Promise<Met>;
  /** Promotes to the end. @returns what does not hold then */
  finish(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A sandbox whose every request passes a proxy, and a checkout whose configuration may change. */
export async function openKilledPromotions(to: string): Promise<KilledPromotions> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-kill-'));
  const sandboxFolder = join(folder, 'sandbox');
  const { environments, files } = loadConfiguration(join(root, 'config'));
  const sandbox = await ownSandbox({ folder: sandboxFolder, environments, configurationFiles: files });
  const proxy = await startKillingProxy(sandbox.endpoint);
  const record = readRecord(sandboxFolder);
  if (record !== null) await writeRecord(sandboxFolder, { ...record, port: proxy.port });
  for (const name of ['config', 'infra', 'payments'])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const walked = environments.slice(0, environments.findIndex(({ environment }) => environment === to) + 1);
  const world: World = { folder, sandboxFolder, sandbox, proxy, walked, to, next: ['promote', '--to', to] };
  return {
    change: (round) => change(world, round),
    attempt: (choose) => attempt(world, choose),
    meet: (trouble, choose) => meet(world, trouble, choose),
    finish: () => finish(world),
    close: async () => {
      await proxy.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface World {
  readonly folder: string;
  readonly sandboxFolder: string;
  readonly sandbox: OwnSandbox;
  readonly proxy: KillingProxy;
  /** From the lowest to the last. */
  readonly walked: readonly Settings[];
  readonly to: string;
  /** What goes on: the command that recovery named, or the promotion. */
  next: readonly [string, ...string[]];
}

/** What differs from round to round: updates of most resources, replacements of two, and a subscription that comes or goes. */
async function change({ folder, to }: World, round: number): Promise<void> {
  const original = await readFile(join(root, 'config', `${to}.yaml`), 'utf8');
  const odd = round % 2;
  const text = original
    .replace(/(alarmErrors: )\d+/, `$1${5 + round}`)
    .replace(/(alarmDurationPercent: )\d+/, `$1${70 + odd}`)
    .replace(/(alarmQueueAgeSeconds: )\d+/, `$1${900 + 60 * round}`)
    .replace(/(alarmDeadLetters: )\d+/, `$1${1 + odd}`)
    .replace(/(asyncEventAgeSeconds: )\d+/, `$1${3600 + 60 * odd}`)
    .replace(/(receiveCount: )\d+/, `$1${7 + 2 * odd}`)
    .replace(/(visibilityTimeoutSeconds: )\d+/, `$1${200 + odd}`)
    .replace(/(batchSize: )\d+/, `$1${8 + odd}`)
    .replace(/(logRetentionDays: )\d+/, `$1${odd === 0 ? 30 : 60}`)
    .replace(/(timeoutSeconds: )30/, `$1${29 - odd}`)
    .replace(/(notificationAddresses:\n(\s+)- \S+)/, odd === 0 ? '$1' : '$1\n$2- payments-second@example.com');
  await writeFile(join(folder, 'config', `${to}.yaml`), text);
  for (const { file, from, into } of replacements) {
    const program = await readFile(join(root, 'infra', file), 'utf8');
    if (!program.includes(from)) throw new Error(`infra/${file} does not say "${from}" any more`);
    await writeFile(join(folder, 'infra', file), odd === 0 ? program : program.replace(from, into));
  }
}

/** What another program replaces: one deletes before it creates, because of its name, the other one creates first. */
const replacements = [
  { file: 'paymentProcessor/role.ts', from: "{ name: 'payments', role:", into: "{ name: 'payments-2', role:" },
  {
    file: 'network/endpoints.ts',
    from: 'tags: { Name: `${args.namePrefix}-sns` },\n    },\n    alone,',
    into: "tags: { Name: `${args.namePrefix}-sns-2` },\n    },\n    { ...alone, deleteBeforeReplace: false, replaceOnChanges: ['tags.Name'] },",
  },
];

async function attempt(world: World, choose: Choice): Promise<Attempt> {
  const died = await run(world, choose, ...world.next);
  if (died.killedAt === null) {
    const problems = died.code === 0 ? [] : [`${world.next.join(' ')} ended with ${died.code}: ${died.output}`];
    world.next = ['promote', '--to', world.to];
    return { killedAt: null, problems: [...problems, ...(await judged(world, true))] };
  }
  return { killedAt: died.killedAt, problems: await recovered(world) };
}

async function meet(world: World, kind: TroubleKind, choose: Choice): Promise<Met> {
  const trouble = await prepare(kind, world.sandbox);
  const { killedAt, code, output } = await run({ ...world, trouble }, choose, ...world.next);
  await trouble.end();
  if (code === 0) return { killedAt, ended: 'done', problems: await judged(world, true) };
  const explained = /^\w+ +failed +\S|^error: /m.test(output) && !output.includes('Nothing here expected this');
  const problems = [...(explained ? [] : [`it ended with ${code} and does not say why: ${output}`])];
  return { killedAt, ended: 'failed', problems: [...problems, ...(await recovered(world)), ...(await finish(world))] };
}

/** Wherever it died; when it died before or after everything, there is nothing to recover, and recovery says so. */
async function recovered(world: World): Promise<readonly string[]> {
  const names = world.walked.map(({ environment }) => environment);
  const left = await Promise.all(names.map((name) => leftBehind(world.sandbox, name, { finished: false })));
  const broken = names.filter((_name, index) => left[index]?.length !== 0);
  world.next = ['promote', '--to', world.to];
  for (const name of broken.length === 0 ? [world.to] : broken) {
    const { code, output } = await run(world, () => null, 'recover', name);
    if (code !== 0) return [`recover ${name} ended with ${code}: ${output}`];
    const [, named] = /(?:continue with|verify it): npm run (.+)/.exec(output) ?? [];
    if (named === undefined) return [`recover ${name} names no command: ${output}`];
    // Where nothing was begun it names a promotion, which may go further than this one is to.
    const [script = '', ...rest] = named.split(' ').filter((word) => word !== '--' && word !== '--sandbox');
    if (name === broken[0] && script !== 'promote') world.next = [script, ...rest];
  }
  return judged(world, false);
}

async function finish(world: World): Promise<readonly string[]> {
  const { next } = world;
  world.next = ['promote', '--to', world.to];
  const { code, output } = await run(world, () => null, ...next);
  return code === 0 ? judged(world, true) : [`${next.join(' ')} ended with ${code}: ${output}`];
}

async function judged({ sandbox, walked }: World, finished: boolean): Promise<readonly string[]> {
  const problems = await Promise.all(
    walked.flatMap(({ environment, region }) => [
      leftBehind(sandbox, environment, { finished }),
      accountAgainstState(sandbox, environment, region, { finished }),
    ]),
  );
  return problems.flat();
}

interface Run {
  readonly killedAt: string | null;
  readonly code: number | null;
  readonly output: string;
}

async function run(
  { folder, sandboxFolder, proxy, trouble }: World & { readonly trouble?: Trouble },
  choose: Choice,
  script: string,
  ...rest: readonly string[]
): Promise<Run> {
  const typed = [process.execPath, join(root, 'scripts', `${script}.ts`), ...rest, '--sandbox'] as const;
  const [command, ...words] = [...(trouble?.wrapper ?? []), ...typed];
  const child = spawn(command, words, {
    cwd: folder,
    env: { ...process.env, ...trouble?.environment, PAYMENTS_SANDBOX_FOLDER: sandboxFolder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let killedAt: string | null = null;
  const remembered: Choice = (step) => {
    const when = choose(step);
    if (when !== null) killedAt = `${when} ${step}`;
    return when;
  };
  proxy.arm(remembered, () => (trouble === undefined ? killWithChildren(child.pid ?? 0) : trouble.begin()));
  const { code, output } = await ended(child);
  proxy.disarm();
  await proxy.idle();
  return { killedAt, code, output };
}

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

/** The engine leads a process group of its own: a machine that dies takes it along, so do we. */
export function killWithChildren(processId: number): void {
  // Held first: it would start another child while those it has are killed.
  signal(processId, 'SIGSTOP');
  for (const child of childrenOf(processId)) killWithChildren(child);
  signal(processId, 'SIGKILL');
}

function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(processId: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8');
    return text
      .split(' ')
      .filter((each) => each !== '')
      .map(Number);
  } catch {
    return [];
  }
}
