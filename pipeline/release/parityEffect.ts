import type { Finding } from '../comparison/finding.ts';
import { impact } from '../comparison/impact.ts';
import type { Rules } from '../comparison/rules.ts';
import type { Observation } from '../snapshot/observation.ts';

/** What a plan does to parity with a neighbour, one line a difference. */
export interface ParityEffect {
  /** The neighbour: the environment below, or above where there is none below. */
  readonly baseline: string;
  readonly opens: readonly string[];
  readonly closes: readonly string[];
  readonly alters: readonly string[];
  /** How many values are known only after the update, so that nobody can say yet whether they differ. */
  readonly unknown: number;
}

/** @param baseline and `target` of `canonicalisePlan` */
export function parityEffect(baseline: Observation, target: Observation, rules: Rules): ParityEffect {
  const { opens, closes, alters, unknown } = impact(baseline, target, rules);
  return {
    baseline: baseline.environment,
    opens: opens.map(inWords),
    closes: closes.map(inWords),
    alters: alters.map(({ before, after }) => `${inWords(after)} (was ${JSON.stringify(before.actual)})`),
    unknown: unknown.length,
  };
}

/** The effect as lines, what it opens first; empty when parity stays as it is. */
export const parityLines = ({ opens, closes, alters, unknown }: ParityEffect): readonly string[] => [
  ...opens.map((line) => `opens: ${line}`),
  ...alters.map((line) => `alters: ${line}`),
  ...closes.map((line) => `closes: ${line}`),
  ...(unknown === 0 ? [] : [`values known only after the update: ${unknown}`]),
];

const inWords = ({ environment, resource, path, change, expected, actual }: Finding): string => {
  const where = `${resource.type.split(':').at(-1) ?? ''} ${resource.name}`;
  return path === ''
    ? `${where} ${change}`
    : `${where} ${path}: expected ${JSON.stringify(expected)}, ${JSON.stringify(actual)} in ${environment}`;
};
