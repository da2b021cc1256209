import type { Finding, Report } from '../comparison/finding.ts';
import { durations, secondsBetween, type Durations } from './figures.ts';

/** One difference, from the report that found it to the report that no longer did. Times are ISO 8601. */
export interface Episode {
  readonly id: string;
  readonly environment: string;
  readonly resource: string;
  readonly path: string;
  readonly severity: Finding['severity'];
  readonly firstSeen: string;
  /** Null while it is open. */
  readonly resolved: string | null;
  /** When it was made, where CloudTrail told. */
  readonly madeAt: string | null;
}

export interface Drift {
  readonly reports: number;
  readonly episodes: readonly Episode[];
  readonly open: number;
  /** From the change in the account to the report; only of those whose change CloudTrail told. */
  readonly timeToDetect: Durations;
  /** From the first report of it to the first complete one without it. */
  readonly timeToResolve: Durations;
}

/** @param reports oldest first */
export function driftOf(reports: readonly Report[]): Drift {
  const pairs = Map.groupBy(reports, ({ baseline, target }) => `${baseline} ${target}`);
  const episodes = [...pairs.values()].flatMap(episodesOf);
  return {
    reports: reports.length,
    episodes: episodes.sort((a, b) => a.firstSeen.localeCompare(b.firstSeen)),
    open: episodes.filter(({ resolved }) => resolved === null).length,
    timeToDetect: durations(
      episodes.flatMap(({ madeAt, firstSeen }) => (madeAt === null ? [] : [secondsBetween(madeAt, firstSeen)])),
    ),
    timeToResolve: durations(
      episodes.flatMap(({ firstSeen, resolved }) => (resolved === null ? [] : [secondsBetween(firstSeen, resolved)])),
    ),
  };
}

const isDrift = ({ classification }: Finding): boolean =>
  classification === 'unexpected' || classification === 'waiver-expired';

/** Of one pair of environments. A difference that comes back is another episode. */
function episodesOf(reports: readonly Report[]): readonly Episode[] {
  const open = new Map<string, Episode>();
  const closed: Episode[] = [];
  for (const report of reports) {
    const found = new Map(report.findings.filter(isDrift).map((finding) => [finding.id, finding]));
    for (const [id, episode] of open) {
      if (found.has(id) || !sawAll(report)) continue;
      closed.push({ ...episode, resolved: report.generatedAt });
      open.delete(id);
    }
    for (const [id, finding] of found) if (!open.has(id)) open.set(id, begin(finding, report));
  }
  return [...closed, ...open.values()];
}

/** What an incomplete observation does not show may still be there. */
const sawAll = ({ environments, findings }: Report): boolean =>
  Object.values(environments).every(({ observed }) => observed === 'complete') &&
  findings.every(({ classification }) => classification !== 'unknown');

const begin = (
  { id, environment, resource, path, severity, attribution }: Finding,
  { generatedAt }: Report,
): Episode => ({
  id,
  environment,
  resource: `${resource.type}/${resource.name}`,
  path,
  severity,
  firstSeen: generatedAt,
  resolved: null,
  madeAt: attribution?.at ?? null,
});
