/** A batch from the queue: every message by itself, and only the failed ones are delivered again. */
import { errorDetails } from './log.ts';
import type { Details, Log } from './log.ts';
import type { Counts, MetricName } from './metrics.ts';
import { refusedOutcome } from './outcome.ts';
import { isSynthetic, parsePayment } from './payment.ts';
import type { Payment } from './payment.ts';
import { OutcomeOwed, processPayment } from './process.ts';
import type { Ports } from './process.ts';
import { Refusal } from './refusal.ts';

export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: { readonly ApproximateReceiveCount?: string };
}

export interface BatchResult {
  readonly response: { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
  readonly counts: Counts;
}

type Result = { readonly metric: MetricName; readonly failed: boolean; readonly synthetic: boolean };

export async function processBatch(
  records: readonly QueueRecord[],
  ports: Ports,
  log: Log,
  signal?: AbortSignal,
): Promise<BatchResult> {
  const results = await Promise.all(records.map((record) => processRecord(record, ports, log, signal)));
  const failures = records.filter((_, index) => results[index]?.failed);
  return {
    response: { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) },
    counts: count(results),
  };
}

async function processRecord(record: QueueRecord, ports: Ports, log: Log, signal?: AbortSignal): Promise<Result> {
  let payment: Payment | undefined;
  try {
    payment = parsePayment(record.body);
    const status = await processPayment(payment, ports, signal);
    log('INFO', status, identify(record, payment));
    return { metric: status === 'recorded' ? 'Recorded' : 'Duplicate', failed: false, synthetic: isSynthetic(payment) };
  } catch (error) {
    const synthetic = payment !== undefined && isSynthetic(payment);
    if (error instanceof Refusal) await refuse(record, error, synthetic, ports, log);
    else log('ERROR', 'failed', { ...identify(record, payment), ...errorDetails(error) });
    return { metric: metricOf(error), failed: true, synthetic };
  }
}

/** Tells once, at the first receive: each further receive until the dead-letter queue is refused for the same reason. */
async function refuse(record: QueueRecord, { problems }: Refusal, synthetic: boolean, ports: Ports, log: Log) {
  log('WARN', 'refused', { ...identify(record), problems });
  if (Number(record.attributes?.ApproximateReceiveCount ?? 1) > 1) return;
  try {
    await ports.announcer.announce(refusedOutcome(record.messageId, problems, synthetic));
  } catch (error) {
    // The message stays on its way to the dead-letter queue, whose alarm does not depend on this.
    log('ERROR', 'refusal not published', { ...identify(record), ...errorDetails(error) });
  }
}

/** Bodies are never logged: what was refused may hold a card number. */
const identify = ({ messageId, attributes }: QueueRecord, payment?: Payment): Details => ({
  messageId,
  receives: Number(attributes?.ApproximateReceiveCount ?? 1),
  ...(payment === undefined ? {} : { merchant: payment.merchant, idempotencyKey: payment.idempotencyKey }),
});

function metricOf(error: unknown): MetricName {
  if (error instanceof OutcomeOwed) return 'Owed';
  if (!(error instanceof Refusal)) return 'Failed';
  return error.problems.some(({ code }) => code === 'conflict') ? 'Conflict' : 'Refused';
}

function count(results: readonly Result[]): Counts {
  const counts: Partial<Record<MetricName, number>> = {};
  for (const { metric, synthetic } of results) if (!synthetic) counts[metric] = (counts[metric] ?? 0) + 1;
  return counts;
}
