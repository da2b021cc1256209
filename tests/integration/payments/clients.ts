import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Place } from './place.ts';

/** The account as its root sees it. */
export interface Clients {
  readonly dynamo: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

export function connect(endpoint: string, { account, region }: Place): Clients {
  const configuration = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'secret' } };
  return {
    dynamo: new DynamoDBClient(configuration),
    iam: new IAMClient(configuration),
    lambda: new LambdaClient(configuration),
    logs: new CloudWatchLogsClient(configuration),
    sns: new SNSClient(configuration),
    sqs: new SQSClient(configuration),
  };
}

export function disconnect(clients: Clients): void {
  for (const client of Object.values(clients) as readonly Clients[keyof Clients][]) client.destroy();
}
