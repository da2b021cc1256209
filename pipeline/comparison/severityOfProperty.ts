import type { Value } from '../snapshot/observation.ts';
import type { Judged, Subject } from './judged.ts';

interface PropertyRule extends Judged {
  /** On the first step of the path. */
  readonly properties: RegExp;
  readonly applies?: (subject: Subject) => boolean;
}

const isOff = (value: Value): boolean =>
  value === null || value === false || value === 0 || value === '' || value === -1;
const lost = ({ expected, actual }: Subject): boolean => !isOff(expected) && isOff(actual);
/** Zero days of retention mean for ever. */
const sooner = ({ expected, actual }: Subject): boolean =>
  typeof expected === 'number' && typeof actual === 'number' && actual !== 0 && (expected === 0 || actual < expected);
const endsWith =
  (name: string) =>
  ({ path }: Subject): boolean =>
    path.endsWith(name);
const ofType =
  (pattern: RegExp) =>
  ({ type }: Subject): boolean =>
    pattern.test(type);

/** The first rule that fits decides. Lost protection and wider access come before scaling, scaling before text. */
export const propertyRules: readonly PropertyRule[] = [
  {
    properties: /^pointInTimeRecovery$/,
    applies: lost,
    severity: 'critical',
    why: 'payments can no longer be restored to a point in time',
  },
  { properties: /^pointInTimeRecovery$/, severity: 'medium', why: 'backups are not what was reviewed' },
  {
    properties: /^deletionProtectionEnabled$/,
    applies: lost,
    severity: 'high',
    why: 'the table can be deleted by one call',
  },
  {
    properties: /^serverSideEncryption$|^kmsMasterKeyId$|^kmsKeyArn$|^kmsKeyId$|^sqsManagedSseEnabled$/,
    applies: lost,
    severity: 'critical',
    why: 'data is no longer encrypted with our key',
  },
  {
    properties: /^serverSideEncryption$|^kmsMasterKeyId$|^kmsKeyArn$|^kmsKeyId$|^targetKeyId$/,
    severity: 'high',
    why: 'data is encrypted with another key',
  },
  {
    properties: /^isEnabled$/,
    applies: ofType(/^aws:kms/),
    severity: 'critical',
    why: 'a disabled key makes every payment fail',
  },
  { properties: /^enableKeyRotation$/, applies: lost, severity: 'high', why: 'the key is no longer rotated' },
  { properties: /^permissionsBoundary$/, severity: 'critical', why: 'nothing bounds what this role may be given' },
  {
    properties: /^assumeRolePolicy$|^managedPolicyArns$|^inlinePolicies$|^policyArn$|^principal/,
    severity: 'critical',
    why: 'who may act, and as whom, has changed',
  },
  { properties: /^authorizationType$/, severity: 'critical', why: 'it decides who may call the function' },
  {
    properties: /^sourceArn$|^sourceAccount$/,
    applies: lost,
    severity: 'critical',
    why: 'anybody behind the service may now call the function',
  },
  {
    properties:
      /^(?:ingress|egress|cidrIpv4|cidrIpv6|referencedSecurityGroupId|prefixListId|fromPort|toPort|ipProtocol)$/,
    severity: 'high',
    why: 'what may be reached over the network has changed',
  },
  {
    properties:
      /^(?:routes|gatewayId|natGatewayId|destinationCidrBlock|mapPublicIpOnLaunch|vpcConfig|subnetIds|securityGroupIds|securityGroups|routeTableId|routeTableIds|privateDnsEnabled)$/,
    severity: 'high',
    why: 'the way that traffic takes has changed',
  },
  {
    properties: /^(?:codeSha256|sourceCodeHash|code|imageUri|handler|runtime|layers|functionVersion|routingConfig)$/,
    severity: 'high',
    why: 'code that nobody released handles payments',
  },
  {
    properties: /^environment$/,
    severity: 'high',
    why: 'the function works with other settings than the reviewed ones',
  },
  { properties: /^role$/, severity: 'critical', why: 'the function acts as somebody else' },
  { properties: /^(?:actionsEnabled|alarmActions)$/, severity: 'high', why: 'an alarm may reach nobody' },
  {
    properties: /^(?:comparisonOperator|metricName|namespace|dimensions|metricQueries|statistic|treatMissingData)$/,
    applies: ofType(/Alarm/),
    severity: 'high',
    why: 'the alarm watches something else',
  },
  {
    properties: /^(?:deadLetterConfig|destinationConfig|onFailure)$|^redrivePolicy$/,
    applies: lost,
    severity: 'high',
    why: 'failed payments are lost instead of kept',
  },
  {
    properties: /^redrivePolicy$/,
    applies: endsWith('deadLetterTargetArn'),
    severity: 'high',
    why: 'failed payments go somewhere else',
  },
  {
    properties: /^(?:deadLetterConfig|destinationConfig)$/,
    severity: 'high',
    why: 'failed payments go somewhere else',
  },
  {
    properties: /^(?:endpoint|protocol|topicArn|topic|filterPolicy|filterPolicyScope)$/,
    applies: ofType(/^aws:sns/),
    severity: 'high',
    why: 'messages about payments go to somebody else',
  },
  {
    properties: /^(?:eventSourceArn|functionName|functionResponseTypes|filterCriteria)$/,
    severity: 'high',
    why: 'payments may be skipped or handled twice',
  },
  {
    properties: /^(?:enableLogging|eventSelectors|advancedEventSelectors)$/,
    applies: ofType(/^aws:cloudtrail/),
    severity: 'critical',
    why: 'calls are no longer recorded, and nobody is told when somebody breaks glass',
  },
  {
    properties: /^(?:state|eventPattern|arn|roleArn)$/,
    applies: ofType(/^aws:cloudwatch\/event/),
    severity: 'critical',
    why: 'nobody may be told when somebody breaks glass',
  },
  { properties: /^enabled$/, applies: lost, severity: 'high', why: 'payments wait and are not handled' },
  {
    properties: /^reservedConcurrentExecutions$/,
    applies: ({ actual }) => actual === 0,
    severity: 'high',
    why: 'the function is stopped: no payment is handled',
  },
  {
    properties: /^(?:retentionInDays|messageRetentionSeconds)$/,
    applies: sooner,
    severity: 'high',
    why: 'evidence or messages are deleted sooner',
  },
  {
    properties:
      /^(?:hashKey|rangeKey|attributes|globalSecondaryIndexes|localSecondaryIndexes|streamEnabled|streamViewType|ttl|replicas)$/,
    severity: 'high',
    why: 'how payments are stored has changed',
  },
  {
    properties:
      /^(?:memorySize|timeout|reservedConcurrentExecutions|scalingConfig|batchSize|maximum\w*|visibilityTimeoutSeconds|receiveWaitTimeSeconds|delaySeconds|readCapacity|writeCapacity|billingMode|threshold|period|evaluationPeriods|datapointsToAlarm|redrivePolicy|retentionInDays|messageRetentionSeconds|ephemeralStorage|architectures)$/,
    severity: 'medium',
    why: 'how much it can carry, or how soon it tells, has changed',
  },
  {
    properties: /^(?:description|alarmDescription|displayName|tags|dashboardBody|logGroupClass)$/,
    severity: 'low',
    why: 'a text for people',
  },
];
