/** One operation of the engine on the bootstrap stack of one account, with the account's administrator. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Adopted, SharedProvider } from '../../infra/bootstrap/adoption.ts';
import { bootstrap } from '../../infra/bootstrap/program.ts';
import type { EngineEvent } from '../engine/events.ts';
import { changesOf, failed, type PlannedChange } from '../engine/plan.ts';
import { collect, type EngineRun } from '../engine/run.ts';
import { createStack } from '../engine/stacks.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { unselectedStack, withWorkspace } from '../engine/workspace.ts';
import { localBackend, stackOf } from './ownState.ts';
import { rememberedProvider } from './sharedProvider.ts';
import type { BootstrapWorld } from './world.ts';

/** Nothing that bootstrap makes is a secret (a test says so), so nothing is protected by this; the engine asks for one. */
const passphrase = 'bootstrap';

export type BootstrapOperation = 'preview' | 'up' | 'destroy';

interface Run {
  readonly world: BootstrapWorld;
  readonly environment: string;
  readonly adopted?: Adopted;
  /** Where it was looked at; else what state remembers. */
  readonly shared?: SharedProvider | undefined;
  readonly interrupt?: AbortSignal;
}

/** @returns what is to be changed or was changed, without the unchanged */
export async function runBootstrap(run: Run, operation: BootstrapOperation): Promise<readonly PlannedChange[]> {
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => void events.push(event);
  try {
    await withStack(run, async (stack) => {
      Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
      if (operation === 'preview') await stack.preview({ onEvent, refresh: true });
      else if (operation === 'up') await stack.up({ onEvent, refresh: true, runProgram: true });
      else await stack.destroy({ onEvent });
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw failed(`bootstrap of ${run.environment} failed`, events, error);
  }
  return changesOf(events).filter((change) => change.operation !== 'same');
}

/**
 * What the program asks for (a preview), or what the account holds (a refresh, by itself: the provider in state is nobody, so that
 * the credentials of the run decide). Nothing is changed, and a failure is part of the result.
 */
export const lookAtBootstrap = (run: Run, at: 'program' | 'account'): Promise<EngineRun> =>
  withStack(run, (stack) =>
    collect(stack, (engine, { onEvent }) =>
      at === 'program' ? engine.preview({ onEvent }) : engine.previewRefresh({ onEvent }),
    ),
  );

type EngineStack = Awaited<ReturnType<typeof unselectedStack>>;

async function withStack<T>(run: Run, action: (stack: EngineStack) => Promise<T>): Promise<T> {
  const { world, environment, adopted = {}, interrupt } = run;
  const { landscape } = world;
  // Its passphrase is another one than that of the stacks, and so would the salt be.
  const { encryptionSalt: _, ...itsOwn } = world.surroundings;
  const { written } = itsOwn;
  const credentials = await world.administrator(environment);
  const surroundings: Surroundings = {
    ...itsOwn,
    stateBackend: localBackend(world),
    secretsProvider: () => 'passphrase',
  };
  const provider = await world.surroundings.attachProvider(credentials);
  const request = {
    stack: stackOf(environment),
    configurationFile: await configurationFile(world),
    surroundings,
    environment: { ...credentials, ...provider.environment, PULUMI_CONFIG_PASSPHRASE: passphrase },
  };
  const shared = run.shared ?? (await rememberedProvider(world, environment));
  const told = { landscape, environment, adopted, shared, ...(written === undefined ? {} : { written }) };
  const program = () => Promise.resolve(bootstrap(told));
  try {
    await createStack(request);
    return await withWorkspace({ ...request, program, interrupt }, async (workspace) =>
      action(await unselectedStack(workspace, request.stack)),
    );
  } finally {
    await provider.close();
  }
}

/** All that the bootstrap program is told comes as arguments; the engine wants a file. */
async function configurationFile({ folder }: BootstrapWorld): Promise<string> {
  const file = join(resolve(folder), 'bootstrap.yaml');
  await writeFile(file, 'config: {}\n');
  return file;
}
