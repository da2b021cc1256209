/** What bootstrap leaves behind in the state bucket: the backend's meta file and one empty stack per environment. */
import type { Configuration } from '../pipeline/configuration/index.ts';
import { openStore } from '../pipeline/store/open.ts';
import type { Sandbox } from './index.ts';

/** Pulumi's layout of a self-managed backend whose stacks belong to projects. */
const meta = new TextEncoder().encode('version: 1\n');

/** Creates what is missing; existing stacks keep their state. Each stack is created by its own deploy role. */
export async function initialiseStacks(sandbox: Sandbox, configuration: Configuration): Promise<void> {
  const { createStack } = await import('../pipeline/engine/stacks.ts');
  const { surroundings } = sandbox;
  const root = openStore(surroundings.stateBackend, sandbox.rootCredentials(configuration.hub.environment));
  await root.create('.pulumi/meta.yaml', meta);
  await Promise.all(
    configuration.environments.map(async ({ environment }) =>
      createStack({
        stack: environment,
        configurationFile: configuration.files[environment] ?? '',
        surroundings,
        environment: await surroundings.credentials(`deploy-${environment}`),
      }),
    ),
  );
}
