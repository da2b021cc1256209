/** Bootstraps the accounts of a bare emulator with the real engine, twice; spawned by the test. Prints what each run changed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Stack } from '@pulumi/pulumi/automation/index.js';

import { bootstrap, bootstrapOrder } from '../../infra/bootstrap/program.ts';
import { unselectedStack, withWorkspace } from '../../pipeline/engine/workspace.ts';
import type { Surroundings } from '../../pipeline/engine/surroundings.ts';
import { rootCredentials, sandboxLandscape } from '../../sandbox/accounts.ts';
import { startEmulator } from '../../sandbox/emulator.ts';
import { judgedByEmulator, trustJudgedByEmulator } from '../../sandbox/emulatorGaps.ts';
import { sandboxSurroundings } from '../../sandbox/surroundings.ts';
import { dev, prod, staging } from '../unit/bootstrap/landscape.ts';
import { tryIdentities } from './sandboxIdentities.ts';

const [folder = ''] = process.argv.slice(2);
const emulator = await startEmulator({ folder: join(folder, 'emulator'), detached: false });
const landscape = sandboxLandscape([dev, staging, prod]);
const surroundings: Surroundings = {
  ...sandboxSurroundings(emulator.endpoint, landscape),
  stateBackend: `file://${folder}/backend?create_dir=true`,
};
const configurationFile = join(folder, 'bootstrap.yaml');
await writeFile(configurationFile, 'config: {}\n');

async function run(environment: string, open: typeof unselectedStack): Promise<Record<string, number>> {
  const place = landscape.environments.find((it) => it.environment === environment) ?? prod;
  const credentials = { ...rootCredentials(emulator.endpoint, place), PULUMI_CONFIG_PASSPHRASE: 'test' };
  const provider = await surroundings.attachProvider(credentials);
  const written = { trust: trustJudgedByEmulator, policy: judgedByEmulator };
  const stack = `bootstrap-${environment}`;
  try {
    return await withWorkspace(
      {
        stack,
        configurationFile,
        surroundings,
        environment: { ...credentials, ...provider.environment },
        program: () => Promise.resolve(bootstrap({ landscape, environment, written })),
        interrupt: undefined,
      },
      async (workspace) => {
        const { summary } = await (await open(workspace, stack)).up();
        return { ...summary.resourceChanges };
      },
    );
  } finally {
    await provider.close();
  }
}

const order = bootstrapOrder(landscape).map(({ environment }) => environment);
const first = [];
for (const environment of order)
  first.push([environment, await run(environment, (workspace, name) => Stack.create(name, workspace))]);
const second = [];
for (const environment of order) second.push([environment, await run(environment, unselectedStack)]);
const identities = await tryIdentities(surroundings);
await emulator.stop();
process.stdout.write(`${JSON.stringify({ first, second, identities })}\n`);
