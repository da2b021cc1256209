/** What promotion costs beyond the plan that it needs anyway, and what recovery costs beyond the work that was left. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { refresh } from '../../pipeline/engine/pending.ts';
import { preview } from '../../pipeline/engine/plan.ts';
import { buildRelease } from '../../pipeline/release/build.ts';
import { promote } from '../../pipeline/release/promote.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { killWithChildren } from '../integration/recovery/killedPromotions.ts';
import { openPlace, type Place } from '../integration/release/place.ts';
import { atMost, indication, median, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
const repetitions = 7;

export async function run(): Promise<readonly Row[]> {
  return [...(await noOperation()), ...(await recovery())];
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

/** Staging, because its gate asks for everything: the record below, alarms, soak time. */
async function noOperation(): Promise<readonly Row[]> {
  const place = await openPlace();
  try {
    for (const environment of ['dev', 'staging']) await promoted(place, environment, 'promoted');
    const { first, sandbox } = place;
    const request = { source: first.source, environment: 'staging', surroundings: sandbox.surroundings };
    const plan = () => preview({ ...request, purpose: 'observe' });
    const pairs: { plan: number; all: number }[] = [];
    for (let index = 0; index < repetitions; index++) {
      const all = () => promoted(place, 'staging', 'already-there');
      // In turn, so that neither always comes second.
      const [one, other] = index % 2 === 0 ? [plan, all] : [all, plan];
      const [early, late] = [await seconds(one), await seconds(other)];
      pairs.push(index % 2 === 0 ? { plan: early, all: late } : { plan: late, all: early });
    }
    return [
      atMost(
        'promotion without changes against its one preview',
        median(pairs.map((pair) => pair.all / pair.plan)),
        1.1,
        'x',
        `median of ${repetitions} pairs, gate of staging`,
      ),
      indication('promotion without changes', median(pairs.map(({ all }) => all)), 's'),
    ];
  } finally {
    await place.close();
  }
}

async function promoted({ context, configuration, first }: Place, name: string, expected: string): Promise<void> {
  const environments = configuration.environments.filter(({ environment }) => environment === name);
  const { release, source } = first;
  const [result] = await promote(context(), {
    ...{ release, source, environments, reason: 'bench', emergency: false, refresh: false, tests: [] },
    approve: async () => ({ status: 'approved', by: ['bench'] }),
    waitUntil: async () => false,
  });
  if (result?.status !== expected) throw new Error(`${name}: expected ${expected}, got ${JSON.stringify(result)}`);
}

/** A deployment is killed in its middle; what it had left is told by one that was not. */
async function recovery(): Promise<readonly Row[]> {
  const rounds: { took: number; allowed: number; refreshed: number }[] = [];
  for (const line of [15, 25, 35]) {
    const whole = await inSandbox((folder) => deployed(folder, null));
    rounds.push(await inSandbox((folder, sandbox) => killedAt(folder, sandbox, line, whole)));
  }
  return [
    atMost(
      'recovery and the rest against 1.5 times the rest and one refresh',
      median(rounds.map(({ took, allowed }) => took / allowed)),
      1,
      'x',
      `median of ${rounds.length} kills, whole processes`,
    ),
    indication('recovery and the rest', median(rounds.map(({ took }) => took)), 's'),
    indication('one refresh', median(rounds.map(({ refreshed }) => refreshed)), 's'),
  ];
}

async function killedAt(folder: string, sandbox: Sandbox, line: number, whole: readonly number[]) {
  await deployed(folder, line);
  const rest = (whole.at(-1) ?? 0) - (whole[line - 1] ?? 0);
  const took = await seconds(async () => {
    await ended(folder, 'recover.ts', 'dev');
    await ended(folder, 'deploy.ts', 'dev');
  });
  const { environments } = loadConfiguration(join(root, 'config'));
  const { source } = await buildRelease(root, environments, () => new Date());
  const { surroundings } = sandbox;
  const refreshed = await seconds(() => refresh({ source, environment: 'dev', surroundings, purpose: 'deploy-dev' }));
  return { took, allowed: 1.5 * rest + refreshed, refreshed };
}

async function inSandbox<T>(action: (folder: string, sandbox: Sandbox) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const { environments, files } = loadConfiguration(join(root, 'config'));
  const sandbox = await startSandbox({ folder, detached: true, environments, configurationFiles: files });
  try {
    return await action(folder, sandbox);
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const start = (folder: string, script: string, ...rest: readonly string[]) =>
  spawn(process.execPath, [join('scripts', script), ...rest, '--sandbox'], {
    cwd: root,
    env: { ...process.env, PAYMENTS_SANDBOX_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** When each line of progress came, in seconds; the last is the end. Killed with its engine after so many lines. */
async function deployed(folder: string, killAfter: number | null): Promise<readonly number[]> {
  const started = performance.now();
  const child = start(folder, 'deploy.ts', 'dev');
  const times: number[] = [];
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '') times.push((performance.now() - started) / 1000);
    if (killAfter !== null && times.length >= killAfter && child.pid !== undefined) killWithChildren(child.pid);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (killAfter === null && code !== 0) throw new Error(`the deployment ended with ${code}`);
  return [...times, (performance.now() - started) / 1000];
}

async function ended(folder: string, script: string, ...rest: readonly string[]): Promise<void> {
  const child = start(folder, script, ...rest);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${output}`);
}
