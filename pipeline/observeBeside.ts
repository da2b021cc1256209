import { additions } from './account/additions.ts';
import { attributions } from './account/attributions.ts';
import type { EngineObservation } from './engine/observe.ts';
import type { RawObservation, RawResource } from './engine/rawObservation.ts';
import type { ProcessEnvironment, Surroundings } from './engine/surroundings.ts';
import type { Progress } from './progress.ts';

export interface BesideRequest {
  readonly environment: string;
  readonly region: string;
  /** Of the role that reads in the account. */
  readonly credentials: () => Promise<ProcessEnvironment>;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}

type Beside = Pick<RawObservation, 'additions' | 'attributions' | 'causes'>;

/** What the account holds below our resources and who changed them; a failure there is a cause like any other. */
export async function besideEngine(request: BesideRequest, engine: EngineObservation): Promise<Beside> {
  try {
    return await readBeside(request, engine);
  } catch (error) {
    const cause = `undeclared children: ${error instanceof Error ? error.message : String(error)}`;
    return { additions: [], attributions: [], causes: [...engine.causes, cause] };
  }
}

async function readBeside(
  { surroundings, environment, region, credentials, progress }: BesideRequest,
  engine: EngineObservation,
): Promise<Beside> {
  const session = await credentials();
  const recorded = engine.resources.filter(({ stateInputs }) => stateInputs !== null).map(ownedResource);
  const changed = engine.resources
    .filter(({ urn, stateInputs }) => stateInputs !== null && engine.changed.includes(urn))
    .map((resource) => ({ ...ownedResource(resource), modifiedAt: resource.modifiedAt }));
  const byRegion = [...Map.groupBy(recorded, (resource) => regionOf(resource) ?? region)];
  const [found, who] = await Promise.all([
    Promise.all(byRegion.map(([where, own]) => additions(session, where, own, surroundings.blindSpots))),
    attributions(session, region, changed),
  ]);
  // Not knowing who changed something leaves nothing unobserved.
  for (const cause of who.causes) progress(environment, `who changed it is not known: ${cause}`);
  const causes = [...engine.causes, ...found.flatMap((each) => each.causes)];
  return { additions: found.flatMap((each) => each.additions), attributions: who.attributions, causes };
}

/** Where something is that the stack has in a second region. An ARN of a bucket, or of a global service, names none. */
export function regionOf({ outputs }: Pick<ReturnType<typeof ownedResource>, 'outputs'>): string | undefined {
  const { arn, bucketRegion } = outputs;
  const named = typeof arn === 'string' ? arn.split(':')[3] : undefined;
  return named || (typeof bucketRegion === 'string' && bucketRegion ? bucketRegion : undefined);
}

const ownedResource = ({ urn, type, id, name, stateInputs, stateOutputs }: RawResource) => ({
  urn,
  type,
  id,
  name,
  inputs: stateInputs ?? {},
  outputs: stateOutputs ?? {},
});
