/**
 * One payment, from parsed to told. Safe to run any number of times and in parallel: the record decides once, and everything
 * after it is repeated until it has succeeded. Whoever delivered the payment holds it until this function has returned, so a
 * crash at any point is repaired by the next delivery.
 */
import type { Announcer } from './announcer.ts';
import type { Entry, Ledger } from './ledger.ts';
import { outcomeId, recordedOutcome } from './outcome.ts';
import { isSynthetic } from './payment.ts';
import type { Payment } from './payment.ts';
import { problem, Refusal } from './refusal.ts';
import type { Told } from './told.ts';

export interface Ports {
  readonly ledger: Ledger;
  readonly announcer: Announcer;
  readonly told: Told;
  readonly clock: () => Date;
  readonly topicArn: string;
  /** Version of the function, for the proof on synthetic payments. */
  readonly version: string;
}

/** The payment is recorded, but nobody could be told. The next delivery or a reconciliation tells them. */
export class OutcomeOwed extends Error {
  override readonly name = 'OutcomeOwed';
}

export const conflictRule = 'expected the contents first given with this idempotency key';

export async function processPayment(
  payment: Payment,
  ports: Ports,
  signal?: AbortSignal,
): Promise<'recorded' | 'duplicate'> {
  const recording = await ports.ledger.record(payment, ports.clock(), signal);
  if (recording.status === 'conflict') {
    throw new Refusal([problem('conflict', 'message', conflictRule)]);
  }
  const { status, entry } = recording;
  const done = status === 'duplicate' && entry.owedSince === undefined && ports.told.has(outcomeId(entry));
  if (!done) await tell(entry, ports, signal);
  return status;
}

/** Publishes the outcome of a recorded payment, again if need be: the record does not say whether an earlier try got through. */
export async function tell(entry: Entry, ports: Ports, signal?: AbortSignal): Promise<void> {
  const messageId = await announceOrOwe(entry, ports, signal);
  if (isSynthetic(entry.payment)) {
    const { topicArn, version: servedBy, clock } = ports;
    await ports.ledger.prove(entry.key, { topicArn, messageId, servedBy, at: clock().toISOString() });
  }
  if (entry.owedSince !== undefined) await ports.ledger.settle(entry.key, entry.owedSince);
  ports.told.add(outcomeId(entry));
}

async function announceOrOwe(entry: Entry, ports: Ports, signal?: AbortSignal): Promise<string> {
  try {
    return await ports.announcer.announce(recordedOutcome(entry), signal);
  } catch (cause) {
    // If this fails as well, the delivery fails all the same, and its repetition comes back here.
    await ports.ledger.owe(entry.key, ports.clock()).catch(() => undefined);
    throw new OutcomeOwed('the payment is recorded, its outcome could not be published', { cause });
  }
}
