/**
 * Asynchronous invocations by operators and schedulers. An invocation that throws is retried by Lambda as often as its
 * environment allows and then kept in the dead-letter queue of the asynchronous way; both requests are safe to repeat.
 *
 * - `{ "reconcile": { "limit": 100 } }` tells subscribers about owed payments.
 * - `{ "reprocess": [payment, ...] }` processes payments again, for instance out of a dead letter.
 */
import { errorDetails } from './log.ts';
import type { Log } from './log.ts';
import type { Counts, MetricName } from './metrics.ts';
import { isSynthetic, parsePayment } from './payment.ts';
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

/** Resolves with what was done and what is left; the handler throws for the latter, so that Lambda retries the whole request. */
export async function processDirect(request: DirectRequest, ports: Ports, log: Log, signal?: AbortSignal) {
  const work =
    request.kind === 'reconcile' ? await owedWork(request.limit, ports, signal) : againWork(request, ports, signal);
  const results = await Promise.allSettled(work.map((start) => start()));
  const failures = results.filter((result) => result.status === 'rejected');
  for (const { reason } of failures) log('ERROR', `${request.kind} failed`, errorDetails(reason));
  const done = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  log('INFO', `${request.kind} done`, { done: done.length, failed: failures.length });
  return { counts: count(done, failures.length), done: done.length, failed: failures.length };
}

/** Null for a synthetic payment, which is in no total. */
type Done = 'Settled' | 'Recorded' | 'Duplicate' | null;

async function owedWork(limit: number, ports: Ports, signal?: AbortSignal) {
  const entries = await ports.ledger.owed(limit);
  return entries.map((entry) => async (): Promise<Done> => {
    await tell(entry, ports, signal);
    return isSynthetic(entry.payment) ? null : 'Settled';
  });
}

const againWork = ({ payments }: { readonly payments: readonly unknown[] }, ports: Ports, signal?: AbortSignal) =>
  payments.map((each) => async (): Promise<Done> => {
    const payment = parsePayment(JSON.stringify(each));
    const status = await processPayment(payment, ports, signal);
    if (isSynthetic(payment)) return null;
    return status === 'recorded' ? 'Recorded' : 'Duplicate';
  });

function count(done: readonly Done[], failed: number): Counts {
  const counts: Partial<Record<MetricName, number>> = failed > 0 ? { Failed: failed } : {};
  for (const metric of done) if (metric !== null) counts[metric] = (counts[metric] ?? 0) + 1;
  return counts;
}
