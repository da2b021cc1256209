import type { Plan, PlannedChange } from '../engine/plan.ts';
import { unknownSentinel, type RawResource } from '../engine/rawObservation.ts';
import { canonicalise, type CanonicalContext } from './canonicalise.ts';
import type { Observation, ObservedResource } from './observation.ts';
import type { Place } from './place.ts';
import { isAccessPolicy } from './policy.ts';
import { unknownValue } from './values.ts';

/**
 * An observation of what a plan knows: inputs recorded and inputs planned, nothing of the account. Good for `impact`, and for
 * nothing that asks what the account holds.
 *
 * @throws ConfigurationError like `canonicalise`
 */
export function canonicalisePlan(plan: Plan, context: CanonicalContext, now: Date): Observation {
  const { account = '', region = '' }: Partial<Place> =
    context.environments.find(({ environment }) => environment === plan.environment) ?? {};
  const observation = canonicalise(
    {
      environment: plan.environment,
      account,
      region,
      release: plan.release,
      observedAt: now.toISOString(),
      causes: [],
      failed: false,
      deploymentInProgress: null,
      resources: plan.changes.map(rawOf),
      additions: [],
      attributions: [],
      blindSpots: [],
    },
    context,
  );
  const unknown = new Map(plan.changes.map((change) => [change.urn, unknownPolicies(change)]));
  return { ...observation, resources: observation.resources.map((each) => withUnknown(each, unknown.get(each.urn))) };
}

/** What is not known is otherwise told as it is recorded. A policy is not: it may be wider when it becomes known. */
const unknownPolicies = ({ newInputs }: PlannedChange): readonly string[] =>
  Object.entries(newInputs ?? {}).flatMap(([property, value]) =>
    isAccessPolicy(property) && JSON.stringify(value).includes(unknownSentinel) ? [property] : [],
  );

function withUnknown(resource: ObservedResource, properties: readonly string[] = []): ObservedResource {
  if (properties.length === 0) return resource;
  const unknown = Object.fromEntries(properties.map((property) => [property, unknownValue]));
  return { ...resource, program: { ...resource.program, ...unknown } };
}

const rawOf = ({ urn, type, name, oldInputs, newInputs }: PlannedChange): RawResource => ({
  urn,
  type,
  name,
  id: null,
  parent: null,
  custom: true,
  programInputs: newInputs,
  stateInputs: oldInputs,
  stateOutputs: null,
  live: { status: 'unknown', cause: 'a plan does not ask the account' },
});
