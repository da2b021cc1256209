import type { PlannedChange } from '../engine/plan.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import type { ReleaseContext } from './context.ts';
import { wayBack } from './deploymentRecord.ts';
import { openEvidence, writeEnd, type EvidenceStart } from './evidence.ts';
import { planLines } from './planText.ts';
import { readPromotion } from './promotionRecord.ts';

interface Left {
  /** What the dead run was last doing; null when it left no lease. */
  readonly step: string | null;
  /** What its release still asks for. */
  readonly remaining: readonly PlannedChange[];
}

/**
 * Ends the evidence of what a dead run had begun: it could not say what became of its change; the account and the plan can.
 *
 * @returns what it had begun; null when it died before it changed anything
 */
export async function endEvidence(
  { now }: Pick<ReleaseContext, 'now'>,
  environment: string,
  store: DocumentStore,
  { step, remaining }: Left,
): Promise<Pick<EvidenceStart, 'kind' | 'reason'> | null> {
  const open = await openEvidence(store, environment);
  const record = await readPromotion(store, environment);
  for (const start of open) {
    await writeEnd(store, environment, {
      schemaVersion: 1,
      id: start.id,
      finishedAt: now().toISOString(),
      outcome: 'recovered',
      changes: [...whatWasDone(start, remaining)],
      payment: null,
      error: `the run died${step === null ? '' : ` at "${step}"`}`,
      wayBack: wayBack(record, record.current?.release ?? ''),
    });
  }
  const last = open.at(-1);
  return last === undefined ? null : { kind: last.kind, reason: last.reason };
}

/** What was planned and is planned no more was done. */
function whatWasDone({ card }: EvidenceStart, remaining: readonly PlannedChange[]): readonly string[] {
  const left = planLines({ changes: remaining, notes: [] });
  const done = card.plan.lines.filter((line) => !line.startsWith('!') && !left.includes(line));
  return [...done.map((line) => `done: ${line}`), ...left.map((line) => `not done: ${line}`)];
}
