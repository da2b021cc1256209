/**
 * Tells the operations topic of the hub whenever somebody becomes the break-glass role. STS tells CloudTrail, CloudTrail tells
 * EventBridge, which it does where a trail records: `trail.ts`.
 */
import * as aws from '@pulumi/aws';
import { arns, bootstrapNames } from '../names.ts';
import { allow, policy } from './document.ts';
import { hubOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';
import type { Role } from './roles.ts';

const name = bootstrapNames.breakGlassAlarm;

/** EventBridge publishes as this role, so that neither topic nor key of the payments has to let a service in. */
export function alarmRole(landscape: Landscape): Role {
  const hub = hubOf(landscape);
  const key = `arn:aws:kms:${hub.region}:${hub.account}:key/*`;
  return {
    account: hub.account,
    name,
    description: 'EventBridge tells operations that somebody broke glass',
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'EventBridge',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': hub.account } },
        },
      ],
    },
    policies: {
      tell: policy(
        allow('Tell', ['sns:Publish'], [arns(hub).operations]),
        allow('TopicKey', ['kms:Decrypt', 'kms:GenerateDataKey'], [key], {
          StringEquals: { 'kms:ViaService': `sns.${hub.region}.amazonaws.com` },
        }),
      ),
    },
  };
}

/** The role opens through STS of this one region only (`personTrust`), so that one rule sees every use. */
export function createBreakGlassAlarm(hub: LandscapeEnvironment, role: aws.iam.Role, provider: aws.Provider): void {
  const roleArn = `arn:aws:iam::${hub.account}:role/${bootstrapNames.entryRole('break-glass')}`;
  const rule = new aws.cloudwatch.EventRule(
    'break-glass',
    {
      name,
      description: 'Somebody became the break-glass role',
      eventPattern: JSON.stringify({
        source: ['aws.sts'],
        'detail-type': ['AWS API Call via CloudTrail'],
        detail: { eventName: ['AssumeRole'], requestParameters: { roleArn: [roleArn] } },
      }),
      // CloudTrail counts this call among those that read, which a rule does not see unless it says so.
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    },
    { provider },
  );
  new aws.cloudwatch.EventTarget(
    'break-glass',
    {
      rule: rule.name,
      targetId: 'operations',
      arn: arns(hub).operations,
      roleArn: role.arn,
      inputTransformer: {
        inputPaths: { who: '$.detail.userIdentity.arn', when: '$.time', from: '$.detail.sourceIPAddress' },
        inputTemplate: `"<who> broke glass at <when>, from <from>: ${roleArn}"`,
      },
    },
    { provider },
  );
}
