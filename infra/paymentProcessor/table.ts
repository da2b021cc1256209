import * as aws from '@pulumi/aws';
import type { Concern } from './concern.ts';

/** The sparse index of payments that are recorded and not yet published (`payments/dynamoLedger.ts`). */
export const owedIndex = 'owed';

/** The ledger: one item a payment, keyed by merchant and idempotency key (`pk` = `merchant#idempotencyKey`). */
export function createTable({ name, names, args, named }: Concern, key: aws.kms.Key): aws.dynamodb.Table {
  return new aws.dynamodb.Table(
    `${name}-table`,
    {
      name: names.table,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      attributes: [
        { name: 'owedShard', type: 'S' },
        { name: 'owedSince', type: 'S' },
        { name: 'pk', type: 'S' },
      ],
      globalSecondaryIndexes: [
        {
          name: owedIndex,
          keySchemas: [
            { attributeName: 'owedShard', keyType: 'HASH' },
            { attributeName: 'owedSince', keyType: 'RANGE' },
          ],
          projectionType: 'KEYS_ONLY',
        },
      ],
      ttl: { attributeName: 'expiresAt', enabled: true },
      pointInTimeRecovery: { enabled: args.pointInTimeRecovery },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: args.deletionProtection,
    },
    { ...named, protect: args.deletionProtection },
  );
}
