/** How long the tests of the components take: they are run after every change of the program. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EngineError } from '../../pipeline/errors.ts';
import { indication, type Row } from './row.ts';

const root = join(import.meta.dirname, '..', '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

export function run(): readonly Row[] {
  // The first run fills the cache of stripped sources, as the first run after a checkout does.
  const first = seconds();
  const again = seconds();
  return [
    indication('component test suite', again, 's', 'promised: at most 10 s; start of Jest and its end included'),
    indication('component test suite, first run', first, 's'),
  ];
}

function seconds(): number {
  const started = performance.now();
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status, stderr } = spawnSync(process.execPath, [...options, jest, 'tests/components'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0)
    throw new EngineError(`the component tests fail\n${stderr}`, { advice: 'npm test -- tests/components' });
  return (performance.now() - started) / 1000;
}
