/** `node sample.ts SEED COUNT`: a share of the long proofs, in a process of its own because the engine must not run inside jest. */
import { shownKinds } from '../accountMeddling.ts';
import { addAndCheck } from './additions.ts';
import { inWorld, mutateAll, share, unexplained } from './proofs.ts';

const [seed = 0, count = 40] = process.argv.slice(2).map(Number);

const result = await inWorld(async (world) => {
  const before = await unexplained(world);
  const { cases, problems } = await mutateAll(world, share(world.target.environment, seed, count), Infinity);
  const added = await addAndCheck(world, shownKinds, seed);
  return { mutations: cases, additions: shownKinds.length, problems: [...before, ...problems, ...added] };
});
process.stdout.write(`${JSON.stringify(result)}\n`);
