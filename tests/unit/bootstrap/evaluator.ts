/**
 * IAM's own algorithm for what the documents use, as a second opinion beside the emulator's: it also judges what that one
 * cannot see. What it does not understand is an error, so that no test passes by misunderstanding.
 */
import type { Condition, PolicyDocument, TrustDocument } from '../../../infra/bootstrap/document.ts';

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; an absent one is absent, as on AWS. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

export type Decision = 'allowed' | 'denied' | 'not allowed';

export function decide(policies: Iterable<PolicyDocument>, request: Request): Decision {
  const statements = [...policies].flatMap(({ Statement }) => Statement);
  const matching = statements.filter(
    ({ Action, Resource, Condition }) =>
      Action.some((pattern) => like(request.action.toLowerCase(), pattern.toLowerCase())) &&
      Resource.some((pattern) => like(request.resource, pattern)) &&
      holds(Condition, request.context ?? {}),
  );
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'not allowed';
}

export interface Caller {
  /** ARN of the OIDC provider or of the role that asks. */
  readonly principal: string;
  readonly action: 'sts:AssumeRoleWithWebIdentity' | 'sts:AssumeRole';
  readonly context?: Request['context'];
}

export const mayAssume = (trust: TrustDocument, caller: Caller): boolean =>
  trust.Statement.some(({ Principal, Action, Condition }) => {
    const principals = Object.values(Principal).flat() as readonly string[];
    const named = principals.some((it) => [caller.principal, accountOf(caller.principal)].includes(it));
    return Action === caller.action && named && holds(Condition, caller.context ?? {});
  });

/** A principal that names an account means everybody in it, whom its own policies let. */
const accountOf = (arn: string): string => `arn:aws:iam::${arn.split(':')[4] ?? ''}:root`;

export function like(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

const holds = (condition: Condition | undefined, context: NonNullable<Request['context']>): boolean =>
  Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => compare(operator, context[key], listOf(expected))),
  );

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

type Comparison = (actual: string, expected: readonly string[]) => boolean;

const single: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, expected) => expected.includes(actual),
  StringLike: (actual, expected) => expected.some((pattern) => like(actual, pattern)),
  ArnLike: (actual, expected) => expected.some((pattern) => like(actual, pattern)),
};

function compare(
  operator: string,
  actual: string | readonly string[] | undefined,
  expected: readonly string[],
): boolean {
  if (operator === 'Null') return (actual === undefined) === (expected[0] === 'true');
  const [whole = '', quantifier] = operator.split(':').reverse();
  const name = whole.replace(/IfExists$/, '');
  if (name !== whole && actual === undefined) return true;
  const comparison = single[name];
  if (comparison === undefined) throw new Error(`the evaluator does not know ${operator}`);
  const values = actual === undefined ? [] : listOf(actual);
  if (quantifier === 'ForAllValues') return values.every((value) => comparison(value, expected));
  return values.some((value) => comparison(value, expected));
}
