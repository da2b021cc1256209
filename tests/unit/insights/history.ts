/** A small history of deployments, written to a store as the pipeline writes it. */
import { encode } from '../../../pipeline/store/documentStore.ts';
import { writeEnd, writeStart, type EvidenceEnd, type EvidenceStart } from '../../../pipeline/release/evidence.ts';
import { smallRelease } from '../release/histories/releases.ts';
import type { MemoryStore } from '../release/memoryStore.ts';
import { configuration } from '../release/records.ts';

interface Deployed {
  readonly environment?: string;
  readonly release: string;
  readonly kind?: EvidenceStart['kind'];
  readonly startedAt: string;
  /** Absent: no result is on record. */
  readonly end?: readonly [finishedAt: string, outcome: EvidenceEnd['outcome']];
}

/** `2026-03-DDTHH:MM` in UTC. */
export const march = (text: string): string => `2026-03-${text}:00.000Z`;

export async function storeRelease(store: MemoryStore, name: string, committedAt: string): Promise<string> {
  const { release } = smallRelease('unused', name, configuration.environments);
  await store.create(`releases/${release.id}/release.json`, encode({ ...release, committedAt }));
  return release.id;
}

export async function storeDeployment(store: MemoryStore, deployed: Deployed): Promise<void> {
  const { environment = 'prod', release, kind = 'promotion', startedAt, end } = deployed;
  const id = startedAt.replaceAll(/[:.]/g, '-');
  await writeStart(store, {
    ...{ schemaVersion: 1, id, environment, kind, release, commit: 'c0ffee', reason: 'merge', startedAt },
    ...{ authors: ['ada'], startedBy: 'grace', approvers: [], approvalRequired: false, tests: [] },
    card: { environment, plan: { fingerprint: 'f', summary: '', lines: [] }, widenings: [] },
  });
  if (end === undefined) return;
  const [finishedAt, outcome] = end;
  const nothing = { changes: [], payment: null, error: null, wayBack: null };
  await writeEnd(store, environment, { schemaVersion: 1, id, finishedAt, outcome, ...nothing });
}
