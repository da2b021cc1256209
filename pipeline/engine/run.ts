import { join } from 'node:path';
import type { EngineEvent, Stack } from '@pulumi/pulumi/automation/index.js';
import { ConfigurationError } from '../errors.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { project } from './checkpoint.ts';
import { hubCredentials } from './guard.ts';
import { attachGuardrails, type AttachedGuardrails } from './guardrails.ts';
import { withPublicOutputs } from './publicOutputs.ts';
import { loadProgram, type Source } from './source.ts';
import type { Purpose, Surroundings } from './surroundings.ts';
import { unselectedStack, withWorkspace } from './workspace.ts';

/** One operation of the engine on one environment. */
export interface EngineRequest {
  readonly source: Source;
  readonly environment: string;
  readonly surroundings: Surroundings;
  readonly purpose: Purpose;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Aborting it asks the engine to end gracefully. */
  readonly interrupt?: AbortSignal;
}

interface RunOptions {
  /** Holds what the program asks for against the guardrails, and lets no output be a secret. A look at the account has nothing to hold. */
  readonly guarded: boolean;
}

/** Everything the engine said. `error` is set when the run failed; what it told until then is still in `events`. */
export interface EngineRun {
  readonly events: readonly EngineEvent[];
  readonly error: Error | null;
}

/** What every operation hands on to the engine. */
export interface OperationOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly policyPacks: string[];
}

/** What is asked of the engine. */
export type Operation = (stack: Stack, options: OperationOptions) => Promise<unknown>;

/** Runs one engine operation with a provider and a workspace of its own. Never throws for what the engine reports. */
export async function runEngine(
  request: EngineRequest,
  operation: Operation,
  options: RunOptions = { guarded: false },
): Promise<EngineRun> {
  const { surroundings, environment: stack, source } = request;
  const credentials = await hubCredentials(surroundings, request.purpose, source.environments);
  const programArguments = await argumentsOf(request, openStore(surroundings.stateBackend, credentials));
  const loaded = await loadProgram(source);
  const program = options.guarded ? withPublicOutputs(loaded) : loaded;
  const guardrails = options.guarded ? await attachGuardrails(programArguments.settings) : null;
  const provider = await surroundings.attachProvider(credentials);
  try {
    return await withWorkspace(
      {
        stack,
        configurationFile: join(source.directory, 'config', `${stack}.yaml`),
        surroundings,
        environment: { ...credentials, ...provider.environment },
        starters: guardrails?.starters ?? {},
        program: () => program(programArguments),
        interrupt: request.interrupt,
      },
      async (workspace) => collect(await unselectedStack(workspace, stack), operation, guardrails, request.onEvent),
    );
  } finally {
    await Promise.all([provider.close(), guardrails?.close()]);
  }
}

/** Lets the engine do this, and keeps all that it says. */
export async function collect(
  stack: Stack,
  operation: Operation,
  guardrails: AttachedGuardrails | null = null,
  listener?: EngineRequest['onEvent'],
): Promise<EngineRun> {
  const events: EngineEvent[] = [];
  // The SDK swallows what a listener throws, so events are kept here and judged by the caller afterwards.
  const onEvent = (event: EngineEvent): void => {
    events.push(event);
    listener?.(event);
  };
  try {
    await operation(stack, { onEvent, policyPacks: guardrails === null ? [] : [guardrails.pack] });
    return { events, error: null };
  } catch (error) {
    return { events, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function argumentsOf({ source, environment, purpose }: EngineRequest, store: DocumentStore) {
  const settings = settingsOf(source, environment);
  await requireStack(store, environment);
  const lower = settings.promotesFrom;
  return {
    settings,
    access: purpose.startsWith('deploy-') ? ('deploy' as const) : ('read' as const),
    lowerStack:
      lower === undefined
        ? ('none' as const)
        : (await stackExists(store, lower))
          ? ('available' as const)
          : ('missing' as const),
    release: source.release,
    functionPackage: source.functionPackage,
  };
}

/** Settings of one environment of a source; a `ConfigurationError` lists the known ones. */
export function settingsOf(source: Source, environment: string): Source['environments'][number] {
  const settings = source.environments.find((each) => each.environment === environment);
  if (settings !== undefined) return settings;
  const known = source.environments.map((each) => each.environment).join(', ');
  throw new ConfigurationError(`unknown environment "${environment}"`, { advice: `config/ has: ${known}` });
}

const stackExists = async (store: DocumentStore, stack: string): Promise<boolean> =>
  (await store.list(`.pulumi/stacks/${project}/${stack}.json`)).length > 0;

async function requireStack(store: DocumentStore, stack: string): Promise<void> {
  if (await stackExists(store, stack)) return;
  throw new ConfigurationError(`the state backend has no stack "${stack}"`, {
    advice: 'Bootstrap creates the backend and its stacks: npm run bootstrap',
  });
}
