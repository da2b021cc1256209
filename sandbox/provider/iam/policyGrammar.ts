/** Whether a text can be a policy at all, which the emulator checks for identity policies only. */
import { isObject } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';

type PolicyKind = 'identity' | 'resource' | 'trust';

/**
 * Why AWS would answer MalformedPolicyDocument, or null. Grammar: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function policyProblem(text: unknown, kind: PolicyKind): string | null {
  const document = parsePolicy(text);
  if (document === null) return 'contains an invalid JSON policy';
  const { Version, Statement } = document;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17')
    return `the version ${JSON.stringify(Version)} is not supported`;
  const statements = asList(Statement);
  if (statements.length === 0) return 'a policy needs at least one statement';
  for (const statement of statements) {
    const problem = isObject(statement) ? statementProblem(statement, kind) : 'a statement must be an object';
    if (problem !== null) return problem;
  }
  return null;
}

const known = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function statementProblem(statement: Inputs, kind: PolicyKind): string | null {
  const has = (...keys: string[]) => keys.filter((key) => statement[key] !== undefined).length;
  const foreign = Object.keys(statement).find((key) => !known.includes(key));
  if (foreign !== undefined) return `a statement has no element ${foreign}`;
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return 'Effect must be Allow or Deny';
  if (has('Action', 'NotAction') !== 1) return 'a statement needs exactly one of Action, NotAction';
  if (kind === 'identity' && has('Principal', 'NotPrincipal') > 0)
    return 'an identity policy must not name a Principal';
  if (kind !== 'identity' && has('Principal', 'NotPrincipal') !== 1)
    return 'a statement needs exactly one of Principal, NotPrincipal';
  if (kind === 'trust' && has('Resource', 'NotResource') > 0) return 'a trust policy must not name a Resource';
  if (kind !== 'trust' && has('Resource', 'NotResource') !== 1)
    return 'a statement needs exactly one of Resource, NotResource';
  return null;
}

function parsePolicy(text: unknown): Inputs | null {
  try {
    const document: unknown = typeof text === 'string' ? JSON.parse(text) : null;
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
