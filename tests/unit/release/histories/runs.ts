/** What people and machines do in a history, through the real functions of `pipeline/release`; each can be killed at any call. */
import { promote, type StepResult } from '../../../../pipeline/release/promote.ts';
import { redeploy } from '../../../../pipeline/release/redeploy.ts';
import type { Approval } from '../../../../pipeline/release/approval.ts';
import { ConfigurationError } from '../../../../pipeline/errors.ts';
import { requireEnvironment } from '../../../../pipeline/configuration/index.ts';
import { recover } from '../../../../pipeline/release/recover.ts';
import type { Hook } from '../memoryStore.ts';
import { judgeUpdate } from './judge.ts';
import type { SmallRelease } from './releases.ts';
import { outcomeSeen } from './seen.ts';
import { contextOf, environments, saw, setAlarm, type World } from './world.ts';

export interface Fate {
  /** The call at which the process dies; null: it lives. */
  readonly killAt: number | null;
  /** The call at which somebody presses Ctrl-C; null: nobody does. */
  readonly interruptAt: number | null;
  /** Decides how two runs overtake each other. */
  readonly pace: number;
}

export const unharmed: Fate = { killAt: null, interruptAt: null, pace: 0 };

/** One process: where its calls pass, and what it is told and tells. */
interface Life {
  readonly hook: Hook;
  readonly interrupt: AbortSignal;
  readonly showCard: () => void;
}

type Ended<T> = { readonly status: 'ended'; readonly value: T } | { readonly status: 'failed' | 'killed' };

/** Runs a process until it ends, fails or dies. What a dead one awaits never comes. */
async function run<T>(
  world: World,
  name: string,
  { killAt, interruptAt, pace }: Fate,
  action: (life: Life) => Promise<T>,
): Promise<Ended<T>> {
  const death = Promise.withResolvers<Ended<T>>();
  const never = new Promise<void>(() => {});
  const controller = new AbortController();
  let [calls, cards] = [0, 0];
  let random = pace + 1;
  const hook: Hook = async () => {
    if (world.dead.has(name)) return never;
    if (++calls === killAt) {
      world.dead.add(name);
      saw(world, 'killed');
      death.resolve({ status: 'killed' });
      return never;
    }
    if (calls === interruptAt) {
      saw(world, 'interrupted');
      controller.abort();
    }
    random = (random * 16_807) % 2_147_483_647;
    for (let turns = pace === 0 ? 0 : random % 7; turns > 0; turns--) await Promise.resolve();
  };
  const life = action({ hook, interrupt: controller.signal, showCard: () => cards++ }).then(
    (value): Ended<T> => ({ status: 'ended', value }),
    (error: unknown): Ended<T> => {
      outcomeSeen(world, error instanceof Error ? error.message : '');
      // What cannot be begun at all has nothing to resume.
      if (error instanceof ConfigurationError) cards++;
      return { status: 'failed' };
    },
  );
  const ended = await Promise.race([life, death.promise]);
  if (controller.signal.aborted && cards === 0 && ended.status !== 'killed')
    world.violations.push(`${name} was interrupted, and nobody was told where it stood`);
  return ended;
}

export interface Promotion {
  readonly name: string;
  readonly small: SmallRelease;
  /** First environment to walk, and the one after the last. */
  readonly from: number;
  readonly upTo: number;
  readonly emergency: boolean;
  readonly approve: (environment: string) => Promise<Approval>;
  /** Lets time pass until a gate opens. */
  readonly waits: boolean;
  /** An alarm of the environment below goes off while it is waited for. */
  readonly alarm?: 'none' | 'lasting' | 'short';
}

export const promoteRun = (
  world: World,
  promotion: Promotion,
  fate: Fate = unharmed,
): Promise<Ended<readonly StepResult[]>> =>
  run(world, promotion.name, fate, async (life) => {
    const { name, small, emergency } = promotion;
    const { release, source } = small;
    const onUpdate = (environment: string, id: string) =>
      judgeUpdate(world, { environment, release: id, emergency, commit: id === release.id ? release.commit : null });
    const results = await promote(contextOf(world, { name, ...life, onUpdate }), {
      ...{ release, source, emergency, refresh: false, reason: `promotion by ${name}` },
      environments: environments.slice(promotion.from, promotion.upTo),
      tests: [{ name: 'test', conclusion: 'success', url: 'https://ci.example.com/1' }],
      approve: async ({ environment }, card) => {
        const answer = await promotion.approve(environment);
        if (answer.status === 'approved') world.approved.set(`${environment} ${card.plan.fingerprint}`, answer.by);
        return answer;
      },
      waitUntil: async ({ environment }, opensAt) => {
        const { alarm = 'none' } = promotion;
        if (promotion.waits && alarm !== 'none')
          ringBelow(world, environment, 'an alarm during soak', { short: alarm === 'short' });
        if (promotion.waits) world.clock = Math.max(world.clock, opensAt.getTime());
        return promotion.waits;
      },
    });
    for (const result of results) {
      if (result.status === 'refused') outcomeSeen(world, result.missing.join('; '));
      if (result.status === 'failed') outcomeSeen(world, result.error.message);
      if (result.status === 'not-approved') saw(world, 'refused by an approver');
    }
    return results;
  });

/** An environment gets nothing while an alarm of the one below is not OK; `judgeUpdate` holds every update to that. */
export function ringBelow(
  world: World,
  environment: string,
  when: 'an alarm during soak' | 'an alarm during approval',
  { short = false } = {},
): void {
  const below = world.configuration.lowerOf(environment);
  if (below === undefined) return;
  setAlarm(world, below.environment, true);
  // It is over before anybody asks.
  if (short) setAlarm(world, below.environment, false);
  saw(world, when);
}

export const redeployRun = (
  world: World,
  request: { readonly name: string; readonly environment: string; readonly release: string },
  fate: Fate = unharmed,
) =>
  run(world, request.name, fate, (life) => {
    const { name, environment, release } = request;
    const onUpdate = (target: string, id: string) =>
      judgeUpdate(world, { environment: target, release: id, emergency: false, commit: null });
    return redeploy(contextOf(world, { name, ...life, onUpdate }), {
      ...{ environment, release, reason: 'it went wrong', dryRun: false, emergency: false },
    });
  });

/** Recovers from a run that died, and only from such a one. */
export const recoverRun = (
  world: World,
  {
    name,
    environment,
    working,
  }: { readonly name: string; readonly environment: string; readonly working: SmallRelease },
  fate: Fate = unharmed,
) =>
  run(world, name, fate, async (life) => {
    // Recovery tells where it stands when it ends, and is started again.
    life.showCard();
    const onUpdate = () => world.violations.push('a recovery updated');
    await recover(contextOf(world, { name, ...life, onUpdate }), {
      settings: requireEnvironment(world.configuration, environment),
      runState: async (_repository, runId) => (world.dead.has(runId) ? 'dead' : 'alive'),
      holderIsDead: false,
      fallback: async () => working.source,
    });
  });
