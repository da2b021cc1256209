/** A drift check of two environments, against the bare engine's refresh and preview of the slower of them in the same run. */
import { runEngine } from '../../pipeline/engine/run.ts';
import { inWorld } from '../integration/drift/proofs.ts';
import type { World } from '../integration/drift/world.ts';
import { atMost, indication, median, type Row } from './row.ts';

const repetitions = 5;

export const run = (): Promise<readonly Row[]> =>
  inWorld(async (world) => {
    await world.check();
    const pairs: { ours: number; bare: number }[] = [];
    for (let index = 0; index < repetitions; index++) {
      const ours = await seconds(() => world.check());
      const bare = [await bareLook(world, world.baseline.environment), await bareLook(world, world.target.environment)];
      pairs.push({ ours, bare: Math.max(...bare) });
    }
    const ratio = median(pairs.map(({ ours, bare }) => ours / bare));
    const how = `median of ${repetitions} pairs, refresh --preview-only then preview of the slower environment`;
    return [
      atMost('drift check of two environments against the bare engine', ratio, 1.8, 'x', how),
      indication('drift check of two environments', median(pairs.map(({ ours }) => ours)), 's'),
    ];
  });

async function bareLook({ built: { source }, sandbox: { surroundings } }: World, environment: string): Promise<number> {
  const request = { source, environment, surroundings, purpose: 'observe' as const };
  return seconds(async () => {
    const refresh = await runEngine(request, (stack, { onEvent }) =>
      stack.previewRefresh({ onEvent, runProgram: true }),
    );
    const preview = await runEngine(request, (stack, { onEvent }) => stack.preview({ onEvent }));
    for (const { error } of [refresh, preview]) if (error !== null) throw error;
  });
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1000;
}
