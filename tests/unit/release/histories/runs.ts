/** What people and machines do in a history, through the real functions of `pipeline/release`; each can be killed at any call. */
import { promote, type StepResult } from '../../../../pipeline/release/promote.ts';
import { redeploy } from '../../../../pipeline/release/redeploy.ts';
import type { Approval } from '../../../../pipeline/release/approval.ts';
import { openEvidence, writeEnd } from '../../../../pipeline/release/evidence.ts';
import { breakLease, readLease } from '../../../../pipeline/release/lease.ts';
import { MemoryStore, type Hook } from '../memoryStore.ts';
import { judgeUpdate } from './judge.ts';
import type { SmallRelease } from './releases.ts';
import { accountOf, contextOf, environments, type World } from './world.ts';

export interface Fate {
  /** The call at which the process dies; null: it lives. */
  readonly killAt: number | null;
  /** Decides how two runs overtake each other. */
  readonly pace: number;
}

export const unharmed: Fate = { killAt: null, pace: 0 };

type Ended<T> = { readonly status: 'ended'; readonly value: T } | { readonly status: 'failed' | 'killed' };

/** Runs a process until it ends, fails or dies. What a dead one awaits never comes. */
async function run<T>(
  world: World,
  name: string,
  { killAt, pace }: Fate,
  action: (hook: Hook) => Promise<T>,
): Promise<Ended<T>> {
  const death = Promise.withResolvers<Ended<T>>();
  const never = new Promise<void>(() => {});
  let calls = 0;
  let random = pace + 1;
  const hook: Hook = async () => {
    if (world.dead.has(name)) return never;
    if (++calls === killAt) {
      world.dead.add(name);
      death.resolve({ status: 'killed' });
      return never;
    }
    random = (random * 16_807) % 2_147_483_647;
    for (let turns = pace === 0 ? 0 : random % 7; turns > 0; turns--) await Promise.resolve();
  };
  const life = action(hook).then(
    (value): Ended<T> => ({ status: 'ended', value }),
    (): Ended<T> => ({ status: 'failed' }),
  );
  return Promise.race([life, death.promise]);
}

export interface Promotion {
  readonly name: string;
  readonly small: SmallRelease;
  /** First environment to walk, and the one after the last. */
  readonly from: number;
  readonly upTo: number;
  readonly emergency: boolean;
  readonly approve: () => Promise<Approval>;
  /** Lets time pass until a gate opens. */
  readonly waits: boolean;
}

export const promoteRun = (
  world: World,
  promotion: Promotion,
  fate: Fate = unharmed,
): Promise<Ended<readonly StepResult[]>> =>
  run(world, promotion.name, fate, (hook) => {
    const { name, small, emergency } = promotion;
    const onUpdate = (environment: string, id: string) => judgeUpdate(world, { environment, release: id, emergency });
    const { release, source } = small;
    return promote(contextOf(world, { name, hook, onUpdate }), {
      ...{ release, source, emergency, refresh: false, reason: `promotion by ${name}` },
      environments: environments.slice(promotion.from, promotion.upTo),
      tests: [{ name: 'test', conclusion: 'success', url: 'https://ci.example.com/1' }],
      approve: async ({ environment }, card) => {
        const answer = await promotion.approve();
        if (answer.status === 'approved') world.approved.set(`${environment} ${card.plan.fingerprint}`, answer.by);
        return answer;
      },
      waitUntil: async (_settings, opensAt) => {
        if (promotion.waits) world.clock = Math.max(world.clock, opensAt.getTime());
        return promotion.waits;
      },
    });
  });

export const redeployRun = (
  world: World,
  request: { readonly name: string; readonly environment: string; readonly release: string },
  fate: Fate = unharmed,
) =>
  run(world, request.name, fate, (hook) => {
    const { name, environment, release } = request;
    const onUpdate = (target: string, id: string) =>
      judgeUpdate(world, { environment: target, release: id, emergency: false });
    return redeploy(contextOf(world, { name, hook, onUpdate }), {
      ...{ environment, release, reason: 'it went wrong', dryRun: false, emergency: false },
    });
  });

/** In the order of `recover`: lock, account, evidence, and the lease last. Only dead runs are recovered from. */
export const recoverRun = (world: World, name: string, environment: string, fate: Fate = unharmed) =>
  run(world, name, fate, async (hook) => {
    const store = new MemoryStore(world.documents, hook);
    const held = await readLease(store, environment);
    if (held !== null && !world.dead.has(held.lease.holder.name)) throw new Error('the holder lives');
    const account = accountOf(world, environment);
    if (account.updatedBy !== null && world.dead.has(account.updatedBy)) account.updatedBy = null;
    for (const id of await openEvidence(store, environment)) {
      await writeEnd(store, environment, {
        ...{ schemaVersion: 1, id, finishedAt: new Date(world.clock).toISOString(), outcome: 'recovered' },
        ...{ changes: [], payment: null, error: 'the run died', wayBack: null },
      });
    }
    if (held !== null) await breakLease(store, environment, held.version);
  });
