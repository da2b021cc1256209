import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { resourceOf, whole, type Draft } from './draft.ts';
import type { Sides } from './sides.ts';
import { valueAt } from './path.ts';
import { matchesResource } from './reference.ts';
import type { Variation } from './rules.ts';
import { severityOfLoss } from './severityOfWhole.ts';
import { labelOf, settingOf } from './variations.ts';

/** What rules about the existence of a resource say of a pair of which one may be absent. */
export function declaredExistence(
  sides: Sides,
  left: ObservedResource | undefined,
  right: ObservedResource | undefined,
): readonly Draft[] {
  const resource = right ?? left;
  if (resource === undefined) return [];
  const rules = sides.rules.variations.filter(
    (rule) => (rule.present ?? rule.forEach) !== undefined && matchesResource(rule.resource, labelOf(resource)),
  );
  return rules.flatMap((rule) => {
    sides.used.add(rule);
    // With a list of settings each environment is checked by itself, in `declaredItems`.
    if (rule.forEach !== undefined) return left && right ? [] : [expected(sides, rule, left, right, resource)];
    const wrong = [
      ...violations(sides.baseline, rule, left, resource),
      ...violations(sides.target, rule, right, resource),
    ];
    if (wrong.length > 0) return wrong;
    return left && right ? [] : [expected(sides, rule, left, right, resource)];
  });
}

function violations(
  { environment }: Observation,
  rule: Variation,
  found: ObservedResource | undefined,
  resource: ObservedResource,
): readonly Draft[] {
  const wanted = rule.present?.[environment];
  if (wanted === undefined || wanted === (found !== undefined)) return [];
  const { severity, why } = severityOfLoss(resource.type);
  return [
    {
      key: resource.key,
      kind: 'parity',
      environment,
      resource: { ...resourceOf(resource), physicalId: found?.physicalId ?? null },
      ...whole,
      change: wanted ? 'missing' : 'added',
      expected: null,
      actual: null,
      classification: 'unexpected',
      severity: wanted ? severity : 'medium',
      reason: wanted
        ? `config/parity.yaml declares that ${environment} has it: ${why}`
        : `config/parity.yaml declares that ${environment} does not have it`,
      resolve: ['adopt', 'waive'],
    },
  ];
}

function expected(
  sides: Sides,
  rule: Variation,
  left: ObservedResource | undefined,
  right: ObservedResource | undefined,
  resource: ObservedResource,
): Draft {
  return {
    key: resource.key,
    kind: 'parity',
    environment: sides.target.environment,
    resource: { ...resourceOf(resource), physicalId: right?.physicalId ?? null },
    ...whole,
    change: left ? 'missing' : 'added',
    expected: left?.state ?? null,
    actual: right?.state ?? null,
    classification: 'expected-variation',
    severity: 'info',
    reason: rule.reason,
    resolve: [],
  };
}

/** Items of a list of settings for which an environment has no resource. */
export function declaredItems(sides: Sides): readonly Draft[] {
  const rules = sides.rules.variations.filter(({ forEach }) => forEach !== undefined);
  return rules.flatMap((rule) => [
    ...missingItems(rule, sides.baseline, sides.target),
    ...missingItems(rule, sides.target, sides.baseline),
  ]);
}

/** A resource that both have and that has none of the items is told by itself: it stands for one of those missing here. */
function missingItems(
  rule: Variation,
  { environment, resources, ...observation }: Observation,
  other: Observation,
): readonly Draft[] {
  const ours = resources.filter((each) => matchesResource(rule.resource, labelOf(each)));
  const items = settingOf(rule.forEach ?? '', { environment, resources, ...observation });
  const isFor = ({ state, program }: ObservedResource, item: Value): boolean =>
    [state, program].some((view) => view !== null && sameValue(valueAt(view, rule.property ?? ''), item));
  const wanted = Array.isArray(items) ? (items as readonly Value[]) : [];
  const astray = ours.filter(
    (each) =>
      other.resources.some(({ key, state }) => key === each.key && state !== null) &&
      each.state !== null &&
      !wanted.some((item) => isFor(each, item)),
  );
  const missing = wanted.filter((item) => !ours.some((each) => isFor(each, item))).slice(astray.length);
  const [type = '', name = ''] = splitReference(rule.resource);
  return missing.map((item) => ({
    key: rule.resource,
    kind: 'parity',
    environment,
    resource: { type, name, urn: '', physicalId: null },
    path: rule.property ?? '',
    identity: `${rule.property ?? ''}=${JSON.stringify(item)}`,
    change: 'missing',
    expected: item,
    actual: null,
    classification: 'unexpected',
    severity: severityOfLoss(type).severity,
    reason: `the settings of ${environment} name it (${rule.forEach ?? ''}), and there is no resource for it`,
    resolve: ['revert', 'waive'],
  }));
}

function splitReference(reference: string): readonly string[] {
  const at = reference.lastIndexOf('/');
  return [reference.slice(0, at), reference.slice(at + 1)];
}
