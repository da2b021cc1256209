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
