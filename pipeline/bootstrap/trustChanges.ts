/** What a plan changes in who may become a role, in words: the plan itself only says that the policy changes. */
import type { PlannedChange } from '../engine/plan.ts';

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a statement asks of a caller, by what it asks about. */
type Terms = ReadonlyMap<string, string>;

/** One line for each term of a trust policy that comes, goes or changes; empty for roles that are made or deleted. */
export const trustChanges = (changes: readonly PlannedChange[]): readonly string[] =>
  changes.flatMap(({ type, name, operation, oldInputs, newInputs }) => {
    if (type !== 'aws:iam/role:Role' || operation === 'create' || operation === 'delete') return [];
    const [before, after] = [oldInputs, newInputs].map((inputs) => statementsOf(inputs?.['assumeRolePolicy']));
    return changesOf(before ?? [], after ?? []).map((line) => `${name} ${line}`);
  });

/** Statements are the same when they say the same in words: IAM gives lists of one and orders back as it likes. */
function changesOf(before: readonly Statement[], after: readonly Statement[]): readonly string[] {
  const missing = (from: readonly Statement[], others: readonly Statement[]) =>
    from.filter((one) => !others.some((other) => inWords(one) === inWords(other)));
  const [gone, come] = [missing(before, after), missing(after, before)];
  const [old, next] = [gone[0], come[0]];
  if (gone.length === 1 && come.length === 1 && old !== undefined && next !== undefined)
    return termChanges(termsOf(old), termsOf(next));
  return [
    ...come.map((statement) => `opens to ${inWords(statement)}`),
    ...gone.map((statement) => `no longer opens to ${inWords(statement)}`),
  ];
}

function termChanges(before: Terms, after: Terms): readonly string[] {
  const terms = [...new Set([...before.keys(), ...after.keys()])];
  return terms.flatMap((term) => {
    const [old, next] = [before.get(term), after.get(term)];
    if (old === next) return [];
    if (next === undefined) return [`no longer asks for ${term} (was ${old})`];
    if (old === undefined) return [`also asks for ${term}: ${next}`];
    return [`asks for ${term}: ${next} (was ${old})`];
  });
}

function termsOf({ Effect, Principal, Condition = {} }: Statement): Terms {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => [operator === 'StringEquals' ? key : `${key} (${operator})`, value]),
  );
  const all: (readonly unknown[])[] = [['the caller', Principal], ['the effect', Effect], ...conditions];
  return new Map(all.map(([term, value]) => [String(term), valueInWords(value)]));
}

const inWords = (statement: Statement): string =>
  [...termsOf(statement)]
    .map(([term, value]) => `${term}: ${value}`)
    .sort()
    .join(', ');

function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).sort().join(' or ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.values(value).map(valueInWords).sort().join(' or ');
}

function statementsOf(text: unknown): readonly Statement[] {
  if (typeof text !== 'string') return [];
  try {
    const { Statement = [] } = JSON.parse(text) as { readonly Statement?: Statement | readonly Statement[] };
    return [Statement].flat();
  } catch {
    return [];
  }
}
