/** The record of payments, as the processing needs it. `dynamoLedger.ts` keeps it in DynamoDB. */
import type { Payment } from './payment.ts';

/** A recorded payment. */
export interface Entry {
  readonly key: string;
  readonly payment: Payment;
  readonly digest: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** ISO 8601, while its outcome is known not to have been published. */
  readonly owedSince?: string;
}

export type Recording =
  | { readonly status: 'recorded'; readonly entry: Entry }
  | { readonly status: 'duplicate'; readonly entry: Entry }
  | { readonly status: 'conflict' };

export interface Ledger {
  /** Records once on the business key; one round trip, whatever it finds. */
  record(payment: Payment, at: Date, signal?: AbortSignal): Promise<Recording>;
  /** Marks that its outcome could not be published. Keeps the first time. */
  owe(key: string, at: Date): Promise<void>;
  /** Takes the mark away, if it still is the one that was seen. */
  settle(key: string, owedSince: string): Promise<void>;
  /** Writes down the proof that the outcome of a synthetic payment went out. */
  prove(key: string, publication: Publication): Promise<void>;
  /** Owed payments, oldest first within a shard. */
  owed(limit: number): Promise<readonly Entry[]>;
}

export interface Publication {
  readonly topicArn: string;
  readonly messageId: string;
  /** Version of the function that did it. */
  readonly servedBy: string;
  /** ISO 8601. */
  readonly at: string;
}
