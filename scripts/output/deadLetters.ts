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
