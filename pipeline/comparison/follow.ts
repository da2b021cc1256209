import type { Value } from '../snapshot/observation.ts';
import type { Draft } from './draft.ts';
import type { Sides } from './sides.ts';
import { matchesProperty, matchesResource } from './reference.ts';
import type { Variation } from './rules.ts';

/**
 * A property that repeats what other resources say (a dashboard draws the thresholds of alarms) may differ as they are
 * declared to differ, and in nothing else.
 */
export function followDeclared(sides: Sides, drafts: readonly Draft[]): readonly Draft[] {
  const rules = sides.rules.variations.filter(({ follows }) => follows !== undefined);
  if (rules.length === 0) return drafts;
  for (const rule of rules) {
    const exists = sides.target.resources.some(({ type, name }) => matchesResource(rule.resource, `${type}/${name}`));
    if (exists) sides.used.add(rule);
  }
  return drafts.map((draft) => {
    const rule = rules.find((each) => isAbout(each, draft));
    if (rule === undefined || draft.classification !== 'unexpected') return draft;
    if (!repeats(draft, declaredBy(rule, drafts))) return draft;
    return { ...draft, classification: 'expected-variation', severity: 'info', reason: rule.reason, resolve: [] };
  });
}

const isAbout = (rule: Variation, { resource, path }: Draft): boolean =>
  path !== '' &&
  matchesResource(rule.resource, `${resource.type}/${resource.name}`) &&
  matchesProperty(rule.property, path);

const declaredBy = ({ follows = '' }: Variation, drafts: readonly Draft[]): readonly Draft[] =>
  drafts.filter(
    ({ classification, resource }) =>
      classification === 'expected-variation' && matchesResource(follows, `${resource.type}/${resource.name}`),
  );

/** Either the same pair of values, or, where a followed resource exists on one side only, its element and what moves for it. */
function repeats({ expected, actual, change, path }: Draft, declared: readonly Draft[]): boolean {
  const pair = JSON.stringify([expected, actual]);
  if (declared.some((each) => JSON.stringify([each.expected, each.actual]) === pair)) return true;
  const oneSided = declared.filter((each) => each.path === '');
  if (change !== 'changed')
    return oneSided.some((each) => each.change === change && mentions(expected ?? actual, each));
  return oneSided.length > 0 && /\.[xy]$/.test(path);
}

/** An element tells which resource it is about by the end of its name: `function-throttles` of `payments-function-throttles`. */
function mentions(element: Value, { resource }: Draft): boolean {
  if (typeof element === 'string') return element.length > 3 && resource.name.endsWith(element);
  if (typeof element !== 'object' || element === null) return false;
  return Object.values(element as Readonly<Record<string, Value>>).some((each) =>
    mentions(each, { resource } as Draft),
  );
}
