/** `node sample.ts PROOF SEED CASES`: a share of the kills or troubles, in a process of its own because the engine must not run inside jest. */
import { proof as kills } from '../../soak/kills.ts';
import { proof as troubles } from '../../soak/troubles.ts';

const [name, ...numbers] = process.argv.slice(2);
const [seed = 0, cases = 2] = numbers.map(Number);

const result = await (name === 'troubles' ? troubles : kills).run({ seed, cases, deadline: Infinity });
process.stdout.write(`${JSON.stringify(result)}\n`);
