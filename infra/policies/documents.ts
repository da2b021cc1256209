/** IAM policy documents as the rules see them: statements with lists, whatever form the author chose. */
import { list, mapping, opened } from './guardrail.ts';

export interface ParsedStatement {
  readonly effect: string;
  /** Kind and value of each principal: `['AWS', '*']`, `['Service', 'lambda.amazonaws.com']`. */
  readonly principals: readonly (readonly [kind: string, value: string])[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Condition keys in small letters; values are left to those who need them. */
  readonly conditionKeys: readonly string[];
  /** NotAction, NotResource and NotPrincipal grant what nobody wrote down. */
  readonly inverted: boolean;
}

/** The statements of a document. A text that is no policy has one statement that allows everything: it fails every rule. */
export function statementsOf(document: unknown): readonly ParsedStatement[] {
  const { Statement } = mapping(opened(document));
  const statements = Array.isArray(Statement) ? Statement : Statement === undefined ? [] : [Statement];
  return statements.length === 0 ? [anything] : statements.map((statement) => read(mapping(statement)));
}

export const allowed = (document: unknown): readonly ParsedStatement[] =>
  statementsOf(document).filter(({ effect }) => effect === 'Allow');

/** Whether a statement names everybody. */
export const namesEverybody = ({ principals, inverted }: ParsedStatement): boolean =>
  inverted || principals.some(([, value]) => value === '*');

export const servicesOf = ({ principals }: ParsedStatement): readonly string[] =>
  principals.filter(([kind]) => kind === 'Service').map(([, value]) => value);

const accountKeys = [
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'kms:calleraccount',
];

/** Whether a condition holds a statement to an account, a caller or a source. */
export const isHeld = ({ conditionKeys }: ParsedStatement): boolean =>
  conditionKeys.some((key) => accountKeys.includes(key) || key.startsWith('kms:encryptioncontext:'));

const anything: ParsedStatement = {
  effect: 'Allow',
  principals: [['AWS', '*']],
  actions: ['*'],
  resources: ['*'],
  conditionKeys: [],
  inverted: true,
};

function read(statement: Readonly<Record<string, unknown>>): ParsedStatement {
  const { Effect, Principal, Action, Resource, Condition } = statement;
  return {
    effect: String(Effect),
    principals: principalsOf(Principal),
    actions: texts(Action),
    resources: texts(Resource),
    conditionKeys: Object.values(mapping(Condition)).flatMap((keys) =>
      Object.keys(mapping(keys)).map((key) => key.toLowerCase()),
    ),
    inverted: ['NotAction', 'NotResource', 'NotPrincipal'].some((key) => key in statement),
  };
}

function principalsOf(principal: unknown): readonly (readonly [string, string])[] {
  if (typeof principal === 'string') return [['AWS', principal]];
  return Object.entries(mapping(principal)).flatMap(([kind, values]) =>
    texts(values).map((value) => [kind, value] as const),
  );
}

const texts = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : list(value).map(String));
