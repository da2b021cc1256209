/** The same work on Powertools' idempotency utility: its record is the payment's, its handler publishes the outcome. */
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import { parsePayment } from '../../../payments/payment.ts';

export function powertoolsHandler(dynamo: DynamoDBClient, sns: SNSClient, tableName: string, topicArn: string) {
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName, keyAttr: 'pk', awsSdkV3Client: dynamo });
  const config = new IdempotencyConfig({
    eventKeyJmesPath: '[merchant, idempotencyKey]',
    payloadValidationJmesPath: '[amountMinor, currency, reference]',
    // An idempotency record that expires would let a late duplicate pay again: as long as the utility can.
    expiresAfterSeconds: 10 * 365 * 24 * 3600,
  });
  const process = makeIdempotent(
    async (payment: ReturnType<typeof parsePayment>) => {
      const outcome = { ...payment, outcome: 'recorded', recordedAt: new Date().toISOString() };
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(outcome) }));
      return outcome;
    },
    { persistenceStore, config },
  );
  // Without a context it warns at every call, which costs it time.
  config.registerLambdaContext({ getRemainingTimeInMillis: () => 10_000 } as LambdaContext);
  return (body: string) => process(parsePayment(body));
}

type LambdaContext = Parameters<IdempotencyConfig['registerLambdaContext']>[0];
