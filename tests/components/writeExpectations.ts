/** `node tests/components/writeExpectations.ts` after a wanted change; read what it changed before you commit it. */
import { writeFileSync } from 'node:fs';
import { recordEnvironments } from './environments.ts';
import { expectationOf, expectationPath } from './expectation.ts';

for (const [environment, recording] of await recordEnvironments()) {
  writeFileSync(expectationPath(environment), `${JSON.stringify(expectationOf(recording), null, 2)}\n`);
}
