/** `node sample.ts SEED CASES`: a share of the kills, in a process of its own because the engine must not run inside jest. */
import { proof } from '../../soak/kills.ts';

const [seed = 0, cases = 2] = process.argv.slice(2).map(Number);

process.stdout.write(`${JSON.stringify(await proof.run({ seed, cases, deadline: Infinity }))}\n`);
