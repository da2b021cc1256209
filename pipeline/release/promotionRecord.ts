import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { encode, type DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';

const instant = z.iso.datetime();

const deployment = z.strictObject({
  release: z.string(),
  commit: z.string(),
  /** Of the newest commit that gave this release; absent for uncommitted work and in records of old. */
  committedAt: instant.optional(),
  /** Who started it: a GitHub actor and run, or a person on a laptop. */
  by: z.string(),
  startedAt: instant,
  deployedAt: instant.nullable(),
  verifiedAt: instant.nullable(),
  /** Fingerprint of the plan that was applied. */
  plan: z.string(),
  reason: z.string(),
});

/** A deployment that has its evidence under this id. */
const begun = z.strictObject({ evidence: z.string(), release: z.string(), startedAt: instant });

const recordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  environment: z.string(),
  current: deployment.nullable(),
  /** Deployments that were verified here, newest first: what a rollback may go back to. */
  verified: z.array(deployment),
  /** Every deployment that was let loose here, newest first, also of one release twice; absent in records of old. */
  begun: z.array(begun).optional(),
  /** Automatic promotion stops here until somebody resumes it. */
  paused: z.strictObject({ since: instant, by: z.string(), reason: z.string() }).nullable(),
  /** An emergency deployment skipped a gate; shown in every report until a normal promotion heals it. */
  emergency: z.strictObject({ since: instant, by: z.string(), reason: z.string(), release: z.string() }).nullable(),
});

export type Deployment = z.infer<typeof deployment>;
export type BegunDeployment = z.infer<typeof begun>;
export type PromotionRecord = z.infer<typeof recordSchema>;

const keyOf = (environment: string): string => `promotions/${environment}.json`;

const empty = (environment: string): PromotionRecord => ({
  schemaVersion: 1,
  environment,
  current: null,
  verified: [],
  paused: null,
  emergency: null,
});

/** How many deployments an environment remembers; older ones are in the evidence. */
const remembered = { verified: 50, begun: 100 };

/** What runs in an environment according to the pipeline; an empty record before the first deployment. */
export async function readPromotion(store: DocumentStore, environment: string): Promise<PromotionRecord> {
  return (await readVersion(store, environment)).record;
}

/**
 * Changes an environment's record. Two writers at once are both kept: the second applies its change to what the first wrote.
 *
 * @throws EngineError when others kept writing for ten attempts
 */
export async function changePromotion(
  store: DocumentStore,
  environment: string,
  change: (record: PromotionRecord) => PromotionRecord,
): Promise<PromotionRecord> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const { record, version } = await readVersion(store, environment);
    const next = change(record);
    const verified = next.verified.slice(0, remembered.verified);
    const kept = { ...next, verified, ...(next.begun && { begun: next.begun.slice(0, remembered.begun) }) };
    const body = encode(kept);
    const key = keyOf(environment);
    const result = await (version === null ? store.create(key, body) : store.replace(key, body, version));
    if (result.status === 'written') return kept;
  }
  throw new EngineError(`promotions/${environment}.json kept changing while it was to be written`, {
    advice: 'Somebody else promotes this environment right now; npm run releases shows who.',
  });
}

async function readVersion(
  store: DocumentStore,
  environment: string,
): Promise<{ record: PromotionRecord; version: string | null }> {
  const document = await store.read(keyOf(environment));
  if (document === null) return { record: empty(environment), version: null };
  const advice = 'Nothing was changed. Bring back an earlier version of it: the state bucket keeps every one.';
  return { record: parse(recordSchema, document, keyOf(environment), advice), version: document.version };
}
