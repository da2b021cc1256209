import type { Settings } from '../../infra/settings.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { assumeRole } from './identity.ts';

/** Credentials of the read-only role in an environment's account: what observation and gates look with. */
export async function readSpoke(
  surroundings: Surroundings,
  { account, region, readRole, environment }: Settings,
): Promise<ProcessEnvironment> {
  const entry = await surroundings.credentials('observe');
  return assumeRole(
    { ...entry, AWS_REGION: region },
    `arn:aws:iam::${account}:role/${readRole}`,
    `observe-${environment}`,
  );
}

/** Credentials of the role that changes an environment's account: recovery completes what a dead run left half made. */
export async function deploySpoke(
  surroundings: Surroundings,
  { account, region, spokeRole, environment }: Settings,
): Promise<ProcessEnvironment> {
  const entry = await surroundings.credentials(`deploy-${environment}`);
  const role = `arn:aws:iam::${account}:role/${spokeRole}`;
  return assumeRole({ ...entry, AWS_REGION: region }, role, `recover-${environment}`);
}
