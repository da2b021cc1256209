import type { Report } from '../comparison/finding.ts';
import type { Rules } from '../comparison/rules.ts';
import { secondsBetween } from './figures.ts';

/** A waiver of `config/parity.yaml`, and how long it has been in use according to the reports. */
export interface WaiverAge {
  readonly resource: string;
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it holds. */
  readonly expires: string;
  /** Days left; negative once it has expired. */
  readonly daysLeft: number;
  /** Since the first report that names it; null when none does. */
  readonly ageSeconds: number | null;
}

const day = 86_400_000;

/** @param reports oldest first */
export function waiverAges({ waivers }: Rules, reports: readonly Report[], now: Date): readonly WaiverAge[] {
  return waivers.map(({ resource, owner, reason, expires }) => {
    const first = reports.find(({ findings }) =>
      findings.some(({ waiver }) => waiver?.owner === owner && waiver.reason === reason),
    );
    return {
      resource,
      owner,
      reason,
      expires,
      daysLeft: Math.ceil((Date.parse(`${expires}T00:00:00Z`) + day - now.getTime()) / day),
      ageSeconds: first === undefined ? null : secondsBetween(first.generatedAt, now.toISOString()),
    };
  });
}
