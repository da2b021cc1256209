import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { encode, type DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';

const card = z.looseObject({
  environment: z.string(),
  plan: z.looseObject({ fingerprint: z.string(), summary: z.string(), lines: z.array(z.string()) }),
  widenings: z.array(z.string()),
});

const startedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  environment: z.string(),
  kind: z.enum(['promotion', 'redeployment']),
  release: z.string(),
  commit: z.string(),
  reason: z.string(),
  /** Who wrote the commits of the release, as git records them. */
  authors: z.array(z.string()),
  /** Who started it. */
  startedBy: z.string(),
  /** Who approved the plan; empty where the gate asks for nobody. */
  approvers: z.array(z.string()),
  approvalRequired: z.boolean(),
  /** Checks of the commit: name, conclusion, where to read it. Empty when nobody could tell. */
  tests: z.array(z.strictObject({ name: z.string(), conclusion: z.string(), url: z.string() })),
  startedAt: z.iso.datetime(),
  /** The gate card: plan, widenings of access, parity, what an emergency passed over. */
  card,
});

const finishedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  finishedAt: z.iso.datetime(),
  /** `recovered`: the run died; recovery found what it had done and says so in `changes`. */
  outcome: z.enum(['verified', 'failed', 'recovered']),
  changes: z.array(z.string()),
  /** The payment that went through; null when none did. */
  payment: z.string().nullable(),
  /** Why it failed. */
  error: z.string().nullable(),
  /** The command that goes back; null when no earlier release was verified there. */
  wayBack: z.string().nullable(),
});

export type EvidenceStart = z.infer<typeof startedSchema>;
export type EvidenceEnd = z.infer<typeof finishedSchema>;

/** One change of one environment: what was to happen, and what became of it. */
export interface Evidence {
  readonly start: EvidenceStart;
  /** Null while it is under way, and for a run that died and was not recovered yet. */
  readonly end: EvidenceEnd | null;
  /** What an auditor would ask for and will not find. */
  readonly missing: readonly string[];
}

const keyOf = (environment: string, id: string, part: 'start' | 'end'): string =>
  `evidence/${environment}/${id}.${part}.json`;

/** Sorts by time; the release makes it readable, the lease makes it unique. */
export const evidenceId = (startedAt: Date, release: string, lease: string): string =>
  `${startedAt.toISOString().replaceAll(/[:.]/g, '-')}_${release.slice(0, 12)}_${lease.slice(0, 8)}`;

/** Written before anything is applied. @throws EngineError when it cannot be: nothing is changed without evidence */
export async function writeStart(store: DocumentStore, start: EvidenceStart): Promise<void> {
  await writeOnce(store, keyOf(start.environment, start.id, 'start'), start);
}

export async function writeEnd(store: DocumentStore, environment: string, end: EvidenceEnd): Promise<void> {
  await writeOnce(store, keyOf(environment, end.id, 'end'), end);
}

/** The same document again is no conflict: a run that was not told of its own success writes twice. */
async function writeOnce(store: DocumentStore, key: string, value: unknown): Promise<void> {
  const body = encode(value);
  if ((await store.create(key, body)).status === 'written') return;
  const found = await store.read(key);
  if (found !== null && Buffer.from(found.body).equals(Buffer.from(body))) return;
  throw new EngineError(`${key} exists already, and evidence is written once`, {
    advice: 'Nothing was overwritten. Find out who wrote it before you go on.',
  });
}

/** Whether a change of an environment has its result on record. */
export async function hasEnd(store: DocumentStore, environment: string, id: string): Promise<boolean> {
  return (await store.read(keyOf(environment, id, 'end'))) !== null;
}

/** Ids of changes: of those that have a start, and of those that have an end. */
async function idsIn(store: DocumentStore, environment: string): Promise<Readonly<Record<'start' | 'end', string[]>>> {
  const keys = await store.list(`evidence/${environment}/`);
  const ids = (part: string) => keys.filter((key) => key.endsWith(`.${part}.json`)).map((key) => idOf(key, part));
  return { start: ids('start'), end: ids('end') };
}

/** Ids of results whose beginning is not on record, so that nobody can say what they are about. */
export async function endsWithoutStart(store: DocumentStore, environment: string): Promise<readonly string[]> {
  const { start, end } = await idsIn(store, environment);
  return end.filter((id) => !start.includes(id));
}

/** Changes that started and have no result yet, oldest first. */
export async function openEvidence(store: DocumentStore, environment: string): Promise<readonly EvidenceStart[]> {
  const { start, end } = await idsIn(store, environment);
  const open = start.filter((id) => !end.includes(id));
  return Promise.all(open.map(async (id) => (await readOne(store, environment, id)).start));
}

const idOf = (key: string, part: string): string => key.slice(key.lastIndexOf('/') + 1, -`.${part}.json`.length);

/**
 * Every change of an environment that started in a span of time, oldest first.
 *
 * @param from inclusive
 * @param to exclusive
 * @throws EngineError for a document that cannot be read
 */
export async function readEvidence(
  store: DocumentStore,
  environment: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly Evidence[]> {
  const { start: ids } = await idsIn(store, environment);
  const all = await Promise.all(ids.map((id) => readOne(store, environment, id)));
  return all
    .filter(({ start }) => Date.parse(start.startedAt) >= from.getTime() && Date.parse(start.startedAt) < to.getTime())
    .sort((a, b) => a.start.startedAt.localeCompare(b.start.startedAt));
}

async function readOne(store: DocumentStore, environment: string, id: string): Promise<Evidence> {
  const [first, last] = await Promise.all([
    store.read(keyOf(environment, id, 'start')),
    store.read(keyOf(environment, id, 'end')),
  ]);
  if (first === null) throw new EngineError(`${keyOf(environment, id, 'start')} was there a moment ago and is gone`);
  const advice = 'Evidence is written once: somebody else altered it. The state bucket keeps what was written first.';
  const start = parse(startedSchema, first, keyOf(environment, id, 'start'), advice);
  const end = last === null ? null : parse(finishedSchema, last, keyOf(environment, id, 'end'), advice);
  return { start, end, missing: missingOf(start, end) };
}

/** What PCI DSS 4.0.1, 6.5.1 asks of a change: reason, impact, approval, tests, way back. */
function missingOf(start: EvidenceStart, end: EvidenceEnd | null): readonly string[] {
  return [
    ...(start.approvalRequired && start.approvers.length === 0 ? ['who approved it'] : []),
    ...(start.authors.length === 0 ? ['who wrote it'] : []),
    // A redeployment goes back to a release whose tests are on record with its promotion.
    ...(start.kind === 'promotion' && start.tests.length === 0 ? ['results of its tests'] : []),
    ...(start.reason.trim() === '' ? ['why'] : []),
    ...(end === null ? ['what became of it (under way, or npm run recover)'] : []),
    ...(end?.outcome === 'verified' && end.payment === null && end.changes.length > 0
      ? ['the payment that verified it']
      : []),
  ];
}
