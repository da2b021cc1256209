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

/** What a policy says about one action on one resource. */
export interface Grant {
  readonly effect: 'Allow' | 'Deny';
  /** `kind:who`, or `-` in the policy of an identity. */
  readonly who: string;
  readonly action: string;
  readonly resource: string;
  /** Everything that limits it, as JSON. */
  readonly limits: string;
}

/**
 * What a policy allows now that it did not before, and what it no longer denies: each as the grant that somebody gained.
 * Undefined for a policy that is too large to be one, whose change counts as the worst.
 */
export function gained(before: Value, after: Value): readonly Grant[] | undefined {
  if (isHuge(before) || isHuge(after)) return undefined;
  const [old, fresh] = [grantsIn(before), grantsIn(after)].map(
    (grants) => new Map(grants.map((each) => [text(each), each])),
  );
  const added = [...(fresh ?? [])].flatMap(([key, grant]) => (old?.has(key) || grant.effect === 'Deny' ? [] : [grant]));
  const undenied = [...(old ?? [])].flatMap(([key, grant]) =>
    fresh?.has(key) || grant.effect === 'Allow' ? [] : [grant],
  );
  return [...added, ...undenied];
}

/** One line for each combination of effect, principal, action, resource and condition. */
const grantsOf = (policy: Value): ReadonlySet<string> => new Set(grantsIn(policy).map(text));

const text = ({ effect, who, action, resource, limits }: Grant): string =>
  `${effect} ${who} ${action} ${resource} ${limits}`;

function grantsIn(policy: Value): readonly Grant[] {
  if (!isPolicy(policy)) return [];
  const statements = policy['Statement'];
  return (Array.isArray(statements) ? (statements as readonly Value[]) : [statements as Value]).flatMap(
    grantsOfStatement,
  );
}

function grantsOfStatement(statement: Value): readonly Grant[] {
  if (!isFields(statement)) return [];
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement;
  const effect = Effect === 'Deny' ? 'Deny' : 'Allow';
  const limits = JSON.stringify([NotPrincipal, NotAction, NotResource, Condition]);
  return principalsOf(Principal).flatMap((who) =>
    list(Action).flatMap((action) =>
      list(Resource).map((resource): Grant => ({ effect, who, action, resource, limits })),
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
