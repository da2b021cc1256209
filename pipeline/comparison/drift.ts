import type { Observation, ObservedAddition, ObservedResource, Properties } from '../snapshot/observation.ts';
import { secretText } from '../snapshot/signatures.ts';
import { differences } from './difference.ts';
import { parts, resourceOf, stackOf, whole, type Draft } from './draft.ts';
import type { FindingKind } from './finding.ts';
import { valueAt, without } from './path.ts';
import { judge } from './severity.ts';
import { withoutViews } from './views.ts';

/** What one environment tells by itself: account against state, program against state, what could not be seen. */
export function driftOf(observation: Observation): readonly Draft[] {
  const general = generalOf(observation);
  if (observation.completeness === 'failed' || isEmpty(observation)) return general;
  const blind = Map.groupBy(observation.notObservable, ({ resource }) => resource);
  const perResource = observation.resources.flatMap((resource) => {
    const paths = blind.get(`${resource.type}/${resource.name}`)?.map(({ path }) => path) ?? [];
    return [...liveDrift(observation, resource, paths), ...undeployed(observation, resource)];
  });
  const owners = new Map(observation.resources.map((each) => [each.urn, each]));
  const added = observation.additions.map((each) => addition(observation, each, owners.get(each.parent)));
  return [...general, ...withoutViews(perResource, observation.additions), ...added];
}

/** Nothing is deployed: one cause, told once. */
export const isEmpty = ({ resources }: Observation): boolean => resources.every(({ state }) => state === null);

function generalOf(observation: Observation): readonly Draft[] {
  const { environment, completeness, causes, resources } = observation;
  const about = { key: 'stack', environment, resource: stackOf(observation), ...whole, expected: null, actual: null };
  if (completeness === 'failed' || causes.length > 0) {
    const reason = `${environment} was not completely observed: ${causes.join('; ') || 'no cause was given'}`;
    return [
      {
        ...about,
        kind: 'live-drift',
        change: 'changed',
        classification: 'unknown',
        severity: 'medium',
        reason,
        resolve: [],
      },
    ];
  }
  if (!isEmpty(observation)) return [];
  if (resources.length === 0) {
    const reason = `${environment} has no resources, neither in its program nor in state: there was nothing to observe`;
    return [
      {
        ...about,
        kind: 'live-drift',
        change: 'changed',
        classification: 'unknown',
        severity: 'medium',
        reason,
        resolve: [],
      },
    ];
  }
  const reason = `nothing is deployed in ${environment}: state is empty, the program has ${resources.length} resources`;
  return [
    {
      ...about,
      kind: 'undeployed-change',
      change: 'missing',
      classification: 'unexpected',
      severity: 'high',
      reason,
      resolve: ['revert'],
    },
  ];
}

function liveDrift(observation: Observation, resource: ObservedResource, blind: readonly string[]): readonly Draft[] {
  const { state, live } = resource;
  if (state === null) return [];
  if (live.status === 'unknown') return [unread(observation, resource, live.cause)];
  if (live.status === 'missing') return [wholeDraft(observation, resource, 'live-drift', state, null)];
  // A secret is compared all the same: whether there is one can be seen.
  const isSecret = (path: string): boolean =>
    [state, live.properties].some((view) => valueAt(view, path) === secretText);
  const unseen = blind.filter((path) => !isSecret(path));
  if (unseen.length === 0) return compared(observation, resource, 'live-drift', state, live.properties);
  return compared(observation, resource, 'live-drift', without(state, unseen), without(live.properties, unseen));
}

function undeployed(observation: Observation, resource: ObservedResource): readonly Draft[] {
  const { program, state } = resource;
  if (program !== null && state !== null) return compared(observation, resource, 'undeployed-change', program, state);
  // A preview that failed half-way says nothing about the resources that it did not reach.
  if (program === null && observation.causes.length > 0) return [];
  return [wholeDraft(observation, resource, 'undeployed-change', program, state)];
}

function compared(
  observation: Observation,
  resource: ObservedResource,
  kind: FindingKind,
  before: Properties,
  after: Properties,
): readonly Draft[] {
  if (before === after) return [];
  return differences(before, after).map((found) => {
    const { severity, why } = judge({ ...found, type: resource.type, before, after });
    return {
      ...about(observation, resource, kind),
      ...parts(found),
      severity,
      reason: reasons[kind](observation.environment, why),
    };
  });
}

function wholeDraft(
  observation: Observation,
  resource: ObservedResource,
  kind: FindingKind,
  before: Properties | null,
  after: Properties | null,
): Draft {
  const change = before === null ? 'added' : 'missing';
  const judged = judge({ type: resource.type, change, path: '', expected: before, actual: after, before, after });
  // Nobody can have used what was never deployed; and what the program dropped is not what somebody slipped in.
  const { severity, why } =
    kind === 'live-drift' ? judged : { severity: 'medium' as const, why: undeployedWhy[change] };
  return {
    ...about(observation, resource, kind),
    ...whole,
    change,
    expected: before,
    actual: after,
    severity,
    reason: reasons[kind](observation.environment, why),
  };
}

const undeployedWhy = {
  added: 'the program no longer has it',
  missing: 'the program has it, and it was never deployed',
};

const reasons: Readonly<Record<FindingKind, (environment: string, why: string) => string>> = {
  'live-drift': (environment, why) => `changed in the account of ${environment}, not by a deployment: ${why}`,
  'undeployed-change': (environment, why) => `the program of ${environment} and what is deployed differ: ${why}`,
  parity: (environment, why) => `${environment} differs from its baseline: ${why}`,
};

const about = (observation: Observation, resource: ObservedResource, kind: FindingKind) =>
  ({
    key: resource.key,
    kind,
    environment: observation.environment,
    resource: resourceOf(resource),
    classification: 'unexpected',
    resolve: ['revert', 'adopt', 'waive'],
  }) as const;

function unread(observation: Observation, resource: ObservedResource, cause: string): Draft {
  return {
    ...about(observation, resource, 'live-drift'),
    ...whole,
    change: 'changed',
    expected: null,
    actual: null,
    classification: 'unknown',
    severity: 'medium',
    reason: `it could not be read: ${cause}`,
    resolve: [],
  };
}

function addition(
  observation: Observation,
  { type, name, parent, physicalId, properties }: ObservedAddition,
  owner: ObservedResource | undefined,
): Draft {
  const { severity, why } = judge({
    type,
    change: 'added',
    path: '',
    expected: null,
    actual: properties,
    before: null,
    after: properties,
  });
  return {
    key: `${owner?.key ?? parent}>${type}::${name}`,
    kind: 'live-drift',
    environment: observation.environment,
    resource: { type, name, urn: parent, physicalId },
    ...whole,
    change: 'added',
    expected: null,
    actual: properties,
    classification: 'unexpected',
    severity,
    reason: `found in the account of ${observation.environment} under ${owner?.name ?? parent}, declared nowhere: ${why}`,
    resolve: ['revert', 'adopt', 'waive'],
  };
}
