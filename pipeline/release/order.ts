/** Which of two releases is the newer one: the one whose change came to main later. Ids say nothing, a revert has an old one. */
import type { Deployment, PromotionRecord } from './promotionRecord.ts';

/** What tells how new a release is, as its record or the run that brings it says. */
export interface Ordered {
  readonly id: string;
  /** ISO 8601: when the commit was made that the run is about; a revert is newer than the release it brings back. */
  readonly committedAt?: string | undefined;
  /** Uncommitted work stands in no order: it is neither older nor newer than anything. */
  readonly dirty?: boolean | undefined;
}

type Records = readonly (PromotionRecord | null)[];

/** The newest commit that is known to have given a release; null when nobody knows one, as of uncommitted work. */
export function committedLast({ id, committedAt, dirty }: Ordered, records: Records): string | null {
  if (dirty === true) return null;
  const known = records.flatMap((record) => deploymentsOf(record).filter(({ release }) => release === id));
  const times = [committedAt, ...known.map((deployment) => deployment.committedAt)].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
}

/** The newest release that was verified here, if it is newer than this one and this one does not run here anyway. */
export function newerHere(release: Ordered, own: PromotionRecord, lower: PromotionRecord | null): Deployment | null {
  const age = committedLast(release, [own, lower]);
  if (age === null || own.current?.release === release.id) return null;
  const newer = own.verified.filter(({ committedAt }) => committedAt !== undefined && later(committedAt, age));
  return newer.reduce<Deployment | null>(
    (newest, each) => (newest === null || later(each.committedAt ?? '', newest.committedAt ?? '') ? each : newest),
    null,
  );
}

const later = (one: string, other: string): boolean => Date.parse(one) > Date.parse(other);

const deploymentsOf = (record: PromotionRecord | null): readonly Deployment[] =>
  record === null ? [] : [...(record.current === null ? [] : [record.current]), ...record.verified];
