import type { Settings } from '../../infra/settings.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { assumeRole } from '../account/identity.ts';
import { profileSessions } from '../account/profileSession.ts';
import type { ProcessEnvironment, Purpose, Surroundings } from './surroundings.ts';

/**
 * Real AWS: the credentials that the shell or `aws-actions/configure-aws-credentials` provides, the provider plugin that the
 * CLI starts by itself, and the state bucket in the hub account.
 *
 * @param environment usually `process.env`
 * @param environments settings in promotion order; the highest one's account is the hub
 */
export function awsSurroundings(environment: NodeJS.ProcessEnv, environments: readonly Settings[]): Surroundings {
  const hub = environments.at(-1);
  if (hub === undefined) throw new TypeError('no environment is configured');
  const session = profileSessions(awsVariables(environment), hub);
  const bucket = bootstrapNames.stateBucket(hub.account);
  return {
    kind: 'aws',
    stateBackend: environment['PULUMI_BACKEND_URL'] ?? `s3://${bucket}?region=${hub.region}`,
    secretsProvider: (stack) =>
      environment['PAYMENTS_SECRETS_PROVIDER'] ??
      `awskms:///alias/${bucket}?region=${hub.region}&context_stack=${stack}`,
    credentials: (purpose) => identity(session, purpose, environments),
    attachProvider: async () => ({ environment: {}, close: async () => {} }),
    blindSpots: [],
  };
}

/** The job or the profile already is the entry role; only the sender of smoke payments is a role one step further. */
async function identity(
  session: () => Promise<ProcessEnvironment>,
  purpose: Purpose,
  environments: readonly Settings[],
): Promise<ProcessEnvironment> {
  const target = environments.find(({ environment }) => purpose === `smoke-${environment}`);
  if (target === undefined) return session();
  const role = `arn:aws:iam::${target.account}:role/${bootstrapNames.smokeSpoke}`;
  return assumeRole({ ...(await session()), AWS_REGION: target.region }, role, `smoke-${target.environment}`);
}

const awsVariables = (environment: NodeJS.ProcessEnv): ProcessEnvironment =>
  Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => /^(AWS|PULUMI)_/.test(entry[0]) && entry[1] !== undefined,
    ),
  );
