/** A process that owns a sandbox and ends in the way it is told; spawned by the tests. Prints the emulator's process id. */
import { startSandbox } from '../../sandbox/index.ts';
import { dev, prod, staging } from '../unit/bootstrap/landscape.ts';

const [folder = '', end] = process.argv.slice(2);
const sandbox = await startSandbox({ folder, detached: false, environments: [dev, staging, prod] });
process.stdout.write(`${sandbox.pid} ${sandbox.endpoint}\n`);
if (end === 'stop') await sandbox.stop();
if (end === 'crash') throw new Error('the owner crashes');
if (end === 'wait') setInterval(() => {}, 1000);
