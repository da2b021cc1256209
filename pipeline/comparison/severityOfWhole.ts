import type { Properties } from '../snapshot/observation.ts';
import { opensToAll } from './access.ts';
import type { Judged } from './judged.ts';

type Row = readonly [types: RegExp, severity: Judged['severity'], why: string];

/** What it means that something of ours is gone. */
const losses: readonly Row[] = [
  [/^aws:dynamodb\/table:/, 'critical', 'the record of payments is gone'],
  [/^aws:kms\//, 'critical', 'without its key nothing that is stored can be read'],
  [/^aws:lambda\/(?:function:|eventSourceMapping|alias|permission)/, 'critical', 'payments are not handled'],
  [/^aws:sqs\/queue:/, 'critical', 'payments have nowhere to wait'],
  [/^aws:sns\/topic:/, 'critical', 'outcomes reach nobody'],
  [/^aws:sns\/topicSubscription:/, 'high', 'somebody is no longer told about failed payments'],
  [/^aws:cloudwatch\/(?:metric|composite)Alarm:/, 'high', 'a failure would go unnoticed'],
  [/^aws:cloudtrail\/|^aws:cloudwatch\/event/, 'critical', 'nobody is told when somebody breaks glass'],
  [/^aws:iam\/|Policy:/, 'high', 'calls are refused, or are no longer limited'],
  [/^aws:(?:ec2|vpc)\//, 'high', 'traffic takes another way or none'],
  [/^aws:cloudwatch\/logGroup:/, 'high', 'logs, which are evidence, are gone'],
  [/^aws:cloudwatch\/dashboard:/, 'low', 'a view for people'],
];

/** What it means that something nobody declared hangs on a resource of ours. */
const additions: readonly Row[] = [
  [/^aws:iam\/role:/, 'critical', 'it opens to those who open our roles, or passes for one of them'],
  [/^aws:iam\/openIdConnectProvider:/, 'high', 'roles may be opened with tokens of another issuer'],
  [/^aws:iam\//, 'critical', 'somebody gave this role more rights than the program does'],
  [/^aws:kms\/(?:grant|keyPolicy)/, 'critical', 'somebody else may use the key'],
  [/^aws:lambda\/functionUrl:/, 'critical', 'the function can be called over the internet'],
  [/^aws:lambda\/permission:|Policy:/, 'critical', 'somebody else may call it'],
  [
    /^aws:ec2\/(?:internetGateway|natGateway|route|vpcPeering|transitGateway)|vpnGateway/i,
    'critical',
    'the private network has a way out',
  ],
  [/^aws:(?:ec2|vpc)\//, 'high', 'what may be reached over the network has changed'],
  [/^aws:sns\/topicSubscription:/, 'high', 'messages about payments go to somebody else'],
  [/^aws:lambda\/eventSourceMapping:/, 'high', 'the function handles messages from elsewhere'],
  [
    /^aws:(?:dynamodb\/(?:tableReplica|globalTable|kinesis)|cloudwatch\/logSubscriptionFilter:)/,
    'high',
    'data is copied elsewhere',
  ],
  [/^aws:s3\/bucketLifecycle/, 'critical', 'state and evidence may be deleted by themselves'],
  [
    /^aws:s3\/bucket(?:Replication|Notification|Logging|Cors|Website)/,
    'high',
    'what is in the bucket is copied or told elsewhere',
  ],
  [/^aws:lambda\/(?:alias|version)/, 'medium', 'another version of the function can be called'],
  [/^aws:kms\/alias:/, 'medium', 'the key answers to another name'],
];

export const severityOfLoss = (type: string): Judged =>
  judged(losses, type) ?? { severity: 'high', why: 'something that should exist is gone' };

export function severityOfAddition(type: string, properties: Properties): Judged {
  const found = judged(additions, type) ?? { severity: 'high', why: 'nobody declared or reviewed it' };
  if (found.severity !== 'critical' && opensToAll(properties))
    return { severity: 'critical', why: `${found.why}, and it is open to everybody` };
  return found;
}

function judged(rows: readonly Row[], type: string): Judged | undefined {
  const row = rows.find(([types]) => types.test(type));
  return row && { severity: row[1], why: row[2] };
}
