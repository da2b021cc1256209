import type { Settings } from '../../infra/settings.ts';
import { clockAheadSeconds } from '../account/clock.ts';
import { callerIdentity } from '../account/identity.ts';
import { lambdaConcurrencyQuota } from '../account/lambdaQuota.ts';
import { errorCode } from '../account/sdkError.ts';
import { deploySpoke, readSpoke } from '../account/spoke.ts';
import type { Configuration } from '../configuration/index.ts';
import type { ProcessEnvironment, Surroundings } from '../engine/surroundings.ts';
import { ConfigurationError } from '../errors.ts';
import { noIdentity, ok, problem, unknown, type Check, type Outcome } from './check.ts';

export interface AccountQuestions {
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
  /** Environments that this identity means to deploy to; reading is checked for all. */
  readonly deploysTo: readonly string[];
}

/** Who we are, whom we may become in each account, and what AWS has set for it. */
export function accountChecks(questions: AccountQuestions): readonly Check[] {
  const { configuration, surroundings, deploysTo } = questions;
  return [
    { id: 'account.identity', title: 'AWS identity', look: () => identityOutcome(questions) },
    { id: 'account.clock', title: 'clock', look: () => clockOutcome(surroundings) },
    ...configuration.environments.flatMap((settings) =>
      checksOf(settings, surroundings, deploysTo.includes(settings.environment)),
    ),
  ];
}

function checksOf(settings: Settings, surroundings: Surroundings, deploys: boolean): readonly Check[] {
  const { environment, readRole, spokeRole } = settings;
  // One session serves both checks that need it.
  let session: Promise<ProcessEnvironment> | undefined;
  const reading = () => (session ??= readSpoke(surroundings, settings));
  const become = (role: string, action: () => Promise<ProcessEnvironment>) => roleOutcome(settings, role, action);
  return [
    {
      id: `account.${environment}.read-role`,
      title: `${environment}: read role`,
      look: () => become(readRole, reading),
    },
    ...(deploys
      ? [
          {
            id: `account.${environment}.deploy-role`,
            title: `${environment}: deploy role`,
            look: () => become(spokeRole, () => deploySpoke(surroundings, settings)),
          },
        ]
      : []),
    {
      id: `account.${environment}.concurrency`,
      title: `${environment}: Lambda concurrency`,
      look: () => concurrencyOutcome(settings, reading),
    },
  ];
}

async function identityOutcome({ configuration, surroundings }: AccountQuestions): Promise<Outcome> {
  const { hub } = configuration;
  const { account, arn } = await callerIdentity(await surroundings.credentials('observe'), hub.account);
  if (account === hub.account) return ok(`${arn}, in the hub account`);
  return problem(
    `${arn} is in account ${account}, the hub is ${hub.account} (${hub.environment})`,
    `Use the profile of the hub: AWS_PROFILE=..., or correct payments:account in config/${hub.environment}.yaml.`,
  );
}

/** Leases and soak times are measured with this clock as well, so it is held to less than AWS's five minutes. */
const mostSeconds = 60;

async function clockOutcome(surroundings: Surroundings): Promise<Outcome> {
  // A clock is asked without an identity: that there is none stands at the check of the identity.
  const { AWS_ENDPOINT_URL } = await surroundings.credentials('observe').catch((): ProcessEnvironment => ({}));
  const ahead = await clockAheadSeconds(AWS_ENDPOINT_URL ?? 'https://sts.amazonaws.com');
  const words = `${Math.abs(ahead).toFixed(1)} s ${ahead < 0 ? 'behind' : 'ahead of'} AWS`;
  if (Math.abs(ahead) <= mostSeconds) return ok(words);
  return problem(
    words,
    'Set the clock (timedatectl set-ntp true, or the time settings of the system): AWS refuses signatures that are 5 minutes off.',
  );
}

/** A refusal is a fact about the roles; silence is not, and a missing identity is told once, by its own check. */
async function roleOutcome(
  settings: Settings,
  role: string,
  become: () => Promise<ProcessEnvironment>,
): Promise<Outcome> {
  try {
    return await judgeSession(settings, role, await become());
  } catch (error) {
    if (error instanceof ConfigurationError) return noIdentity;
    const { message, cause } = error as Error;
    if (!['AccessDenied', 'AccessDeniedException'].includes(errorCode(cause))) throw error;
    return problem(message, `Check with npm run bootstrap that ${role} exists and trusts this identity.`);
  }
}

async function judgeSession(settings: Settings, role: string, session: ProcessEnvironment): Promise<Outcome> {
  const { account, arn } = await callerIdentity({ ...session, AWS_REGION: settings.region });
  if (account === settings.account) return ok(arn);
  return problem(
    `${role} leads to account ${account} instead of ${settings.account}`,
    'Correct its trust policy: npm run bootstrap.',
  );
}

async function concurrencyOutcome(settings: Settings, reading: () => Promise<ProcessEnvironment>): Promise<Outcome> {
  const { environment, region, reservedConcurrency, accountConcurrency } = settings;
  let session: ProcessEnvironment;
  try {
    session = await reading();
  } catch {
    return unknown(`the read role of ${environment} could not be taken`, 'See the check of the role.');
  }
  const quota = await lambdaConcurrencyQuota(session, region);
  const needed = reservedConcurrency + 100;
  if (quota < needed) {
    return problem(
      `the account has ${quota}, ${reservedConcurrency} reserved ones need ${needed}: Lambda keeps 100 unreserved`,
      `Ask for more: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${region}`,
    );
  }
  if (quota === accountConcurrency) return ok(`${quota} in the account, ${reservedConcurrency} of them reserved here`);
  return problem(
    `the account has ${quota}, config/${environment}.yaml counts on ${accountConcurrency}`,
    `Set payments:accountConcurrency to ${quota} in config/${environment}.yaml.`,
  );
}
