import type { Settings } from '../../infra/settings.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { assumeRole } from './identity.ts';

/**
 * Credentials that may change what an environment does, for commands that a person runs (redrive, reconcile): the deploy role in
 * the environment's account, behind the same entry role as a deployment.
 */
export async function operator(
  surroundings: Surroundings,
  { account, region, environment, spokeRole }: Settings,
): Promise<ProcessEnvironment> {
  const entry = await surroundings.credentials(`deploy-${environment}`);
  const role = `arn:aws:iam::${account}:role/${spokeRole}`;
  return assumeRole({ ...entry, AWS_REGION: region }, role, `redrive-${environment}`);
}
