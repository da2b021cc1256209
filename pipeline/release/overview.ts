import type { Configuration } from '../configuration/index.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import { openStore } from '../store/open.ts';
import { describeLease, readLease } from './lease.ts';
import { readPromotion, type PromotionRecord } from './promotionRecord.ts';
import type { Release } from './release.ts';
import { listReleases } from './releaseStore.ts';

export interface EnvironmentOverview {
  readonly record: PromotionRecord;
  /** Who changes the environment right now, or left a lease behind; null when nobody. */
  readonly lease: string | null;
  /** The release below is newer: it waits for promotion into this environment. */
  readonly waiting: { readonly release: string; readonly verifiedBelow: boolean } | null;
}

export interface Overview {
  /** In promotion order. */
  readonly environments: readonly EnvironmentOverview[];
  /** Newest first. */
  readonly releases: readonly Release[];
}

/** What runs where, since when, verified or not, and what waits for what. */
export async function releaseOverview(configuration: Configuration, surroundings: Surroundings): Promise<Overview> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const names = configuration.environments.map(({ environment }) => environment);
  const [records, leases, releases] = await Promise.all([
    Promise.all(names.map((name) => readPromotion(store, name))),
    Promise.all(names.map((name) => readLease(store, name))),
    listReleases(store),
  ]);
  const environments = records.map((record, index) => ({
    record,
    lease: leases[index] ? describeLease(leases[index].lease) : null,
    waiting: waitingFor(record, records[index - 1]),
  }));
  return { environments, releases };
}

function waitingFor(own: PromotionRecord, below: PromotionRecord | undefined): EnvironmentOverview['waiting'] {
  const next = below?.current;
  if (!next || next.release === own.current?.release) return null;
  return { release: next.release, verifiedBelow: next.verifiedAt !== null };
}
