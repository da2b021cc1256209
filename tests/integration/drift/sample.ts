/** `node sample.ts SEED COUNT`: a share of the mutations, in a process of its own because the engine must not run inside jest. */
import { inWorld, mutateAll, share, unexplained } from './proofs.ts';

const [seed = 0, count = 40] = process.argv.slice(2).map(Number);

const result = await inWorld(async (world) => {
  const before = await unexplained(world);
  const { cases, problems } = await mutateAll(world, share(world.target.environment, seed, count), Infinity);
  return { cases, problems: [...before, ...problems] };
});
process.stdout.write(`${JSON.stringify(result)}\n`);
