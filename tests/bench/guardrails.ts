/** What the guardrails add to a preview: the same preview with and without them, in turn. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { preview } from '../../pipeline/engine/plan.ts';
import { runEngine, type EngineRequest } from '../../pipeline/engine/run.ts';
import { buildRelease } from '../../pipeline/release/build.ts';
import { startSandbox } from '../../sandbox/index.ts';
import { atMost, indication, median, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
const policies = join(root, 'infra', 'policies');
const rounds = 7;

export async function run(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-bench-'));
  const { environments, files, hub } = loadConfiguration(join(root, 'config'));
  const sandbox = await startSandbox({ folder, detached: false, environments, configurationFiles: files });
  try {
    const { source } = await buildRelease(root, environments, () => new Date());
    const { surroundings } = sandbox;
    return await measure({ source, environment: hub.environment, surroundings, purpose: 'preview' });
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(request: EngineRequest): Promise<readonly Row[]> {
  await preview(request);
  const added: { ours: number; stock: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const without = await seconds(() => bare(request));
    const ours = await seconds(() => preview(request));
    added.push({ ours: ours - without, stock: (await seconds(() => stockPack(request))) - without });
  }
  const how = `median of ${rounds} rounds, each beside a preview without them`;
  return [
    atMost('what the guardrails add to a preview', median(added.map(({ ours }) => ours)), 1.5, 's', how),
    indication('what they add as a pack of the stock CLI', median(added.map(({ stock }) => stock)), 's', how),
  ];
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}

const bare = async (request: EngineRequest): Promise<void> => {
  const { error } = await runEngine(request, (stack, options) => stack.preview(options));
  if (error !== null) throw error;
};

/** Pulumi's own SDK for packs, in a process that the engine starts. */
async function stockPack(request: EngineRequest): Promise<void> {
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = `${join(policies, 'bin')}${delimiter}${path}`;
  try {
    const { error } = await runEngine(request, (stack, { onEvent }) =>
      stack.preview({ onEvent, policyPacks: [policies] }),
    );
    if (error !== null) throw error;
  } finally {
    process.env['PATH'] = path;
  }
}
