/**
 * Asynchronous invocations by operators and schedulers. An invocation that throws is retried by Lambda as often as its
 * environment allows and then kept in the dead-letter queue of the asynchronous way; both requests are safe to repeat.
 *
 * - `{ "reconcile": { "limit": 100 } }` tells subscribers about owed payments.
 * - `{ "reprocess": [payment, ...] }` processes payments again, for instance out of a dead letter.
 */
import { errorDetails } from './log.ts';
import type { Log } from './log.ts';
import type { Counts } from './metrics.ts';
import { parsePayment } from './payment.ts';
import { processPayment, tell } from './process.ts';
import type { Ports } from './process.ts';

export type DirectRequest =
  | { readonly kind: 'reconcile'; readonly limit: number }
  | { readonly kind: 'reprocess'; readonly payments: readonly unknown[] };

const mostReprocessed = 100;
const mostReconciled = 1000;

/** Null when the event is neither. */
export function directRequest(event: unknown): DirectRequest | null {
  if (typeof event !== 'object' || event === null) return null;
  const { reconcile, reprocess } = event as { reconcile?: { limit?: unknown } | null; reprocess?: unknown };
  if (typeof reconcile === 'object' && reconcile !== null) {
    const { limit = 100 } = reconcile;
    return isBetween(limit, 1, mostReconciled) ? { kind: 'reconcile', limit } : null;
  }
  return Array.isArray(reprocess) && isBetween(reprocess.length, 1, mostReprocessed)
    ? { kind: 'reprocess', payments: reprocess }
    : null;
}

const isBetween = (value: unknown, low: number, high: number): value is number =>
  Number.isInteger(value) && Number(value) >= low && Number(value) <= high;

/** Resolves with what was done; throws when anything is left, so that Lambda retries the whole request. */
export async function processDirect(request: DirectRequest, ports: Ports, log: Log, signal?: AbortSignal) {
  const work =
    request.kind === 'reconcile' ? await owedWork(request.limit, ports, signal) : again(request, ports, signal);
  const results = await Promise.allSettled(work.map((start) => start()));
  const failures = results.filter((result) => result.status === 'rejected');
  for (const { reason } of failures) log('ERROR', `${request.kind} failed`, errorDetails(reason));
  const done = results.length - failures.length;
  log('INFO', `${request.kind} done`, { done, failed: failures.length });
  const counts: Counts = { [request.kind === 'reconcile' ? 'Settled' : 'Recorded']: done, Failed: failures.length };
  return { counts, done, failed: failures.length };
}

async function owedWork(limit: number, ports: Ports, signal?: AbortSignal) {
  const entries = await ports.ledger.owed(limit);
  return entries.map((entry) => () => tell(entry, ports, signal));
}

const again = ({ payments }: { readonly payments: readonly unknown[] }, ports: Ports, signal?: AbortSignal) =>
  payments.map((payment) => async () => {
    await processPayment(parsePayment(JSON.stringify(payment)), ports, signal);
  });
