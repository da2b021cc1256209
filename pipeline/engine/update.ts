import type { EngineEvent, Stack } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import { readCheckpoint } from './checkpoint.ts';
import { describeLock, readLocks } from './lock.ts';
import { failed, planOf, type PlannedChange } from './plan.ts';
import { runEngine, type EngineRequest, type OperationOptions } from './run.ts';

export interface UpdateResult {
  readonly environment: string;
  readonly release: string;
  /** What was changed, without the unchanged. */
  readonly changes: readonly PlannedChange[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface UpdateOptions {
  /** Look at the account first, so that what was changed behind the pipeline's back is put right. */
  readonly refresh: boolean;
}

/**
 * Updates one environment to the source's release.
 *
 * @throws EngineError when somebody else holds the lock, when operations are pending, when a mandatory guardrail is broken,
 *   or when the update failed
 */
export async function update(
  request: EngineRequest,
  options: UpdateOptions = { refresh: false },
): Promise<UpdateResult> {
  await requireFree(request);
  const { events, error } = await runEngine(request, (stack, run) => up(stack, run, options), { guarded: true });
  if (error !== null) throw failed(`update of ${request.environment} failed`, events, error);
  const { environment, release, changes } = planOf(request, events);
  return {
    environment,
    release,
    changes: changes.filter(({ operation }) => operation !== 'same'),
    outputs: outputsOf(events),
  };
}

async function up(stack: Stack, run: OperationOptions, { refresh }: UpdateOptions): Promise<void> {
  // The SDK asks the CLI for outputs and history after an update: three calls whose answers are in the events already.
  Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
  await stack.up({ ...run, refresh, ...(refresh ? { runProgram: true } : {}) });
}

/** Pending operations must be looked at before anything is created again, and a held lock names its holder. */
async function requireFree({ surroundings, purpose, environment }: EngineRequest): Promise<void> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials(purpose));
  const [checkpoint, locks] = await Promise.all([readCheckpoint(store, environment), readLocks(store, environment)]);
  const advice = `npm run recover -- ${environment}`;
  const [lock] = locks;
  if (lock !== undefined) {
    throw new EngineError(`stack ${environment} is locked by ${describeLock(lock)}`, {
      advice: `If that run is dead: ${advice}`,
    });
  }
  const pending = checkpoint?.pendingOperations ?? [];
  if (pending.length > 0) {
    const list = pending.map(({ type, resource }) => `${type} ${resource.urn}`).join('\n  ');
    throw new EngineError(`stack ${environment} has operations that a dead run left pending:\n  ${list}`, { advice });
  }
}

function outputsOf(events: readonly EngineEvent[]): Readonly<Record<string, unknown>> {
  const ofStack = events.flatMap(({ resOutputsEvent: event }) =>
    event?.metadata.type === 'pulumi:pulumi:Stack' ? [event.metadata] : [],
  );
  return ofStack.at(-1)?.new?.outputs ?? {};
}
