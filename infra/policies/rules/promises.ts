/** What an environment's settings promise, held against what the program asks for: a mistake in the wiring shows here. */
import { list, mapping, opened, promiseRule, type Guardrail } from '../guardrail.ts';

const functions = ['aws:lambda/function:Function'];
const tables = ['aws:dynamodb/table:Table'];

const differs = (what: string, promised: unknown, actual: unknown): string | undefined =>
  promised === actual ? undefined : `${what} is ${JSON.stringify(actual)}, promised is ${JSON.stringify(promised)}`;

export const promiseRules: readonly Guardrail[] = [
  promiseRule({
    id: 'promise-memory',
    severity: 'high',
    reason: 'Memory decides speed and cost, and each environment has its own.',
    source: 'R8',
    types: functions,
    breach: ({ memorySize }, { memory }) => differs('memory', memory, memorySize),
  }),
  promiseRule({
    id: 'promise-reserved-concurrency',
    severity: 'high',
    reason: 'The reservation is what the environment may take of its account.',
    source: 'R3',
    types: functions,
    breach: ({ reservedConcurrentExecutions }, { reservedConcurrency }) =>
      differs('reserved concurrency', reservedConcurrency, reservedConcurrentExecutions),
  }),
  promiseRule({
    id: 'promise-timeout',
    severity: 'medium',
    reason: 'Visibility, event age and alarms are derived from the timeout.',
    source: 'R2',
    types: functions,
    breach: ({ timeout }, { timeoutSeconds }) => differs('timeout', timeoutSeconds, timeout),
  }),
  promiseRule({
    id: 'promise-point-in-time-recovery',
    severity: 'critical',
    reason: 'Without it a bad write is final.',
    source: 'R4; AWS Security Hub DynamoDB.2',
    types: tables,
    breach: ({ pointInTimeRecovery: recovery }, { pointInTimeRecovery }) =>
      differs('point-in-time recovery', pointInTimeRecovery, mapping(recovery)['enabled']),
  }),
  promiseRule({
    id: 'promise-deletion-protection',
    severity: 'critical',
    reason: 'A table that was promised to be protected is not.',
    source: 'AWS Security Hub DynamoDB.6',
    types: tables,
    breach: ({ deletionProtectionEnabled }, { deletionProtection }) =>
      differs('deletion protection', deletionProtection, deletionProtectionEnabled),
  }),
  promiseRule({
    id: 'promise-async-retries',
    severity: 'high',
    reason: 'Retry counts differ per environment on purpose.',
    source: 'R9',
    types: ['aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig'],
    breach: ({ maximumRetryAttempts }, { asyncRetries }) => differs('retry count', asyncRetries, maximumRetryAttempts),
  }),
  promiseRule({
    id: 'promise-receive-count',
    severity: 'high',
    reason: 'Retry counts differ per environment on purpose.',
    source: 'R9',
    types: ['aws:sqs/queue:Queue'],
    breach: ({ redrivePolicy }, { receiveCount }) =>
      redrivePolicy === undefined
        ? undefined
        : differs('receive count', receiveCount, mapping(opened(redrivePolicy))['maxReceiveCount']),
  }),
  promiseRule({
    id: 'promise-event-source-concurrency',
    severity: 'medium',
    reason: 'It decides whether the queue throttles itself.',
    source: 'R3',
    types: ['aws:lambda/eventSourceMapping:EventSourceMapping'],
    breach: ({ scalingConfig }, { eventSourceConcurrency }) =>
      differs('maximum concurrency', eventSourceConcurrency, mapping(scalingConfig)['maximumConcurrency']),
  }),
  promiseRule({
    id: 'promise-log-retention',
    severity: 'medium',
    reason: 'How long logs are kept is a promise to auditors.',
    source: 'PCI DSS 10.5.1',
    types: ['aws:cloudwatch/logGroup:LogGroup'],
    breach: ({ retentionInDays }, { logRetentionDays }) => differs('retention', logRetentionDays, retentionInDays),
  }),
  promiseRule({
    id: 'promise-addresses',
    severity: 'high',
    reason: 'An address that nobody configured gets news of payments.',
    source: 'R5',
    types: ['aws:sns/topicSubscription:TopicSubscription'],
    breach: ({ protocol, endpoint }, { notificationAddresses }) =>
      protocol !== 'email' || notificationAddresses.includes(String(endpoint))
        ? undefined
        : `${String(endpoint)} is not configured`,
  }),
  promiseRule({
    id: 'promise-network',
    severity: 'medium',
    reason: 'Ranges are chosen so that no two environments overlap.',
    source: 'R12',
    types: ['aws:ec2/vpc:Vpc'],
    breach: ({ cidrBlock }, { vpcCidr }) => differs('range', vpcCidr, cidrBlock),
  }),
  promiseRule({
    id: 'promise-account',
    severity: 'critical',
    reason: 'The provider is in another account than its environment.',
    source: 'R11',
    types: ['pulumi:providers:aws'],
    breach: ({ allowedAccountIds, region: actual }, { account, region }) =>
      differs('account', account, list(opened(allowedAccountIds))[0]) ?? differs('region', region, actual),
  }),
];
