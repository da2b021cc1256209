import type { Draft } from './draft.ts';
import type { Sides } from './sides.ts';
import type { Rules, Variation, Waiver } from './rules.ts';
import { covers, expiredWaivers } from './waivers.ts';

/** Rules that are wrong by themselves: a variation that is about nothing, a waiver that has ended and covers nothing. */
export function ruleFindings(
  sides: Sides | null,
  target: string,
  drafts: readonly Draft[],
  rules: Rules,
  now: Date,
): readonly Draft[] {
  const ended = expiredWaivers(rules, now).filter(
    (waiver) => !drafts.some((draft) => draft.waiver && covers(waiver, draft)),
  );
  return [...(sides === null ? [] : staleVariations(sides, target)), ...ended.map((waiver) => expired(waiver, target))];
}

/** Only when both sides were completely seen can it be said that a rule is about nothing. */
function staleVariations({ baseline, target: { completeness }, rules, used }: Sides, target: string): readonly Draft[] {
  if (baseline.completeness !== 'complete' || completeness !== 'complete') return [];
  return rules.variations.filter((rule) => !used.has(rule)).map((rule) => stale(rule, target));
}

function stale(rule: Variation, environment: string): Draft {
  const about = rule.property === undefined ? rule.resource : `${rule.resource} ${rule.property}`;
  return {
    ...onRule(about, environment),
    classification: 'unexpected',
    severity: 'low',
    reason: `this variation applies to nothing: no environment has "${about}". A rule that is about nothing hides a mistake later`,
  };
}

function expired(waiver: Waiver, environment: string): Draft {
  const about = [waiver.resource, waiver.property, waiver.addition].filter((each) => each !== undefined).join(' ');
  const { owner, expires, reason } = waiver;
  return {
    ...onRule(`waiver ${about}`, waiver.environment ?? environment),
    classification: 'waiver-expired',
    severity: 'low',
    reason: `the waiver of ${owner} ended on ${expires} and covers nothing any more: remove it`,
    waiver: { owner, expires, reason },
  };
}

const onRule = (about: string, environment: string) =>
  ({
    key: `parity.yaml ${about}`,
    kind: 'parity',
    environment,
    resource: { type: 'config/parity.yaml', name: about, urn: '', physicalId: null },
    change: 'changed',
    path: '',
    identity: '',
    expected: null,
    actual: null,
    resolve: ['adopt'],
  }) as const;
