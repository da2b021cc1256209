/** A recorded payment as a DynamoDB item. Merchant and idempotency key are stored once, in the key. */
import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Entry } from './ledger.ts';
import { isSynthetic } from './payment.ts';
import type { Payment } from './payment.ts';
import { syntheticLifetimeSeconds } from './synthetic.ts';

export type Item = Record<string, AttributeValue>;

/** Owed payments are spread over this many partitions of the index: an outage of SNS makes all of them owed at once. */
export const owedShards: readonly string[] = ['0', '1', '2', '3'];

export const owedShardOf = (key: string): string =>
  String((createHash('sha256').update(key).digest()[0] ?? 0) % owedShards.length);

export function itemOf({ key, payment, digest, recordedAt }: Entry): Item {
  const { amountMinor, currency, reference } = payment;
  return {
    pk: { S: key },
    amountMinor: { N: String(amountMinor) },
    currency: { S: currency },
    digest: { S: digest },
    recordedAt: { S: recordedAt },
    ...(reference === undefined ? {} : { reference: { S: reference } }),
    ...(isSynthetic(payment) ? { expiresAt: { N: String(expiry(recordedAt)) } } : {}),
  };
}

const expiry = (recordedAt: string): number => Math.floor(Date.parse(recordedAt) / 1000) + syntheticLifetimeSeconds;

export function entryOf(item: Item): Entry {
  const key = text(item, 'pk');
  const owedSince = item['owedSince']?.S;
  return {
    key,
    payment: paymentOf(key, item),
    digest: text(item, 'digest'),
    recordedAt: text(item, 'recordedAt'),
    ...(owedSince === undefined ? {} : { owedSince }),
  };
}

function paymentOf(key: string, item: Item): Payment {
  const separator = key.indexOf('#');
  const reference = item['reference']?.S;
  return {
    merchant: key.slice(0, separator),
    idempotencyKey: key.slice(separator + 1),
    amountMinor: Number(item['amountMinor']?.N),
    currency: text(item, 'currency'),
    ...(reference === undefined ? {} : { reference }),
  };
}

function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`the recorded payment has no ${name}`);
  return value;
}
