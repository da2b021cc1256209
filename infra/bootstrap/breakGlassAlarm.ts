/**
 * Tells the operations topic of the hub whenever somebody becomes the break-glass role. STS tells CloudTrail, CloudTrail tells
 * EventBridge, which it does where a trail records: `trail.ts`.
 */
import * as aws from '@pulumi/aws';
import { arns, bootstrapNames } from '../names.ts';
import type { LandscapeEnvironment } from './landscape.ts';

/** The role opens through STS of this one region only (`personTrust`), so that one rule sees every use. */
export function createBreakGlassAlarm(hub: LandscapeEnvironment, provider: aws.Provider): void {
  const roleArn = `arn:aws:iam::${hub.account}:role/${bootstrapNames.entryRole('break-glass')}`;
  const rule = new aws.cloudwatch.EventRule(
    'break-glass',
    {
      name: bootstrapNames.breakGlassAlarm,
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
      // No role: with one, deliveries to an encrypted topic may fail. Topic and key name EventBridge themselves.
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
      arn: arns(hub).operations,
      inputTransformer: {
        inputPaths: { who: '$.detail.userIdentity.arn', when: '$.time', from: '$.detail.sourceIPAddress' },
        inputTemplate: `"<who> broke glass at <when>, from <from>: ${roleArn}"`,
      },
    },
    { provider },
  );
}
