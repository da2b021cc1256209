import { requireEnvironment, type Configuration } from '../configuration/index.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { openStore } from '../store/open.ts';
import { readAlarms } from './readAlarms.ts';
import { describeLease, readLease } from './lease.ts';
import { readPromotion, type PromotionRecord } from './promotionRecord.ts';
import { readGate } from './readGate.ts';
import type { Release } from './release.ts';
import { listReleases } from './releaseStore.ts';

export interface EnvironmentOverview {
  readonly record: PromotionRecord;
  /** Who changes the environment right now, or left a lease behind; null when nobody. */
  readonly lease: string | null;
  /** The release below is another one: it waits for promotion into this environment. */
  readonly waiting: Waiting | null;
}

export interface Waiting {
  readonly release: string;
  /** What the gate waits for, each fact as a sentence; empty when it is open. */
  readonly missing: readonly string[];
  /** ISO 8601: when it opens by itself; null when it is open or needs somebody. */
  readonly opensAt: string | null;
  /** Somebody has to approve the plan as well. */
  readonly asksForApproval: boolean;
}

export interface Overview {
  /** In promotion order. */
  readonly environments: readonly EnvironmentOverview[];
  /** Newest first. */
  readonly releases: readonly Release[];
}

/** What runs where, since when, verified or not, and what waits for what. */
export async function releaseOverview(
  configuration: Configuration,
  surroundings: Surroundings,
  now: () => Date,
): Promise<Overview> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const names = configuration.environments.map(({ environment }) => environment);
  const [records, leases, releases] = await Promise.all([
    Promise.all(names.map((name) => readPromotion(store, name))),
    Promise.all(names.map((name) => readLease(store, name))),
    listReleases(store),
  ]);
  const alarmsOf: Gatekeeper['alarmsOf'] = (environment) => readAlarms(surroundings, environment);
  const gatekeeper = { configuration, surroundings, alarmsOf, now, store };
  const environments = records.map(async (record, index) => ({
    record,
    lease: leases[index] ? describeLease(leases[index].lease) : null,
    waiting: await waitingFor(gatekeeper, releases, record, records[index - 1]),
  }));
  return { environments: await Promise.all(environments), releases };
}

type Gatekeeper = Parameters<typeof readGate>[0] & { readonly store: DocumentStore };

async function waitingFor(
  gatekeeper: Gatekeeper,
  releases: readonly Release[],
  own: PromotionRecord,
  below: PromotionRecord | undefined,
): Promise<Waiting | null> {
  const release = below?.current?.release;
  if (release === undefined || release === own.current?.release) return null;
  const settings = requireEnvironment(gatekeeper.configuration, own.environment);
  const dirty = releases.find(({ id }) => id === release)?.dirty;
  const { decision } = await readGate(gatekeeper, gatekeeper.store, {
    ...{ settings, release: { id: release, dirty }, emergency: false, kind: 'promotion' },
  });
  return {
    release,
    missing: decision.missing,
    opensAt: decision.opensAt?.toISOString() ?? null,
    asksForApproval: settings.gate.requireApproval,
  };
}
