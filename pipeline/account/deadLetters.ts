/** What lies in a dead-letter queue of payments, without ever showing what a refused message says: it may be a card number. */
import type { Message } from '@aws-sdk/client-sqs';
import { parsePayment } from '../../payments/payment.ts';
import { Refusal } from '../../payments/refusal.ts';
import { ConfigurationError } from '../errors.ts';

export interface DeadLetter {
  readonly messageId: string;
  /** ISO 8601, when it was first sent to the queue it failed in. */
  readonly sentAt: string;
  readonly verdict:
    | { readonly status: 'payable'; readonly merchant: string; readonly idempotencyKey: string }
    /** It would be refused again. `codes` as in `payments/refusal.ts`. */
    | { readonly status: 'refused'; readonly codes: readonly string[]; readonly reason: string };
}

export function deadLetter({ MessageId = '', Body = '', Attributes }: Message): DeadLetter {
  const sentAt = new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();
  return { messageId: MessageId, sentAt, verdict: judge(Body) };
}

/** The function's own judgement, so that it needs no note on the message: the function cannot reach SQS to write one. */
function judge(body: string): DeadLetter['verdict'] {
  try {
    const { merchant, idempotencyKey } = parsePayment(body);
    return { status: 'payable', merchant, idempotencyKey };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 'refused', codes: error.problems.map(({ code }) => code), reason: error.message };
  }
}

export type Filter = (letter: DeadLetter) => boolean;

const filters = new Map<string, (letter: DeadLetter, value: string) => boolean>([
  ['merchant', ({ verdict }, value) => verdict.status === 'payable' && verdict.merchant === value],
  ['key', ({ verdict }, value) => verdict.status === 'payable' && verdict.idempotencyKey === value],
  ['message', ({ messageId }, value) => messageId === value],
  [
    'reason',
    ({ verdict }, value) => (verdict.status === 'payable' ? value === 'payable' : verdict.codes.includes(value)),
  ],
]);

/** What a wrong filter is answered with. */
const filterNames: readonly string[] = [...filters.keys()];

/**
 * All of `NAME=VALUE` have to hold. Without a filter on reason or message only payable messages are chosen: nothing else has a
 * chance. Fails with `ConfigurationError` on a name that does not exist.
 */
export function parseFilter(texts: readonly string[]): Filter {
  const parts = texts.map((text) => {
    const [, name = '', value = ''] = /^(\w+)=(.+)$/u.exec(text) ?? [];
    const holds = filters.get(name);
    if (holds !== undefined) return { name, holds: (letter: DeadLetter) => holds(letter, value) };
    throw new ConfigurationError(`not a filter: ${text}`, {
      advice: `Write NAME=VALUE, with NAME one of ${filterNames.join(', ')}.`,
    });
  });
  const explicit = parts.some(({ name }) => name === 'reason' || name === 'message');
  return (letter) => (explicit || letter.verdict.status === 'payable') && parts.every(({ holds }) => holds(letter));
}
