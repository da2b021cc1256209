import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { valueAt } from './path.ts';
import { matchesResource } from './reference.ts';
import type { Rules, Variation } from './rules.ts';

/** A variation as it applies to one resource of one environment. */
export interface Declared {
  readonly rule: Variation;
  /** What the environment must have there; undefined when the rule names a setting that it does not have. */
  readonly value: Value | undefined;
  /** Whether the environment has it. */
  readonly holds: boolean;
  readonly actual: Value;
}

export const labelOf = ({ type, name }: Pick<ObservedResource, 'type' | 'name'>): string => `${type}/${name}`;

/** Variations about a property of this resource. */
export const propertyRulesFor = (rules: Rules, label: string): readonly Variation[] =>
  rules.variations.filter((rule) => rule.property !== undefined && matchesResource(rule.resource, label));

/** What a rule asks of a property, and whether state has it. */
export function declared(rule: Variation, resource: ObservedResource, observation: Observation): Declared {
  const actual = valueAt(resource.state ?? {}, rule.property ?? '') ?? null;
  if (rule.forEach !== undefined) {
    const items = settingOf(rule.forEach, observation);
    const value = Array.isArray(items) && items.some((item: Value) => sameValue(item, actual)) ? actual : items;
    return { rule, value, holds: value === actual, actual };
  }
  const value =
    rule.values === undefined ? settingOf(rule.value ?? '', observation) : rule.values[observation.environment];
  return { rule, value, holds: value !== undefined && means(value, actual), actual };
}

/** `null` and `false` say that something is absent or switched off; a number may stand as text in a document. */
function means(declaredValue: Value, actual: Value): boolean {
  if (declaredValue === null || declaredValue === false) return actual === null || actual === false;
  if (typeof declaredValue === 'number' && typeof actual === 'string') return String(declaredValue) === actual;
  return sameValue(declaredValue, actual);
}

export function settingOf(path: string, { configuration }: Observation): Value | undefined {
  return path
    .split('.')
    .slice(1)
    .reduce<Value | undefined>((value, step) => (isFields(value) ? value[step] : undefined), configuration);
}
