/**
 * Physical names and the ARNs that follow from them, as pure functions of one environment.
 *
 * Policies are built from these instead of from resource outputs, so that every policy is completely known in a
 * preview: a reviewer sees its text before anything exists. Deploy roles are limited to the same prefixes.
 */
export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

/** Every resource of one environment starts with this. */
export const prefix = (environment: string): string => `payments-${environment}`;

export const names = (environment: string) => {
  const base = prefix(environment);
  return {
    table: `${base}-payments`,
    outcomes: `${base}-outcomes`,
    operations: `${base}-operations`,
    ingest: `${base}-ingest`,
    ingestDeadLetters: `${base}-ingest-dead-letters`,
    asyncDeadLetters: `${base}-async-dead-letters`,
    function: `${base}-processor`,
    functionAlias: 'live',
    functionRole: `${base}-function`,
    functionLogGroup: `/aws/lambda/${base}-processor`,
    keyAlias: `alias/${base}`,
    dashboard: base,
    alarm: (about: string) => `${base}-${about}`,
  } as const;
};

export const arns = ({ environment, account, region }: Place) => {
  const of = names(environment);
  const inRegion = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  return {
    table: inRegion('dynamodb', `table/${of.table}`),
    outcomes: inRegion('sns', of.outcomes),
    operations: inRegion('sns', of.operations),
    ingest: inRegion('sqs', of.ingest),
    ingestDeadLetters: inRegion('sqs', of.ingestDeadLetters),
    asyncDeadLetters: inRegion('sqs', of.asyncDeadLetters),
    function: inRegion('lambda', `function:${of.function}`),
    functionAlias: inRegion('lambda', `function:${of.function}:${of.functionAlias}`),
    functionRole: `arn:aws:iam::${account}:role/${of.functionRole}`,
    functionLogGroup: inRegion('logs', `log-group:${of.functionLogGroup}`),
    breakGlassRule: inRegion('events', `rule/${bootstrapNames.breakGlassAlarm}`),
  } as const;
};

/** Names of what bootstrap makes, in the hub (entry roles, state) and in every account (spoke roles). */
export const bootstrapNames = {
  entryRole: (purpose: string) => `payments-entry-${purpose}`,
  deploySpoke: 'payments-spoke-deploy',
  readSpoke: 'payments-spoke-read',
  smokeSpoke: 'payments-spoke-smoke',
  operateSpoke: 'payments-spoke-operate',
  inspectSpoke: 'payments-spoke-inspect',
  boundary: 'payments-boundary',
  stateBucket: (hubAccount: string) => `payments-state-${hubAccount}`,
  /** Its copy in the second region. */
  stateReplica: (hubAccount: string) => `payments-state-${hubAccount}-replica`,
  replicationRole: 'payments-state-replication',
  /** Rule of EventBridge in the hub. */
  breakGlassAlarm: 'payments-break-glass-alarm',
  /** The trail of the hub's management events, and where they are kept. */
  trail: 'payments-management-events',
  trailBucket: (hubAccount: string) => `payments-trail-${hubAccount}`,
  /** The Pulumi stack of what bootstrap made in one environment's account. */
  stack: (environment: string) => `bootstrap-${environment}`,
} as const;
