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
import type { Sandbox } from '../../sandbox/index.ts';
import { ownSandbox } from '../integration/recovery/ownSandbox.ts';
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

/** A promotion of all environments is killed in the update of each; what it had left is told by one that was not. */
async function recovery(): Promise<readonly Row[]> {
  const { environments } = loadConfiguration(join(root, 'config'));
  const names = environments.map(({ environment }) => environment);
  const whole = await inSandbox((folder) => promotedWith(folder, null));
  const rounds: Round[] = [];
  for (const name of names)
    rounds.push(
      await inSandbox((folder, sandbox) => killedIn({ folder, sandbox, name, last: names.at(-1) ?? name }, whole)),
    );
  return [
    atMost(
      'recovery and the rest of the promotion against 1.5 times the rest and one refresh',
      median(rounds.map(({ took, allowed }) => took / allowed)),
      1,
      'x',
      `median of a kill in ${names.join(', ')}; whole process of recover --continue`,
    ),
    ...rounds.flatMap(({ name, took, allowed, refreshed }) => [
      indication(`killed in ${name}: recovery and the rest`, took, 's'),
      indication(`killed in ${name}: against what is allowed`, took / allowed, 'x'),
      indication(`killed in ${name}: one refresh`, refreshed, 's'),
    ]),
  ];
}

interface Round {
  readonly name: string;
  readonly took: number;
  readonly allowed: number;
  readonly refreshed: number;
}

/** When each line of progress came, in seconds. */
type Timeline = readonly { readonly at: number; readonly line: string }[];

/** In the middle of what it creates there. */
const half = (timeline: Timeline, name: string): number => {
  const created = timeline.filter(({ line }) => createdIn(name).test(line));
  return created[created.length >> 1]?.at ?? 0;
};
const createdIn = (name: string): RegExp => new RegExp(`${name} +created `);

interface Killed {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly name: string;
  /** Last environment of the promotion. */
  readonly last: string;
}

async function killedIn({ folder, sandbox, name, last }: Killed, whole: Timeline): Promise<Round> {
  const after = whole.filter(({ line }) => createdIn(name).test(line)).length >> 1;
  await promotedWith(folder, { name, after });
  const took = await seconds(() => ended(folder, 'recover.ts', name, '--continue', '--to', last));
  const { environments } = loadConfiguration(join(root, 'config'));
  const { source } = await buildRelease(root, environments, () => new Date());
  const { surroundings } = sandbox;
  const request = { source, environment: name, surroundings, purpose: `deploy-${name}` as const };
  const refreshed = await seconds(() => refresh(request));
  const rest = (whole.at(-1)?.at ?? 0) - half(whole, name);
  return { name, took, allowed: 1.5 * rest + refreshed, refreshed };
}

async function inSandbox<T>(action: (folder: string, sandbox: Sandbox) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const { environments, files } = loadConfiguration(join(root, 'config'));
  const sandbox = await ownSandbox({ folder, environments, configurationFiles: files });
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

/** Promotes everywhere; killed with its engine after so many creations in one environment. The last entry is the end. */
async function promotedWith(
  folder: string,
  kill: { readonly name: string; readonly after: number } | null,
): Promise<Timeline> {
  const started = performance.now();
  const child = start(folder, 'promote.ts');
  const timeline: { at: number; line: string }[] = [];
  const now = () => (performance.now() - started) / 1000;
  let created = 0;
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      timeline.push({ at: now(), line });
      if (kill === null || !createdIn(kill.name).test(line)) continue;
      if (++created === kill.after && child.pid !== undefined) killWithChildren(child.pid);
    }
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (kill === null && code !== 0) throw new Error(`the promotion ended with ${code}`);
  return [...timeline, { at: now(), line: 'the end' }];
}

async function ended(folder: string, script: string, ...rest: readonly string[]): Promise<void> {
  const child = start(folder, script, ...rest);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${output}`);
}
