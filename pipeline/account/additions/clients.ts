/** One SDK client a service, for one account and region, made when first used. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ProcessEnvironment } from '../../engine/surroundings.ts';
import { clientConfiguration } from '../clientConfiguration.ts';

export type Clients = ReturnType<typeof openClients>;

export function openClients(credentials: ProcessEnvironment, region: string) {
  // Reads of a whole environment come in a burst, and AWS throttles IAM and EC2 reads early.
  const configuration = { ...clientConfiguration(credentials, region), maxAttempts: 6 };
  const clients = {
    dynamo: new DynamoDBClient(configuration),
    ec2: new EC2Client(configuration),
    events: new EventBridgeClient(configuration),
    iam: new IAMClient(configuration),
    kms: new KMSClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    s3: new S3Client({ ...configuration, forcePathStyle: configuration.endpoint !== undefined }),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
  };
  return {
    ...clients,
    close: (): void => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
