/** Whether a change lets somebody do more than before: what a reviewer must never miss. */
import type { Value } from '../snapshot/observation.ts';
import { isFields, isPolicy } from '../snapshot/policy.ts';

export type AccessChange = 'wider' | 'narrower' | 'none';

/** A policy, compared as a whole: more allowed, or less denied, is wider. */
export function policyAccess(expected: Value, actual: Value): AccessChange {
  if (isHuge(expected) || isHuge(actual)) return 'wider';
  const [before, after] = [grantsOf(expected), grantsOf(actual)];
  const added = [...after].filter((grant) => !before.has(grant));
  const removed = [...before].filter((grant) => !after.has(grant));
  const widens = added.some((grant) => grant.startsWith('Allow')) || removed.some((grant) => grant.startsWith('Deny'));
  if (widens) return 'wider';
  return added.length + removed.length > 0 ? 'narrower' : 'none';
}

/** AWS takes no policy of this size; combining its elements could take for ever, so its change counts as the worst. */
const isHuge = (policy: Value): boolean => JSON.stringify(policy).length > 100_000;

/** One line for each combination of effect, principal, action, resource and condition. */
function grantsOf(policy: Value): ReadonlySet<string> {
  if (!isPolicy(policy)) return new Set();
  const statements = policy['Statement'];
  return new Set(
    (Array.isArray(statements) ? (statements as readonly Value[]) : [statements as Value]).flatMap(grantsOfStatement),
  );
}

function grantsOfStatement(statement: Value): readonly string[] {
  if (!isFields(statement)) return [];
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const effect = Effect === 'Deny' ? 'Deny' : 'Allow';
  const rest = JSON.stringify([NotPrincipal, NotAction, NotResource, Condition]);
  return principalsOf(Principal).flatMap((who) =>
    list(Action).flatMap((action) =>
      list(Resource).map((resource) => `${effect} ${who} ${action} ${resource} ${rest}`),
    ),
  );
}

function principalsOf(principal: Value | undefined): readonly string[] {
  if (!isFields(principal)) return list(principal);
  return Object.entries(principal).flatMap(([kind, who]) => list(who).map((each) => `${kind}:${each}`));
}

const list = (value: Value | undefined): readonly string[] => {
  if (value === undefined || value === null) return ['-'];
  return Array.isArray(value)
    ? value.map((each: Value) => (typeof each === 'string' ? each : JSON.stringify(each)))
    : [JSON.stringify(value)];
};

/** Whether a text of a policy opens it to everybody. */
export const opensToAll = (value: Value): boolean =>
  /"AWS":\["?\*|"Action":\["\*"|"Resource":\["\*"\].*"Action":\["\*"|0\.0\.0\.0\/0|::\/0/.test(JSON.stringify(value));
