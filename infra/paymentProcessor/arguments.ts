import type * as pulumi from '@pulumi/pulumi';
import type { Place } from '../names.ts';

/** Arguments of `PaymentProcessor`. Sizes and limits have the defaults of `paymentProcessorDefaults`. */
export interface PaymentProcessorArgs {
  /** Environment, account and region: physical names and every ARN in a policy follow from them. */
  readonly place: Place;
  /** The zip that Lambda runs. */
  readonly functionPackage: { readonly path: string; readonly sha256Base64: string };
  /** Where the function runs. */
  readonly network: {
    readonly subnetIds: readonly pulumi.Input<string>[];
    readonly securityGroupIds: readonly pulumi.Input<string>[];
    /** The function is made after these, so that its first invocation reaches the table and the topic. */
    readonly reachability?: readonly pulumi.Resource[];
  };
  /** Who gets an email about every refused payment and every alarm. */
  readonly notificationAddresses: readonly string[];
  /** Name of a managed policy in the account that bounds the function's role. None by default. */
  readonly permissionsBoundary?: string;

  /** Memory of the function in megabytes. */
  readonly memory?: number;
  /** Seconds after which an invocation ends. */
  readonly timeoutSeconds?: number;
  /** Invocations at once that are reserved for the function, and all that it may use. */
  readonly reservedConcurrency?: number;
  /** Invocations at once that the ingest queue may cause; AWS takes 2 or more. */
  readonly eventSourceConcurrency?: number;
  /** Messages in one invocation at most. */
  readonly batchSize?: number;
  /** Retries of an asynchronous invocation that failed, 0 to 2. */
  readonly asyncRetries?: number;
  /** Seconds that an asynchronous invocation may wait and be retried, 60 to 21,600. */
  readonly asyncEventAgeSeconds?: number;
  /** Receives after which a message goes to the dead-letter queue; at least 5, since throttled receives count. */
  readonly receiveCount?: number;
  /** Seconds for which a received message is hidden; at least 6 times the timeout. */
  readonly visibilityTimeoutSeconds?: number;
  /** Whether the table can be restored to any second of the last 35 days. */
  readonly pointInTimeRecovery?: boolean;
  /** Whether AWS and Pulumi refuse to delete the table. */
  readonly deletionProtection?: boolean;
  /** Days that logs are kept. */
  readonly logRetentionDays?: number;
  /** Lowest level of application logs. */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Whether X-Ray traces are recorded. */
  readonly tracing?: boolean;
  /** What raises an alarm. */
  readonly alarms?: Partial<AlarmThresholds>;
}

export interface AlarmThresholds {
  /** Failed invocations in five minutes. */
  readonly errors: number;
  /** Throttled invocations in five minutes. */
  readonly throttles: number;
  /** Messages in five minutes that the event source could not hand over, or that came back: refused ones are among them. */
  readonly eventSourceFailures: number;
  /** Longest invocation in percent of the timeout. */
  readonly durationPercent: number;
  /** Age in seconds of the oldest waiting message. */
  readonly queueAgeSeconds: number;
  /** Messages in a dead-letter queue. */
  readonly deadLetters: number;
}

/** What an argument that is left out means: safe, and small enough for a first try. */
export const paymentProcessorDefaults = {
  memory: 512,
  timeoutSeconds: 30,
  reservedConcurrency: 10,
  eventSourceConcurrency: 8,
  batchSize: 10,
  asyncRetries: 2,
  asyncEventAgeSeconds: 3600,
  receiveCount: 5,
  visibilityTimeoutSeconds: 180,
  pointInTimeRecovery: true,
  deletionProtection: true,
  logRetentionDays: 90,
  logLevel: 'INFO',
  tracing: true,
} as const;

/** What raises an alarm where nothing is said. */
export const alarmDefaults: AlarmThresholds = {
  errors: 5,
  throttles: 10,
  eventSourceFailures: 10,
  durationPercent: 80,
  queueAgeSeconds: 300,
  deadLetters: 1,
};

/** The arguments with every default filled in. */
export type ResolvedArgs = Required<Omit<PaymentProcessorArgs, 'network' | 'permissionsBoundary' | 'alarms'>> & {
  readonly network: Required<PaymentProcessorArgs['network']>;
  readonly permissionsBoundary: string | undefined;
  readonly alarms: AlarmThresholds;
};

export function withDefaults(args: PaymentProcessorArgs): ResolvedArgs {
  return {
    ...paymentProcessorDefaults,
    ...given(args),
    network: { reachability: [], ...args.network },
    permissionsBoundary: args.permissionsBoundary,
    alarms: { ...alarmDefaults, ...given(args.alarms ?? {}) },
  };
}

/** Without the properties that are there and undefined, which would hide a default. */
function given<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
