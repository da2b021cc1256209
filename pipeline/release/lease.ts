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
  /** What its holder was asked for, so that whoever finds the lease can name the command that goes on. */
  asked: z
    .strictObject({
      kind: z.enum(['promotion', 'redeployment']),
      reason: z.string(),
      emergency: z.boolean(),
      /** Last environment of the promotion. */
      to: z.string(),
    })
    .optional(),
  /** Of a recovery: whose lease it took over, in words, and what that one was last doing. */
  found: z.strictObject({ holder: z.string(), step: z.string() }).optional(),
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
export async function readLease(store: DocumentStore, environment: string): Promise<FoundLease | null> {
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
  readonly asked?: Lease['asked'];
  readonly now: () => Date;
}

/** A lease as it was found. */
export interface FoundLease {
  readonly lease: Lease;
  /** Another one after every step. */
  readonly version: string;
}

/** @throws EngineError naming the holder when somebody else has it */
export async function acquireLease(request: LeaseRequest): Promise<HeldLease> {
  const { store, environment, release, holder, asked, now } = request;
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
    ...(asked === undefined ? {} : { asked }),
  };
  const created = await store.create(keyOf(environment), encode(first));
  if (created.status === 'written') return held(request, first, created.version);
  const found = await readLease(store, environment);
  if (found === null) return acquireLease(request);
  throw heldByAnother(found.lease);
}

/**
 * Takes over the lease of a holder that is known to be dead, so that of two who recover one does, and nobody else starts meanwhile.
 * What it says of release and request stays.
 *
 * @throws EngineError when it is not the one any more that was looked at
 */
export async function takeOverLease(request: LeaseRequest, dead: FoundLease): Promise<HeldLease> {
  const { store, environment, holder, now } = request;
  const since = now().toISOString();
  const found = dead.lease.found ?? { holder: describeLease(dead.lease), step: dead.lease.step };
  const mine: Lease = {
    ...{ ...dead.lease, id: randomUUID(), step: 'recovering', holder, found },
    ...{ since, renewedAt: since },
  };
  const taken = await store.replace(keyOf(environment), encode(mine), dead.version);
  if (taken.status === 'written') return held(request, mine, taken.version);
  const other = await readLease(store, environment);
  if (other !== null) throw heldByAnother(other.lease);
  throw new EngineError(`${environment} was recovered by somebody else meanwhile`, {
    advice: 'npm run releases says what runs there now.',
  });
}

const heldByAnother = (lease: Lease): EngineError =>
  new EngineError(`${lease.environment} is being changed by ${describeLease(lease)}`, {
    advice: `Wait for it. If that run is dead: npm run recover -- ${lease.environment}`,
  });

export const describeLease = ({ holder, since, step }: Lease): string =>
  `${describeActor(holder)} since ${since}, at "${step}"`;

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
