/** What somebody puts beside that which bootstrap made, and takes away again. */
import { CloudTrailClient, StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  DeleteBucketCorsCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketReplicationCommand,
  DeleteBucketWebsiteCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketReplicationCommand,
  PutBucketWebsiteCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { oidcProviderArn } from '../../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { rootClient } from '../../sandbox/rootClient.ts';
import { dev, prod } from '../unit/bootstrap/landscape.ts';

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** One of each kind: in the hub, in its second region, and in the account of dev. */
export function besideBootstrap(endpoint: string) {
  const [hub, devs] = [rootClient(IAMClient, endpoint, prod), rootClient(IAMClient, endpoint, dev)];
  const s3 = rootClient(S3Client, endpoint, prod, { forcePathStyle: true });
  const second = rootClient(S3Client, endpoint, { ...prod, region: 'eu-central-1' }, { forcePathStyle: true });
  const events = rootClient(EventBridgeClient, endpoint, prod);
  const cloudTrail = rootClient(CloudTrailClient, endpoint, prod);
  const [Bucket, copy] = [bootstrapNames.stateBucket(prod.account), bootstrapNames.stateReplica(prod.account)];
  const trail = bootstrapNames.trailBucket(prod.account);
  const Rule = bootstrapNames.breakGlassAlarm;
  const administrator = {
    RoleName: bootstrapNames.entryRole('observe'),
    PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  };
  const other = 'tokens.example.com';
  const byToken = document({
    ...{ Principal: { Federated: oidcProviderArn(prod.account) }, Action: 'sts:AssumeRoleWithWebIdentity' },
  });
  const byAnybody = document({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
  const expiring = { ID: 'x', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 1 } };
  const Arn = `arn:aws:sns:${prod.region}:${prod.account}:elsewhere`;
  return {
    async put(): Promise<void> {
      await hub.send(new CreateRoleCommand({ RoleName: 'deploys-too', AssumeRolePolicyDocument: byToken }));
      await hub.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${other}`, ClientIDList: ['x'] }));
      await hub.send(new AttachRolePolicyCommand(administrator));
      await devs.send(new CreateRoleCommand({ RoleName: 'payments-spoke-more', AssumeRolePolicyDocument: byAnybody }));
      await s3.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [expiring] } }),
      );
      const CORSRules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }];
      await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
      const LoggingEnabled = { TargetBucket: copy, TargetPrefix: 'log/' };
      await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      await second.send(new PutBucketNotificationConfigurationCommand({ Bucket: copy, NotificationConfiguration }));
      const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } };
      await second.send(new PutBucketWebsiteCommand({ Bucket: copy, WebsiteConfiguration }));
      const copied = { ID: 'x', Status: 'Enabled' as const, Priority: 1, Filter: { Prefix: '' } };
      const Rules = [
        {
          ...{ ...copied, DeleteMarkerReplication: { Status: 'Disabled' as const } },
          Destination: { Bucket: `arn:aws:s3:::${Bucket}` },
        },
      ];
      const ReplicationConfiguration = { Role: `arn:aws:iam::${prod.account}:role/deploys-too`, Rules };
      await s3.send(new PutBucketReplicationCommand({ Bucket: trail, ReplicationConfiguration }));
      await events.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'elsewhere', Arn }] }));
      await cloudTrail.send(new StopLoggingCommand({ Name: bootstrapNames.trail }));
    },
    async takeAway(): Promise<void> {
      await hub.send(new DeleteRoleCommand({ RoleName: 'deploys-too' }));
      const OpenIDConnectProviderArn = `arn:aws:iam::${prod.account}:oidc-provider/${other}`;
      await hub.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
      await hub.send(new DetachRolePolicyCommand(administrator));
      await devs.send(new DeleteRoleCommand({ RoleName: 'payments-spoke-more' }));
      await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
      await s3.send(new DeleteBucketCorsCommand({ Bucket }));
      await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }));
      await second.send(new PutBucketNotificationConfigurationCommand({ Bucket: copy, NotificationConfiguration: {} }));
      await second.send(new DeleteBucketWebsiteCommand({ Bucket: copy }));
      await s3.send(new DeleteBucketReplicationCommand({ Bucket: trail }));
      await events.send(new RemoveTargetsCommand({ Rule, Ids: ['elsewhere'] }));
      await cloudTrail.send(new StartLoggingCommand({ Name: bootstrapNames.trail }));
      for (const client of [hub, devs, s3, second, events, cloudTrail]) client.destroy();
    },
  };
}
