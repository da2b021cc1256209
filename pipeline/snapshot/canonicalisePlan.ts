import type { Plan, PlannedChange } from '../engine/plan.ts';
import type { RawResource } from '../engine/rawObservation.ts';
import { canonicalise, type CanonicalContext } from './canonicalise.ts';
import type { Observation } from './observation.ts';
import type { Place } from './place.ts';

/**
 * An observation of what a plan knows: inputs recorded and inputs planned, nothing of the account. Good for `impact`, and for
 * nothing that asks what the account holds.
 *
 * @throws ConfigurationError like `canonicalise`
 */
export function canonicalisePlan(plan: Plan, context: CanonicalContext, now: Date): Observation {
  const { account = '', region = '' }: Partial<Place> =
    context.environments.find(({ environment }) => environment === plan.environment) ?? {};
  return canonicalise(
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
