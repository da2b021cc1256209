/** What can be set on a bucket of ours beside what is declared: it deletes, copies, tells or shows what is in it. */
import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketReplicationCommand,
  GetBucketWebsiteCommand,
} from '@aws-sdk/client-s3';
import type { RawProperties } from '../../engine/rawObservation.ts';
import { errorCode } from '../sdkError.ts';
import type { Clients } from './clients.ts';
import { output, type Reader } from './reader.ts';

/** Of what S3 answers, the configuration alone; undefined when there is none. */
type Look = (s3: Clients['s3'], Bucket: string) => Promise<RawProperties | undefined>;

/** S3's words for "none", where it has no answer for it. */
const none = /^(?:NoSuch(?:CORS|Lifecycle|Website)Configuration|ReplicationConfigurationNotFoundError)$/;

function setting(child: string, action: string, look: Look): Reader {
  return {
    parent: 'aws:s3/bucket:Bucket',
    child,
    actions: [action],
    // A bucket has one of each kind.
    declaredBy: { [child]: (resource) => output(resource, 'bucket') },
    async read({ id: bucket, name }, { s3 }) {
      const properties = await look(s3, bucket).catch((error: unknown) => {
        if (none.test(errorCode(error))) return undefined;
        throw error;
      });
      if (properties === undefined) return [];
      return [{ key: bucket, name, physicalId: bucket, properties: { bucket, ...properties } }];
    },
  };
}

const lifecycle: Look = async (s3, Bucket) => {
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  return Rules.length === 0 ? undefined : { rules: Rules };
};

const replication: Look = async (s3, Bucket) => {
  const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
  return ReplicationConfiguration && { role: ReplicationConfiguration.Role, rules: ReplicationConfiguration.Rules };
};

const cors: Look = async (s3, Bucket) => {
  const { CORSRules = [] } = await s3.send(new GetBucketCorsCommand({ Bucket }));
  return CORSRules.length === 0 ? undefined : { corsRules: CORSRules };
};

const logging: Look = async (s3, Bucket) => {
  const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
  return LoggingEnabled && { targetBucket: LoggingEnabled.TargetBucket, targetPrefix: LoggingEnabled.TargetPrefix };
};

const website: Look = async (s3, Bucket) => {
  const answer = await s3.send(new GetBucketWebsiteCommand({ Bucket }));
  return { indexDocument: answer.IndexDocument, redirectAllRequestsTo: answer.RedirectAllRequestsTo };
};

const notification: Look = async (s3, Bucket) => {
  const answer = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const told = {
    queues: answer.QueueConfigurations,
    topics: answer.TopicConfigurations,
    lambdaFunctions: answer.LambdaFunctionConfigurations,
    eventbridge: answer.EventBridgeConfiguration && [answer.EventBridgeConfiguration],
  };
  const some = Object.entries(told).filter(([, value]) => (value?.length ?? 0) > 0);
  return some.length === 0 ? undefined : Object.fromEntries(some);
};

export const bucketReaders: readonly Reader[] = [
  setting(
    'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    's3:GetLifecycleConfiguration',
    lifecycle,
  ),
  setting('aws:s3/bucketReplicationConfig:BucketReplicationConfig', 's3:GetReplicationConfiguration', replication),
  setting('aws:s3/bucketCorsConfiguration:BucketCorsConfiguration', 's3:GetBucketCORS', cors),
  setting('aws:s3/bucketLogging:BucketLogging', 's3:GetBucketLogging', logging),
  setting('aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration', 's3:GetBucketWebsite', website),
  setting('aws:s3/bucketNotification:BucketNotification', 's3:GetBucketNotification', notification),
];
