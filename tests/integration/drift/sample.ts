/** `node sample.ts SEED COUNT`: a share of the long proofs, in a process of its own because the engine must not run inside jest. */
import { shownKinds } from '../accountMeddling.ts';
import { addAndCheck } from './additions.ts';
import { changeAndAsk } from './attributed.ts';
import { mutateAll, share } from './proofs.ts';
import { QuietWorld } from './quiet.ts';

const [seed = 0, count = 40] = process.argv.slice(2).map(Number);

const quiet = await QuietWorld.open(seed);
try {
  const { world } = quiet;
  const before = await quiet.checkWhile({ reworded: true, deploys: false });
  const { cases, problems } = await mutateAll(world, share(world.target.environment, seed, count), Infinity);
  const added = await addAndCheck(world, shownKinds, seed);
  const asked = await changeAndAsk(world);
  const problemsOfAll = [...before, ...problems, ...added, ...asked];
  const result = { mutations: cases, additions: shownKinds.length, problems: problemsOfAll };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await quiet.close();
}
