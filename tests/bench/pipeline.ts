/** Issue-level promises of the pipeline itself: previews side by side, a deployment without changes, start-up, memory. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from '@pulumi/pulumi/automation/index.js';
import { loadConfiguration, type Configuration } from '../../pipeline/configuration/index.ts';
import { preview } from '../../pipeline/engine/plan.ts';
import { runEngine, type EngineRequest } from '../../pipeline/engine/run.ts';
import { update } from '../../pipeline/engine/update.ts';
import { buildRelease } from '../../pipeline/release/build.ts';
import type { Source } from '../../pipeline/engine/source.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { atMost, indication, median, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
const repetitions = 5;

export async function run(): Promise<readonly Row[]> {
  return [...startUp(), ...(await onSandbox())];
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

/** Commands tell their usage without loading Pulumi. Pairs in turn, so that a slow moment hits both sides. */
function startUp(): readonly Row[] {
  const empty = spawnSync(process.execPath, ['--version']);
  if (empty.status !== 0) throw new Error('Node does not start');
  const time = (file: string, ...rest: string[]): number => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [file, ...rest], { cwd: root });
    if (status !== 0) throw new Error(`${file} ended with ${status}: ${String(stderr)}`);
    return performance.now() - started;
  };
  const nothing = join(import.meta.dirname, 'row.ts');
  const pairs = Array.from(
    { length: 9 },
    () => [time(join(root, 'scripts', 'promote.ts'), '--help'), time(nothing)] as const,
  );
  const ratio = median(pairs.map(([help, bare]) => help / bare));
  return [atMost('--help against a bare TypeScript file', ratio, 2, 'x', 'median of 9 pairs, same Node')];
}

async function onSandbox(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const configuration = loadConfiguration(join(root, 'config'));
  const sandbox = await startSandbox({
    folder,
    detached: false,
    environments: configuration.environments,
    configurationFiles: configuration.files,
  });
  try {
    const { source } = await buildRelease(root, configuration.environments, () => new Date());
    return [...(await previews(sandbox, configuration, source)), ...(await deployment(sandbox, configuration, source))];
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const request = (
  { surroundings }: Sandbox,
  source: Source,
  environment: string,
  purpose: EngineRequest['purpose'],
): EngineRequest => ({
  source,
  environment,
  surroundings,
  purpose,
});

async function previews(sandbox: Sandbox, { environments }: Configuration, source: Source): Promise<readonly Row[]> {
  const names = environments.map(({ environment }) => environment);
  const one = (name: string) => preview(request(sandbox, source, name, 'preview'));
  await one(names[0] ?? '');
  const pairs: { one: number; all: number }[] = [];
  for (let index = 0; index < repetitions; index++) {
    const name = names[index % names.length] ?? '';
    pairs.push({ one: await seconds(() => one(name)), all: await seconds(() => Promise.all(names.map(one))) });
  }
  return [
    atMost(
      'preview of three environments against one',
      median(pairs.map(({ one: single, all }) => all / single)),
      2.3,
      'x',
      `median of ${repetitions} pairs`,
    ),
    indication('preview of one environment', median(pairs.map(({ one: single }) => single)), 's'),
  ];
}

/** The SDK asks for outputs and history with three more CLI calls after an update; ours takes both from the events. */
async function deployment(sandbox: Sandbox, { environments }: Configuration, source: Source): Promise<readonly Row[]> {
  const lowest = environments[0]?.environment ?? '';
  const ours = request(sandbox, source, lowest, `deploy-${lowest}`);
  await update(ours);
  const pairs: { ours: number; theirs: number }[] = [];
  for (let index = 0; index < repetitions; index++) {
    pairs.push({ ours: await seconds(() => update(ours)), theirs: await seconds(() => plainUp(ours)) });
  }
  return [
    atMost(
      "update without changes against the SDK's stack.up",
      median(pairs.map((pair) => pair.ours / pair.theirs)),
      1,
      'x',
      `median of ${repetitions} pairs, same stack`,
    ),
    indication('update without changes', median(pairs.map((pair) => pair.ours)), 's'),
  ];
}

async function plainUp(ofStack: EngineRequest): Promise<void> {
  const { error } = await runEngine(ofStack, async (stack) => {
    const plain = await Stack.select(stack.name, stack.workspace);
    await plain.up();
  });
  if (error !== null) throw error;
}
