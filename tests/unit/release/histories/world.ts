/** Three environments without AWS: the documents, the accounts and the people that the state machine of releases meets. */
import type { Settings } from '../../../../infra/settings.ts';
import type { Configuration } from '../../../../pipeline/configuration/index.ts';
import type { Plan, PlannedChange } from '../../../../pipeline/engine/plan.ts';
import type { Surroundings } from '../../../../pipeline/engine/surroundings.ts';
import { noRules } from '../../../../pipeline/comparison/rules.ts';
import { EngineError } from '../../../../pipeline/errors.ts';
import type { ReleaseContext } from '../../../../pipeline/release/context.ts';
import type { StoredDocument } from '../../../../pipeline/store/documentStore.ts';
import { MemoryStore, type Hook } from '../memoryStore.ts';
import { configuration as committed, openGate } from '../records.ts';

/** What an account holds: the release that was put there last, and a value that hands may have changed. */
export interface Account {
  release: string | null;
  content: number;
  /** The release works here: a payment went through after its update. Null after the next update began. */
  worked: { readonly release: string; readonly at: number } | null;
  readonly everWorked: Set<string>;
  /** The commit that each release was promoted for last, and that of what worked here last. */
  readonly commits: Map<string, string>;
  lastWorked: string | null;
  /** The run that is changing it; a dead one leaves its lock behind. */
  updatedBy: string | null;
  alarm: boolean;
  /** When its alarm rang or fell silent last; null for never. */
  alarmChangedAt: number | null;
}

export interface World {
  readonly root: string;
  readonly configuration: Configuration;
  readonly documents: Map<string, StoredDocument>;
  readonly accounts: Readonly<Record<string, Account>>;
  /** Milliseconds since the epoch. */
  clock: number;
  /** Releases that do not work, as `release environment`. */
  readonly broken: Set<string>;
  /** What was merged, oldest first. */
  readonly commits: { readonly commit: string; readonly author: string; readonly at: number }[];
  /** What each release asks for: the value in an account. */
  readonly contents: Map<string, number>;
  /** When the newest commit of each release was made. */
  readonly committed: Map<string, number>;
  /** Releases that a later merge brought back. */
  readonly reverted: Set<string>;
  /** Fingerprints that somebody said yes to, as `environment fingerprint`, and who. */
  readonly approved: Map<string, readonly string[]>;
  /** What never may happen and did. */
  readonly violations: string[];
  /** How often each thing happened that the histories are about: what never happens proves nothing. */
  readonly seen: Map<Happening, number>;
  /** Runs that died. */
  readonly dead: Set<string>;
  /** Two runs are let loose at once: what one saw at its gate, the other may have changed since. */
  contended: boolean;
}

export const happenings = [
  'killed',
  'interrupted',
  'an author approved',
  'the author of a superseded change approved',
  'nobody approved',
  'refused by an approver',
  'another plan after the approval',
  'answered after 30 days',
  'superseded',
  'an alarm during soak',
  'an alarm during approval',
  'an alarm that fell silent again',
  'paused',
  'frozen',
  'an emergency',
  'rolled back by a person',
  'rolled back by itself',
  'two at once',
  'an old release again',
  'a merge that reverts',
  'two recoveries at once',
] as const;

export type Happening = (typeof happenings)[number];

export const saw = ({ seen }: World, what: Happening): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

/** Saturdays and Sundays in UTC, so that the model can tell without a calendar of its own. */
const weekend = { from: '00:00', to: '00:00', days: ['sat', 'sun'] as ('sat' | 'sun')[], timezone: 'UTC' };

const gates: Readonly<Record<string, Partial<Settings['gate']>>> = {
  dev: { autoRollback: true },
  staging: { soakMinutes: 30, requireAlarmsOk: true },
  prod: {
    soakMinutes: 60,
    requireAlarmsOk: true,
    requireApproval: true,
    separationOfDuties: true,
    reviewersRequired: 1,
    freezeWindows: [weekend],
  },
};

export const environments: readonly Settings[] = committed.environments.map((settings) => ({
  ...settings,
  gate: { ...openGate, ...gates[settings.environment] },
}));

const configuration: Configuration = {
  ...committed,
  environments,
  lowerOf: (name) => environments.find((_, index) => environments[index + 1]?.environment === name),
  higherOf: (name) => environments.find((_, index) => environments[index - 1]?.environment === name),
};

const account = (): Account => ({
  ...{ release: null, content: -1, worked: null, updatedBy: null, alarm: false, alarmChangedAt: null },
  everWorked: new Set(),
  commits: new Map(),
  lastWorked: null,
});

export const newWorld = (root: string): World => ({
  ...{ root, configuration, contended: false, violations: [], documents: new Map() },
  accounts: Object.fromEntries(environments.map(({ environment }) => [environment, account()])),
  // A Monday.
  clock: Date.parse('2026-03-02T09:00:00Z'),
  ...{ committed: new Map(), reverted: new Set() },
  ...{ broken: new Set(), dead: new Set(), contents: new Map(), commits: [], approved: new Map(), seen: new Map() },
});

export const accountOf = ({ accounts }: World, environment: string): Account => {
  const found = accounts[environment];
  if (found === undefined) throw new Error(`no account of ${environment}`);
  return found;
};

export function setAlarm(world: World, environment: string, alarm: boolean): void {
  const target = accountOf(world, environment);
  if (target.alarm === alarm) return;
  world.clock += 1_000;
  Object.assign(target, { alarm, alarmChangedAt: world.clock });
}

/** What a release would change: its own value, and what it takes over from the environment below. */
function changesOf(world: World, environment: string, release: string): readonly PlannedChange[] {
  const { content } = accountOf(world, environment);
  const wanted = world.contents.get(release) ?? 0;
  const below = world.configuration.lowerOf(environment)?.environment;
  const lower = below === undefined ? -1 : accountOf(world, below).content;
  const type = 'aws:sqs/queue:Queue';
  return [
    {
      urn: `urn:pulumi:${environment}::payments::${type}::ingest`,
      ...{ type, name: 'ingest', operation: wanted === content ? 'same' : 'update' },
      properties: wanted === content ? {} : { delaySeconds: 'update' },
      oldInputs: { delaySeconds: content },
      newInputs: { delaySeconds: wanted, lineage: String(lower) },
    },
  ];
}

/** Who wrote what a merge has more than another, and that merge itself; both by their place. */
const writersBetween = ({ commits }: World, from: number | null, to: number): readonly string[] =>
  commits
    .filter((_, index) => index === to || (from !== null && from < index && index < to))
    .map(({ author }) => author);

/** Who wrote what an environment would get with a commit, told from what works there. */
export function writersFor(world: World, environment: string, commit: string): readonly string[] {
  const at = (name: string) => world.commits.findIndex((each) => each.commit === name);
  const { lastWorked } = accountOf(world, environment);
  return writersBetween(world, lastWorked === null ? null : at(lastWorked), at(commit));
}

/** Everything goes through the effects; whatever reaches for AWS all the same fails. */
const unreachable = async () => {
  throw new Error('a history reached for AWS');
};
const nowhere: Surroundings = {
  ...{ kind: 'sandbox', stateBackend: 'file:///nowhere', blindSpots: [] },
  ...{ secretsProvider: () => 'passphrase', credentials: unreachable, attachProvider: unreachable },
};

export interface RunOptions {
  readonly name: string;
  readonly hook: Hook;
  readonly interrupt: AbortSignal;
  readonly showCard: ReleaseContext['showCard'];
  /** Told just before an account changes. */
  readonly onUpdate: (environment: string, release: string) => void;
}

const isAborted = ({ aborted }: AbortSignal): boolean => aborted;

/** What one process works with. Every call out of it passes its hook, where it can die or be overtaken. */
export function contextOf(world: World, { name, hook, interrupt, showCard, onUpdate }: RunOptions): ReleaseContext {
  const call = async <T>(what: string, action: () => T): Promise<T> => {
    await hook('before', what);
    const result = action();
    await hook('after', what);
    return result;
  };
  const planOf = (environment: string, release: string): Plan => ({
    ...{ environment, release, notes: [] },
    changes: changesOf(world, environment, release),
  });
  return {
    ...{ root: world.root, configuration: world.configuration },
    ...{ rules: noRules, surroundings: nowhere },
    // Of a run, GitHub can tell whether it lives.
    actor: { kind: 'github-actions', name, repository: 'acme/payments', runId: name, attempt: 1, url: '' },
    progress: () => {},
    now: () => new Date(world.clock),
    ...{ interrupt, showCard },
    alarmsOf: ({ environment }) =>
      call('alarms', () => {
        const { alarm, alarmChangedAt } = accountOf(world, environment);
        const changedAt = alarmChangedAt === null ? null : new Date(alarmChangedAt).toISOString();
        return [
          { name: `${environment}-errors`, state: alarm ? 'ALARM' : 'OK', changedAt, configuredAt: null } as const,
        ];
      }),
    writersSince: (commit, bases) =>
      call('writers', () => {
        const at = (name: string) => world.commits.findIndex((each) => each.commit === name);
        return writersBetween(world, bases[0] === undefined ? null : at(bases[0]), at(commit));
      }),
    look: ({ environment }) =>
      call('look', () => {
        const { content, release } = accountOf(world, environment);
        return release !== null && content !== world.contents.get(release) ? ['ingest delaySeconds changed'] : [];
      }),
    effects: {
      store: async () => new MemoryStore(world.documents, hook),
      preview: ({ environment, source }) => call('preview', () => planOf(environment, source.release)),
      update: async ({ environment, source: { release } }) => {
        const target = accountOf(world, environment);
        await hook('before', 'update');
        if (target.updatedBy !== null) {
          if (!world.dead.has(target.updatedBy)) world.violations.push(`two updates of ${environment} at once`);
          throw new EngineError(`stack ${environment} is locked by ${target.updatedBy}`);
        }
        // The engine does not even start then.
        if (isAborted(interrupt)) throw new EngineError('interrupted');
        onUpdate(environment, release);
        const { changes } = planOf(environment, release);
        Object.assign(target, { updatedBy: name, worked: null, release });
        await hook('before', 'update');
        // The engine ends what is in flight, unlocks, and says that it was canceled.
        if (isAborted(interrupt)) {
          target.updatedBy = null;
          throw new EngineError('update canceled');
        }
        Object.assign(target, { updatedBy: null, content: world.contents.get(release) ?? 0 });
        await hook('after', 'update');
        return {
          ...{ environment, release, outputs: {} },
          changes: changes.filter(({ operation }) => operation !== 'same'),
        };
      },
      refresh: ({ environment }) =>
        call('refresh', () => {
          const target = accountOf(world, environment);
          if (target.updatedBy !== null && !world.dead.has(target.updatedBy))
            world.violations.push(`${environment} was recovered from ${target.updatedBy}, which lives`);
          target.updatedBy = null;
          return [];
        }),
      settle: () => call('settle', () => []),
      pay: ({ environment }) =>
        call('payment', () => {
          const target = accountOf(world, environment);
          if (target.release === null || world.broken.has(`${target.release} ${environment}`))
            throw new EngineError(`no payment went through ${environment}`);
          if (target.content === world.contents.get(target.release)) {
            target.worked = { release: target.release, at: world.clock };
            target.everWorked.add(target.release);
            target.lastWorked = target.commits.get(target.release) ?? null;
          }
          const told = { notificationId: 'n', servedBy: '1', recordedMilliseconds: 1, publishedMilliseconds: 2 };
          return { idempotencyKey: `smoke-${world.clock}`, ...told };
        }),
    },
  };
}
