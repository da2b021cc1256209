import { deployedBy } from '../../infra/bootstrap/people.ts';
import { bootstrapNames } from '../../infra/names.ts';
import type { Settings } from '../../infra/settings.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { assumeRole } from './identity.ts';

/**
 * Credentials of the role that sends payments again and calls the function (redrive, reconcile), for commands that a person runs:
 * behind the entry role of whoever deploys there by hand, and of no workflow.
 */
export async function operator(
  surroundings: Surroundings,
  { account, region, environment, promotesFrom }: Settings,
): Promise<ProcessEnvironment> {
  const entry = await surroundings.credentials(deployedBy({ account, region, environment, promotesFrom }));
  const role = `arn:aws:iam::${account}:role/${bootstrapNames.operateSpoke}`;
  return assumeRole({ ...entry, AWS_REGION: region }, role, `operate-${environment}`);
}
