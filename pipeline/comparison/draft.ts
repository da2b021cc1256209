import { createHash } from 'node:crypto';
import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { isFields } from '../snapshot/policy.ts';
import { isSecretText, secretText } from '../snapshot/signatures.ts';
import { urnPart } from '../snapshot/urn.ts';
import type { Difference } from './difference.ts';
import type { Finding } from './finding.ts';

/** A finding on its way: with what identifies it across runs, which the report does not show. */
export interface Draft extends Omit<Finding, 'id'> {
  /** Logical identity of the resource, equal in every environment. */
  readonly key: string;
  /** Path with list elements named by what they are. */
  readonly identity: string;
}

/** Stable across runs, machines and order: it knows neither values nor positions. */
export function identify({ key, identity, ...finding }: Draft): Finding {
  const parts = [finding.kind, finding.environment, key, finding.change, identity];
  const id = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
  return { id, ...finding, expected: shown(finding.expected), actual: shown(finding.actual) };
}

/** Fingerprints of secrets stay inside: a report says only that there is one. */
function shown(value: Value): Value {
  if (typeof value === 'string') return isSecretText(value) ? secretText : value;
  if (Array.isArray(value)) return value.map(shown);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
}

export const resourceOf = ({ type, name, urn, physicalId }: ObservedResource): Finding['resource'] => ({
  type,
  name,
  urn,
  physicalId,
});

/** The whole environment, for what concerns no single resource. */
export function stackOf({ environment, resources }: Observation): Finding['resource'] {
  const project = urnPart(resources[0]?.urn ?? '', 'project') || 'payments';
  const name = `${project}-${environment}`;
  return {
    type: 'pulumi:pulumi:Stack',
    name,
    urn: `urn:pulumi:${environment}::${project}::pulumi:pulumi:Stack::${name}`,
    physicalId: null,
  };
}

export const whole = { path: '', identity: '' } as const;

export const parts = ({ path, identity, change, expected, actual }: Difference): Difference => ({
  path,
  identity,
  change,
  expected,
  actual,
});
