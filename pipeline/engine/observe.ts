import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/index.js';
import { openStore } from '../store/open.ts';
import { readCheckpoint, type Checkpoint, type StateResource } from './checkpoint.ts';
import { failureText, failures, nameOf } from './events.ts';
import { describeLock, readLocks } from './lock.ts';
import { isInfrastructure } from './plan.ts';
import type { RawObservation, RawProperties, RawResource } from './rawObservation.ts';
import { runEngine, settingsOf, type EngineRequest, type EngineRun } from './run.ts';

/** What the engine can tell about one stack; additions and attributions are read beside it by `pipeline/account`. */
export type EngineObservation = Omit<RawObservation, 'additions' | 'attributions'> & {
  /** URNs that the refresh found changed or gone: who did it is worth asking. */
  readonly changed: readonly string[];
};

/**
 * Looks at one environment without a lock and without writing: what its program wants (preview), what state records, what
 * the account holds (refresh). A failure is part of the result, never an exception: what was not seen is unknown.
 *
 * @param now clock, for the time of observation
 */
export async function observeStack(request: EngineRequest, now: () => Date): Promise<EngineObservation> {
  const { surroundings, purpose, environment } = request;
  const settings = settingsOf(request.source, environment);
  const store = openStore(surroundings.stateBackend, await surroundings.credentials(purpose));
  const observedAt = now().toISOString();
  const [wanted, found, checkpoint, locks] = await Promise.all([
    settled(runEngine(request, (stack, options) => stack.preview(options))),
    // The program runs in the refresh too: without it the engine would use the deploy role that state records.
    settled(runEngine(request, (stack, { onEvent }) => stack.previewRefresh({ onEvent, runProgram: true }))),
    readCheckpoint(store, environment),
    readLocks(store, environment),
  ]);
  // A deployment may have begun, or ended, while we looked: then the looks are not of one moment.
  const [after, locksAfter] = await Promise.all([readCheckpoint(store, environment), readLocks(store, environment)]);
  const meanwhile = { locks: [...locks, ...locksAfter], stateChanged: after?.version !== checkpoint?.version };
  const { account, region } = settings;
  const about = { environment, account, region, observedAt, blindSpots: surroundings.blindSpots };
  return { ...about, ...seen({ wanted, found, checkpoint, ...meanwhile }) };
}

/** The three looks at one stack, and who was seen to deploy meanwhile. */
interface Looks {
  readonly wanted: EngineRun;
  readonly found: EngineRun;
  readonly checkpoint: Checkpoint | null;
  readonly locks: Awaited<ReturnType<typeof readLocks>>;
  readonly stateChanged?: boolean;
}

type Seen = Omit<EngineObservation, 'environment' | 'account' | 'region' | 'observedAt' | 'blindSpots'>;

/** What preview, state and refresh told, put together. */
export function seen({ wanted, found, checkpoint, locks, stateChanged = false }: Looks): Seen {
  return {
    release: releaseOf(checkpoint),
    causes: [...causesOf('preview', wanted), ...causesOf('refresh', found), ...lostEvents(found, checkpoint)],
    failed: found.error !== null && lives(found).size === 0,
    deploymentInProgress: locks[0] !== undefined ? describeLock(locks[0]) : stateChanged ? 'state was written' : null,
    resources: merge(checkpoint, wanted, found),
    changed: changedUrns(found),
  };
}

/** A run that did not even start is one that failed. */
export const settled = async (run: Promise<EngineRun>): Promise<EngineRun> => {
  try {
    return await run;
  } catch (error) {
    return { events: [], error: error instanceof Error ? error : new Error(String(error)) };
  }
};

function releaseOf(checkpoint: Checkpoint | null): string | null {
  const release = checkpoint?.outputs['releaseId'];
  return typeof release === 'string' && release !== '' ? release : null;
}

/** Failures of single resources are told on those resources; what remains concerns the whole environment. */
function causesOf(operation: string, { events, error }: EngineRun): readonly string[] {
  if (error === null) return [];
  const general = failures(events).filter(({ urn }) => urn === null || isStack(urn));
  if (general.length > 0) return general.map(({ message }) => `${operation}: ${message}`);
  const text = failureText(events);
  return [`${operation}: ${text || (error as { stderr?: string }).stderr?.trim() || error.message}`];
}

const isStack = (urn: string): boolean => urn.includes('::pulumi:pulumi:Stack::');

/** Every resource of state must have been told about, in number as the engine's own summary says. */
function lostEvents(run: EngineRun, checkpoint: Checkpoint | null): readonly string[] {
  if (run.error !== null) return [];
  const seen = lives(run);
  const missing = custom(checkpoint).filter(({ urn }) => !seen.has(urn));
  const lost = missing.map(({ urn }) => `refresh: the engine said nothing about ${nameOf(urn)}`);
  const summary = run.events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
  return summary === undefined ? [...lost, 'refresh: the engine gave no summary'] : lost;
}

const custom = (checkpoint: Checkpoint | null): readonly StateResource[] =>
  (checkpoint?.resources ?? []).filter((each) => each.custom && !each.delete && isInfrastructure(each));

function merge(checkpoint: Checkpoint | null, wanted: EngineRun, found: EngineRun): readonly RawResource[] {
  const state = new Map(custom(checkpoint).map((resource) => [resource.urn, resource]));
  const program = programInputs(wanted);
  const live = lives(found);
  const urns = new Set([...state.keys(), ...[...program].flatMap(([urn, inputs]) => (inputs === null ? [] : [urn]))]);
  return [...urns].map((urn) => {
    const recorded = state.get(urn);
    const planned = program.get(urn);
    return {
      urn,
      type: recorded?.type ?? planned?.type ?? '',
      name: nameOf(urn),
      id: recorded?.id || null,
      parent: recorded?.parent || planned?.parent || null,
      createdAt: recorded?.created ?? null,
      modifiedAt: recorded?.modified ?? null,
      custom: true,
      programInputs: planned?.inputs ?? null,
      stateInputs: recorded?.inputs ?? null,
      stateOutputs: recorded?.outputs ?? null,
      live:
        recorded === undefined ? { status: 'missing' } : (live.get(urn) ?? { status: 'unknown', cause: unseen(found) }),
    } satisfies RawResource;
  });
}

const unseen = ({ events, error }: EngineRun): string =>
  error === null
    ? 'the refresh said nothing about it'
    : `the refresh ended early: ${failureText(events) || error.message}`;

interface PlannedInputs {
  readonly type: string;
  readonly parent: string | null;
  readonly inputs: RawProperties;
}

/** Null for what the program does not have any more. */
function programInputs({ events }: EngineRun): ReadonlyMap<string, PlannedInputs | null> {
  const wanted = new Map<string, PlannedInputs | null>();
  for (const { resourcePreEvent } of events) {
    const metadata = resourcePreEvent?.metadata;
    if (metadata === undefined || !isInfrastructure(metadata)) continue;
    const next = metadata.op === 'delete' ? undefined : metadata.new;
    if (next && next.custom !== true) continue;
    if (next) wanted.set(metadata.urn, { type: metadata.type, parent: next.parent || null, inputs: next.inputs });
    else if (!wanted.has(metadata.urn)) wanted.set(metadata.urn, null);
  }
  return wanted;
}

const changedUrns = ({ events }: EngineRun): readonly string[] =>
  events.flatMap(({ resOutputsEvent }) => {
    const done = resOutputsEvent?.metadata;
    return done && isInfrastructure(done) && done.op !== 'same' && done.op !== 'refresh' ? [done.urn] : [];
  });

/**
 * What the refresh found in the account. The program runs along: providers and the stack show spurious updates, which are left
 * out, and what is gone is planned anew afterwards, so the first word about a resource is the one from the account.
 */
function lives({ events }: EngineRun): ReadonlyMap<string, RawResource['live']> {
  const found = new Map<string, RawResource['live']>();
  const keep = (urn: string, live: RawResource['live']) => found.set(urn, found.get(urn) ?? live);
  for (const event of events) {
    const done = event.resOutputsEvent?.metadata;
    if (done && isInfrastructure(done)) keep(done.urn, liveOf(done));
    const broken = event.resOpFailedEvent?.metadata;
    if (broken && isInfrastructure(broken))
      keep(broken.urn, { status: 'unknown', cause: failureOf(broken.urn, events) });
  }
  return found;
}

function liveOf({ op, new: next }: StepEventMetadata): RawResource['live'] {
  if (!next || op === 'delete') return { status: 'missing' };
  const broken = next.initErrors?.join('; ');
  if (broken) return { status: 'unknown', cause: broken };
  return { status: 'present', inputs: properties(next.inputs), outputs: properties(next.outputs) };
}

/** The engine writes `null` for none, whatever the SDK's type says. */
const properties = (written: Record<string, unknown> | null): Record<string, unknown> => written ?? {};

const failureOf = (urn: string, events: readonly EngineEvent[]): string =>
  failures(events).find((failure) => failure.urn === urn)?.message ?? 'reading it failed';
