import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { unknownValue } from '../snapshot/values.ts';
import { identify, type Draft } from './draft.ts';
import { isEmpty } from './drift.ts';
import type { Finding } from './finding.ts';
import { parityOf } from './parity.ts';
import type { Rules } from './rules.ts';
import { worstFirst } from './verdict.ts';

/** A parity difference that stays, with another value after the change. */
export interface Altered {
  readonly before: Finding;
  readonly after: Finding;
}

/** What a change does to parity once it has been promoted to both environments. */
export interface Impact {
  readonly baseline: string;
  readonly target: string;
  /** Undeclared differences that the change makes. */
  readonly opens: readonly Finding[];
  /** Undeclared differences that the change ends. */
  readonly closes: readonly Finding[];
  readonly alters: readonly Altered[];
  /** Declared variations whose values the change moves. */
  readonly declared: readonly Altered[];
  /** Values that an update has to make first (an id, an ARN of AWS's choice): whether they differ is known after it. */
  readonly unknown: readonly Finding[];
  /** Environments whose plan or state was not completely known, so that this is not the whole truth. */
  readonly incomplete: readonly string[];
}

/**
 * Compares parity as deployed with parity as planned. Observations made of plans will do (`canonicalisePlan`): the account is
 * not asked.
 */
export function impact(baseline: Observation, target: Observation, rules: Rules): Impact {
  const before = findingsOf(deployed(baseline), deployed(target), rules);
  const after = findingsOf(planned(baseline), planned(target), rules);
  const open = (found: ReadonlyMap<string, Finding>): readonly Finding[] =>
    [...found.values()].filter(({ classification }) => classification === 'unexpected');
  const isOpen = (finding: Finding | undefined): boolean => finding?.classification === 'unexpected';
  const both = [...after.values()].flatMap((each) => alteredBy(before.get(each.id), each));
  const opened = open(after).filter(({ id }) => !isOpen(before.get(id)));
  return {
    baseline: baseline.environment,
    target: target.environment,
    opens: worstFirst(opened.filter((finding) => !isNotKnown(finding))),
    closes: worstFirst(open(before).filter(({ id }) => !isOpen(after.get(id)))),
    alters: both.filter((each) => isOpen(each.before) && isOpen(each.after)),
    declared: both.filter((each) => !isOpen(each.before) && !isOpen(each.after)),
    unknown: opened.filter(isNotKnown),
    incomplete: [baseline, target]
      .filter(({ causes, completeness }) => causes.length > 0 || completeness === 'failed')
      .map((each) => each.environment),
  };
}

/** Where one of the two has nothing there is no parity yet, and so nothing that a change could end. */
function findingsOf(baseline: Observation, target: Observation, rules: Rules): ReadonlyMap<string, Finding> {
  if (isEmpty(baseline) || isEmpty(target)) return new Map();
  const drafts: readonly Draft[] = parityOf({ baseline, target, rules, used: new Set() });
  return new Map(drafts.map(identify).map((finding) => [finding.id, finding]));
}

function alteredBy(before: Finding | undefined, after: Finding): readonly Altered[] {
  return before !== undefined && text([before.expected, before.actual]) !== text([after.expected, after.actual])
    ? [{ before, after }]
    : [];
}

/** Both have a value, and one of them is to come. What only one of them has differs whatever the value. */
const isNotKnown = ({ change, expected, actual }: Finding): boolean =>
  change === 'changed' && text([expected, actual]).includes(unknownValue);

const text = (values: readonly Value[]): string => JSON.stringify(values);

/** Program and state are made one, so that nothing counts as waiting for a deployment. */
const deployed = (observation: Observation): Observation => ({
  ...observation,
  resources: observation.resources.map((each) => ({ ...each, program: each.state })),
});

const planned = (observation: Observation): Observation => ({
  ...observation,
  resources: observation.resources.map(withKnown).map((each) => ({ ...each, state: each.program })),
});

/** A policy that is not known before the update says nothing about parity: it counts as it is recorded. */
function withKnown(resource: ObservedResource): ObservedResource {
  const { program, state } = resource;
  if (program === null || state === null || !Object.values(program).includes(unknownValue)) return resource;
  const known = Object.entries(program).flatMap(([property, value]) => {
    const recorded = value === unknownValue ? state[property] : value;
    return recorded === undefined ? [] : [[property, recorded] as const];
  });
  return { ...resource, program: Object.fromEntries(known) };
}
