import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { differences } from './difference.ts';
import type { Draft } from './draft.ts';
import type { Sides } from './sides.ts';

/**
 * A parity difference between two environments that run different releases, and each exactly its own, waits for promotion. It
 * is unexpected again when it waits for longer than `pendingReleaseLimitHours`, or when the settings differ in just this
 * way, because then no promotion ends it.
 */
export function explainByReleases(sides: Sides, drafts: readonly Draft[], now: Date): readonly Draft[] {
  const { baseline, target } = sides;
  if (baseline.release === null || target.release === null || baseline.release === target.release) return drafts;
  const index = { baseline: byKey(baseline), target: byKey(target) };
  const since = newest([baseline.releasedAt, target.releasedAt]);
  return drafts.map((draft) => {
    if (draft.kind !== 'parity' || draft.classification !== 'unexpected') return draft;
    const setting = settingBehind(sides, draft);
    if (setting !== null)
      return { ...draft, reason: `${draft.reason}; ${setting} differs in the same way, so no promotion ends it` };
    return explained(sides, draft, index, since, now);
  });
}

type Index = Readonly<Record<'baseline' | 'target', ReadonlyMap<string, ObservedResource>>>;

function explained(
  { baseline, target, rules }: Sides,
  draft: Draft,
  index: Index,
  since: string | null,
  now: Date,
): Draft {
  const own = (['baseline', 'target'] as const).map((side) => runsItsProgram(index[side].get(draft.key), draft));
  if (own.includes('unknown')) {
    return {
      ...draft,
      classification: 'unknown',
      reason: `${draft.reason}; whether the releases explain it is not known, a program could not be asked`,
    };
  }
  if (own.includes('no')) return draft;
  const between = `${baseline.environment} runs ${short(baseline.release)}, ${target.environment} runs ${short(target.release)}`;
  if (since === null)
    return {
      ...draft,
      classification: 'pending-release',
      reason: `waits for promotion: ${between}, for how long is not known`,
    };
  const ageSeconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  const limit = rules.pendingReleaseLimitHours;
  if (ageSeconds > limit * 3600) {
    return { ...draft, ageSeconds, reason: `waits for promotion for longer than ${limit} hours: ${between}` };
  }
  return { ...draft, ageSeconds, classification: 'pending-release', reason: `waits for promotion: ${between}` };
}

function runsItsProgram(resource: ObservedResource | undefined, { identity }: Draft): 'yes' | 'no' | 'unknown' {
  if (resource === undefined || resource.state === null) return resource?.program ? 'no' : 'yes';
  if (resource.program === null) return 'unknown';
  if (resource.program === resource.state) return 'yes';
  const changed = differences(resource.program, resource.state);
  return changed.some((each) => identity === '' || each.identity === identity) ? 'no' : 'yes';
}

/**
 * A setting that still differs between the two exactly as the property does once the target runs the baseline's release; numbers
 * and texts only, since booleans repeat by chance.
 */
function settingBehind({ baseline, target, rules }: Sides, { expected, actual }: Draft): string | null {
  const telling = (value: Value): boolean =>
    typeof value === 'number' || (typeof value === 'string' && value.length > 2);
  if (!telling(expected) || !telling(actual)) return null;
  const declared = new Set(rules.variations.flatMap(({ value, forEach }) => [value, forEach]));
  const names = Object.keys(baseline.configuration).filter((name) => !declared.has(`settings.${name}`));
  const promoted = baseline.configurations?.[target.environment] ?? target.configuration;
  const found = names.find((name) => pairs(baseline.configuration[name], promoted[name], expected, actual));
  return found === undefined ? null : `settings.${found}`;
}

function pairs(left: Value | undefined, right: Value | undefined, expected: Value, actual: Value): boolean {
  if (isFields(left) && isFields(right))
    return Object.keys(left).some((key) => pairs(left[key], right[key], expected, actual));
  return sameValue(left, expected) && sameValue(right, actual);
}

const byKey = ({ resources }: Observation): ReadonlyMap<string, ObservedResource> =>
  new Map(resources.map((each) => [each.key, each]));
const newest = (times: readonly (string | null)[]): string | null =>
  times.reduce(
    (last, each) => (each !== null && (last === null || Date.parse(each) > Date.parse(last)) ? each : last),
    null,
  );
const short = (release: string | null): string => (release ?? 'no release').slice(0, 19);
