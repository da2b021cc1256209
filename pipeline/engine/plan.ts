import type { EngineEvent, StepEventMetadata } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import { failureText, failures, nameOf, policyText } from './events.ts';
import type { RawProperties } from './rawObservation.ts';
import { runEngine, type EngineRequest, type Operation } from './run.ts';

export type PlannedOperation = 'create' | 'update' | 'replace' | 'delete' | 'same';

export interface PlannedChange {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: PlannedOperation;
  /** Property paths that change, with the engine's kind (`add`, `update-replace` and so on). */
  readonly properties: Readonly<Record<string, string>>;
  readonly oldInputs: RawProperties | null;
  readonly newInputs: RawProperties | null;
}

/** What an update would do to one environment. */
export interface Plan {
  readonly environment: string;
  readonly release: string;
  /** Every resource of program and state, also the unchanged ones. */
  readonly changes: readonly PlannedChange[];
  /** Advisory messages of guardrails and the program. */
  readonly notes: readonly string[];
}

export interface PreviewOptions {
  /** Look at the account first: the plan is then of what is really there. Costs a read of every resource. */
  readonly refresh: boolean;
}

/**
 * Previews an update: no lock, nothing written.
 *
 * @throws EngineError with the engine's own account when the preview failed or a mandatory guardrail is broken
 */
export async function preview(request: EngineRequest, { refresh }: PreviewOptions = { refresh: false }): Promise<Plan> {
  // With the program running, so that the role that asks is used and not the one that state records.
  const looking = refresh ? { refresh, runProgram: true } : {};
  const run: Operation = (stack, options) => stack.preview({ ...options, ...looking });
  const { events, error } = await runEngine(request, run, { guarded: true });
  if (error !== null) throw failed(`preview of ${request.environment} failed`, events, error);
  return planOf(request, events);
}

export function planOf(
  { environment, source }: Pick<EngineRequest, 'environment' | 'source'>,
  events: readonly EngineEvent[],
): Plan {
  return { environment, release: source.release, changes: changesOf(events), notes: notesOf(events) };
}

/** Every resource of the run's program and state, with what was done or is to be done to it. */
export function changesOf(events: readonly EngineEvent[]): readonly PlannedChange[] {
  return changesIn(events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata] : [])));
}

/** The same of steps that somebody chose. */
export function changesIn(steps: readonly StepEventMetadata[]): readonly PlannedChange[] {
  const byUrn = Map.groupBy(steps.filter(isInfrastructure), ({ urn }) => urn);
  return [...byUrn].map(([urn, ofUrn]) => changeOf(urn, ofUrn));
}

/** An engine failure as one error: the engine's own messages, and the process's last words when it had none. */
export function failed(message: string, events: readonly EngineEvent[], cause: Error): EngineError {
  const told = failureText(events);
  const stderr = (cause as { stderr?: string }).stderr?.trim() ?? '';
  return new EngineError(`${message}:\n${indent(told || stderr || cause.message)}`, {
    ...(failures(events).length > 0 ? {} : { cause }),
    ...(/failed to load checkpoint/.test(`${told}${stderr}`) ? { advice: damagedState } : {}),
  });
}

const damagedState =
  'The state of the stack is damaged. The previous one lies beside it as .bak; the bucket keeps every version. See docs/operations.md.';

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');

/** Providers differ by the role that looks, which is access and not infrastructure; the stack itself has only outputs. */
export const isInfrastructure = ({ type }: Pick<StepEventMetadata, 'type'>): boolean =>
  !type.startsWith('pulumi:providers:') && !type.startsWith('pulumi:pulumi:');

function changeOf(urn: string, steps: readonly StepEventMetadata[]): PlannedChange {
  const operation = operationOf(steps.map(({ op }) => op));
  const old = steps.find((step) => step.old)?.old;
  const next = operation === 'delete' ? undefined : steps.find((step) => step.new)?.new;
  return {
    urn,
    type: steps[0]?.type ?? '',
    name: nameOf(urn),
    operation,
    properties: Object.assign({}, ...steps.map(kindsOf)) as Record<string, string>,
    oldInputs: old?.inputs ?? null,
    newInputs: next?.inputs ?? null,
  };
}

function kindsOf({ detailedDiff, diffs }: StepEventMetadata): Record<string, string> {
  if (detailedDiff)
    return Object.fromEntries(Object.entries(detailedDiff).map(([path, { diffKind }]) => [path, diffKind]));
  return Object.fromEntries((diffs ?? []).map((path) => [path, 'update']));
}

function operationOf(operations: readonly string[]): PlannedOperation {
  if (operations.some((op) => op === 'replace' || op.endsWith('replacement') || op.endsWith('-replaced')))
    return 'replace';
  if (operations.includes('create') || operations.includes('import')) return 'create';
  if (operations.includes('update')) return 'update';
  if (operations.includes('delete')) return 'delete';
  return 'same';
}

/** In order of their text: guardrails are judged side by side. */
const notesOf = (events: readonly EngineEvent[]): readonly string[] => events.flatMap(noteOf).sort();

/** Where the engine found a provider is about the machine that planned, not about the plan. */
const aboutTheMachine = /^using pulumi-[\w-]+ from \$PATH at /;

function noteOf({ diagnosticEvent, policyEvent }: EngineEvent): readonly string[] {
  if (diagnosticEvent?.severity === 'warning') {
    const message = diagnosticEvent.message.trim();
    return aboutTheMachine.test(message) ? [] : [message];
  }
  if (policyEvent !== undefined && policyEvent.enforcementLevel !== 'mandatory')
    return [`${nameOf(policyEvent.resourceUrn ?? '')}: ${policyText(policyEvent)}`];
  return [];
}
