import type { Observation, ObservedResource, Value } from '../snapshot/observation.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import { differences, type Difference } from './difference.ts';
import { parts, resourceOf, whole, type Draft } from './draft.ts';
import { declaredExistence, declaredItems } from './existence.ts';
import { followDeclared } from './follow.ts';
import { match, type Match } from './match.ts';
import { matchesProperty } from './reference.ts';
import { withBaselineNames } from './references.ts';
import type { Variation } from './rules.ts';
import { judge } from './severity.ts';
import type { Sides } from './sides.ts';
import { declared, labelOf, propertyRulesFor } from './variations.ts';

/**
 * How the target differs from its baseline, by what is deployed in each. What the account holds beyond that is live drift, and
 * what a program wants beyond that is an undeployed change: each is told once, as what it is.
 */
export function parityOf(sides: Sides): readonly Draft[] {
  const matches = withBaselineNames(match(sides.baseline.resources, sides.target.resources));
  const found = matches.flatMap((each) =>
    each.left && each.right ? both(sides, each, each.left, each.right) : one(sides, each),
  );
  return [...followDeclared(sides, found), ...declaredItems(sides)];
}

function both(sides: Sides, { evidence }: Match, left: ObservedResource, right: ObservedResource): readonly Draft[] {
  const found = left.state && right.state ? differences(left.state, right.state) : [];
  const rules = propertyRulesFor(sides.rules, labelOf(right)).filter(({ follows }) => follows === undefined);
  const declaredOnes = rules.flatMap((rule) => checkRule(sides, rule, left, right, found));
  const open = found.filter(({ path }) => !rules.some((rule) => matchesProperty(rule.property, path)));
  return [
    ...(evidence === undefined ? [] : [renamed(sides, left, right, evidence)]),
    ...declaredOnes,
    ...declaredExistence(sides, left, right),
    ...withoutUndeployed(open, left, right).map((each) => draft(sides, left, right, each)),
  ];
}

/** A difference that deploying the programs would remove is an undeployed change, and told as that alone. */
function withoutUndeployed(
  found: readonly Difference[],
  left: ObservedResource,
  right: ObservedResource,
): readonly Difference[] {
  if (found.length === 0 || left.program === null || right.program === null) return found;
  if (left.program === left.state && right.program === right.state) return found;
  const planned = new Set(differences(left.program, right.program).map(({ identity }) => identity));
  return found.filter(({ identity }) => planned.has(identity));
}

function draft(sides: Sides, left: ObservedResource, right: ObservedResource, found: Difference): Draft {
  const { severity, why } = judge({ ...found, type: right.type, before: left.state, after: right.state });
  return {
    ...about(sides, right),
    ...parts(found),
    severity,
    reason: `differs from ${sides.baseline.environment}, undeclared: ${why}`,
  };
}

const about = ({ target }: Sides, resource: ObservedResource) =>
  ({
    key: resource.key,
    kind: 'parity',
    environment: target.environment,
    resource: resourceOf(resource),
    classification: 'unexpected',
    resolve: ['adopt', 'waive'],
  }) as const;

/** Both environments must have what the rule declares for them; only then is their difference an expected variation. */
function checkRule(
  sides: Sides,
  rule: Variation,
  left: ObservedResource,
  right: ObservedResource,
  found: readonly Difference[],
) {
  const checks = [
    { observation: sides.baseline, resource: left },
    { observation: sides.target, resource: right },
  ].map((side) => ({ ...side, check: declared(rule, side.resource, side.observation) }));
  if (checks.some(({ check }) => check.actual !== null || (check.value !== undefined && check.value !== null)))
    sides.used.add(rule);
  const wrong = checks.filter(
    ({ check, resource, observation }) => !check.holds && !isUndeployed(rule, resource, observation),
  );
  if (wrong.length > 0)
    return wrong.map(({ check, resource, observation }) => violation(sides, rule, resource, observation, check));
  return found
    .filter(({ path }) => matchesProperty(rule.property, path))
    .map(
      (each) =>
        ({
          ...draft(sides, left, right, each),
          classification: 'expected-variation',
          severity: 'info',
          resolve: [],
          reason: rule.reason,
        }) as const,
    );
}

const isUndeployed = (rule: Variation, resource: ObservedResource, observation: Observation): boolean =>
  resource.program !== null &&
  !sameValue(resource.program, resource.state) &&
  declared(rule, { ...resource, state: resource.program }, observation).holds;

function violation(
  sides: Sides,
  rule: Variation,
  resource: ObservedResource,
  { environment }: Observation,
  { value, actual }: { readonly value: Value | undefined; readonly actual: Value },
): Draft {
  const path = rule.property ?? '';
  const expected = value ?? null;
  const { severity, why } = judge({
    type: resource.type,
    change: 'changed',
    path,
    expected,
    actual,
    before: null,
    after: null,
  });
  const reason =
    value === undefined
      ? `config/parity.yaml declares no value for ${environment}`
      : `not the value that is declared for ${environment}: ${why}`;
  return {
    ...about(sides, resource),
    environment,
    path,
    identity: path,
    change: 'changed',
    expected,
    actual,
    severity,
    reason,
  };
}

/** A resource that only one of the two has. */
function one(sides: Sides, { left, right }: Match): readonly Draft[] {
  const resource = left ?? right;
  if (resource === undefined) return [];
  const byRule = declaredExistence(sides, left, right);
  if (byRule.length > 0) return byRule;
  // The other program has it too, or this one has dropped it: an undeployed change, told there.
  const other = (left ? sides.target : sides.baseline).resources.find(({ key }) => key === resource.key);
  if (other?.program) return [];
  const owner = left ? sides.baseline : sides.target;
  if (resource.program === null && owner.causes.length === 0) return [];
  const change = left ? 'missing' : 'added';
  const subject = { change, expected: left?.state ?? null, actual: right?.state ?? null } as const;
  const { severity, why } = judge({
    ...subject,
    type: resource.type,
    path: '',
    before: subject.expected,
    after: subject.actual,
  });
  const reason = left
    ? `${sides.baseline.environment} has it, ${sides.target.environment} does not: ${why}`
    : `${sides.baseline.environment} does not have it: ${why}`;
  const physicalId = right?.physicalId ?? null;
  return [
    {
      ...about(sides, resource),
      resource: { ...resourceOf(resource), physicalId },
      ...whole,
      ...subject,
      severity,
      reason,
    },
  ];
}

function renamed(sides: Sides, left: ObservedResource, right: ObservedResource, evidence: string): Draft {
  return {
    ...about(sides, right),
    ...whole,
    change: 'changed',
    expected: left.key,
    actual: right.key,
    severity: 'low',
    reason: `the same resource under another logical identity than in ${sides.baseline.environment} (evidence: ${evidence})`,
  };
}
