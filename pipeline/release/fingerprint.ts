import { createHash } from 'node:crypto';
import type { Plan, PlannedChange } from '../engine/plan.ts';
import type { Value } from '../snapshot/observation.ts';
import { canonicalPolicy, isPolicy } from '../snapshot/policy.ts';

/**
 * A digest of what a plan would do, by meaning: equal for the same operations on the same values, whatever the order, the
 * formatting of policies or the release id (which only stack outputs carry). An unknown value stays the engine's mark for one.
 */
export function fingerprint(plan: Pick<Plan, 'environment' | 'changes'>): string {
  const operations = plan.changes.filter(({ operation }) => operation !== 'same');
  const text = operations.map(meaningOf).sort().join('\n');
  return createHash('sha256').update(`${plan.environment}\n${text}`).digest('hex');
}

/** True when an update would change nothing but the recorded release. */
export const isEmpty = (plan: Pick<Plan, 'changes'>): boolean =>
  plan.changes.every(({ operation }) => operation === 'same');

/** One operation by meaning, as text: equal when it does the same to the same values. */
export const meaningOf = ({ urn, operation, properties, oldInputs, newInputs }: PlannedChange): string =>
  JSON.stringify({
    urn,
    operation,
    properties: inputsAmong(properties, oldInputs, newInputs),
    inputs: normal(newInputs),
  });

/** What only the provider computes (a version, a time of change) is no part of what somebody approves. */
function inputsAmong(
  properties: PlannedChange['properties'],
  ...inputs: readonly PlannedChange['newInputs'][]
): string[] {
  const names = Object.keys(properties).map((path) => /^[^.[]+/.exec(path)?.[0] ?? path);
  return [...new Set(names)].filter((name) => inputs.some((each) => each !== null && name in each)).sort();
}

/** Keys in order, policies and other JSON text by content, archives by digest without their path. */
function normal(value: unknown): unknown {
  if (typeof value === 'string') return normalText(value);
  if (Array.isArray(value)) return value.map(normal);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value as Record<string, unknown>).filter(
    ([key]) => !(key === 'path' && isAsset(value)),
  );
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, normal(inner)] as const);
  const ordered = Object.fromEntries(sorted) as Value;
  return isPolicy(ordered) ? canonicalPolicy(ordered) : ordered;
}

/** Pulumi's marker of assets and archives in serialised properties. */
const isAsset = (value: object): boolean => '4dabf18193072939515e22adb298388d' in value;

function normalText(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return normal(JSON.parse(text));
  } catch {
    return text;
  }
}
