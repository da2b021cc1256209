import type { DeadLetter } from '../../pipeline/account/deadLetters.ts';
import type { Fate } from '../../pipeline/account/redrive.ts';

/** One line a letter. The texts of a refused message are not ours to print. */
export function showLetter({ messageId, sentAt, verdict }: DeadLetter, fate: Fate): void {
  const what =
    verdict.status === 'payable'
      ? `payable  ${verdict.merchant} ${verdict.idempotencyKey}`
      : `refused  ${verdict.codes.join(', ')}: ${verdict.reason}`;
  console.log(`${messageId}  ${sentAt}  ${fate.padEnd(13)}  ${what}`);
}

/** The same for programs: nothing of what a refused message says but where it is wrong. */
export const plainLetter = ({ messageId, sentAt, verdict }: DeadLetter, fate: Fate): object =>
  verdict.status === 'payable'
    ? { messageId, sentAt, fate, merchant: verdict.merchant, idempotencyKey: verdict.idempotencyKey }
    : { messageId, sentAt, fate, refused: verdict.codes, reason: verdict.reason };
