import type { Draft } from './draft.ts';
import type { Sides } from './sides.ts';

const tooSevere = new Set(['critical', 'high']);

/**
 * The same change read in both environments at once, to the same value from the same value and by nobody that the audit trail
 * knows, is most likely the provider reading a property in another way. It is told once. Nothing critical or high is ever
 * taken for noise, and nothing that somebody is known to have done.
 */
export function mergeNoise(drafts: readonly Draft[], { baseline, target }: Sides): readonly Draft[] {
  const groups = Map.groupBy(drafts.filter(mayBeNoise), sameness);
  const noise = [...groups.values()].filter((group) => sides(group, baseline.environment, target.environment));
  if (noise.length === 0) return drafts;
  const merged = new Set(noise.flat());
  const kept = drafts.filter((draft) => !merged.has(draft));
  return [...kept, ...noise.flatMap((group) => group.filter(isIn(target)).map((shown) => asNoise(shown, group)))];
}

const mayBeNoise = ({ kind, classification, path, severity, attribution }: Draft): boolean =>
  kind === 'live-drift' &&
  classification === 'unexpected' &&
  path !== '' &&
  !tooSevere.has(severity) &&
  attribution === undefined;

const sameness = ({ key, identity, change, expected, actual }: Draft): string =>
  JSON.stringify([key, identity, change, expected, actual]);

const sides = (group: readonly Draft[], ...environments: readonly string[]): boolean =>
  environments.every((environment) => group.some((draft) => draft.environment === environment));

const isIn =
  ({ environment }: { readonly environment: string }) =>
  (draft: Draft): boolean =>
    draft.environment === environment;

function asNoise(shown: Draft, group: readonly Draft[]): Draft {
  const where = group
    .map(({ environment }) => environment)
    .sort()
    .join(' and ');
  const reason = `the same change was read in ${where} at once and the audit trail names nobody: probably the provider, not a person`;
  return { ...shown, classification: 'provider-noise', severity: 'info', reason, resolve: ['adopt', 'waive'] };
}
