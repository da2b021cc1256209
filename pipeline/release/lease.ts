import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { encode, type DocumentStore } from '../store/documentStore.ts';
import { parse } from '../store/parse.ts';
import { describeActor, type Actor } from './actor.ts';

const leaseSchema = z.looseObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  environment: z.string(),
  release: z.string(),
  /** What the holder was last doing, for the resume card of whoever finds the lease. */
  step: z.string(),
  since: z.iso.datetime(),
  renewedAt: z.iso.datetime(),
  holder: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('github-actions'),
      name: z.string(),
      repository: z.string(),
      runId: z.string(),
      attempt: z.number(),
      url: z.string(),
    }),
    z.strictObject({ kind: z.literal('person'), name: z.string(), host: z.string(), processId: z.number() }),
  ]),
});

export type Lease = z.infer<typeof leaseSchema>;

/**
 * One promotion at a time per environment. Pulumi's own lock names a process; the lease names the run, so that a later run can
 * tell whether its holder still lives.
 */
export interface HeldLease {
  readonly lease: Lease;
  /** Records what is being done now. */
  step(name: string): Promise<void>;
  release(): Promise<void>;
}

const keyOf = (environment: string): string => `leases/${environment}.json`;

/**
 * Who holds an environment; null when nobody does.
 *
 * @throws EngineError when the document is damaged, which is nobody's leave to go on
 */
export async function readLease(
  store: DocumentStore,
  environment: string,
): Promise<{ lease: Lease; version: string } | null> {
  const document = await store.read(keyOf(environment));
  if (document === null) return null;
  const advice = `Nobody can tell who holds ${environment}. When no run is at work on it, remove that document, then: npm run recover -- ${environment}`;
  return { lease: parse(leaseSchema, document, keyOf(environment), advice), version: document.version };
}

export interface LeaseRequest {
  readonly store: DocumentStore;
  readonly environment: string;
  readonly release: string;
  readonly holder: Actor;
  readonly now: () => Date;
}

/** @throws EngineError naming the holder when somebody else has it */
export async function acquireLease(request: LeaseRequest): Promise<HeldLease> {
  const { store, environment, release, holder, now } = request;
  const since = now().toISOString();
  const first: Lease = {
    schemaVersion: 1,
    id: randomUUID(),
    environment,
    release,
    step: 'starting',
    since,
    renewedAt: since,
    holder,
  };
  const created = await store.create(keyOf(environment), encode(first));
  if (created.status === 'written') return held(request, first, created.version);
  const found = await readLease(store, environment);
  if (found === null) return acquireLease(request);
  throw new EngineError(`${environment} is being changed by ${describeLease(found.lease)}`, {
    advice: `Wait for it. If that run is dead: npm run recover -- ${environment}`,
  });
}

export const describeLease = ({ holder, since, step }: Lease): string =>
  `${describeActor(holder)} since ${since}, at "${step}"`;

/** Removes a lease whose holder is known to be dead. */
export const breakLease = (
  store: DocumentStore,
  environment: string,
  version: string,
): Promise<{ status: 'removed' | 'conflict' }> => store.remove(keyOf(environment), version);

function held({ store, environment, now }: LeaseRequest, first: Lease, firstVersion: string): HeldLease {
  let version = firstVersion;
  const lost = () => new EngineError(`the lease on ${environment} was taken away while this run held it`);
  return {
    lease: first,
    async step(name) {
      const result = await store.replace(
        keyOf(environment),
        encode({ ...first, step: name, renewedAt: now().toISOString() }),
        version,
      );
      if (result.status === 'conflict') throw lost();
      version = result.version;
    },
    async release() {
      if ((await store.remove(keyOf(environment), version)).status === 'conflict') throw lost();
    },
  };
}
