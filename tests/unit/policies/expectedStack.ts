/** The committed picture of an environment as guardrails see it, and ways to change one thing in it. */
import type { PolicyResource } from '../../../infra/policies/guardrail.ts';
import { declaredResources } from '../../components/expectation.ts';

type Props = Record<string, unknown>;

export interface MutableResource {
  type: string;
  name: string;
  props: Props;
  protect: boolean;
}

export type Mutation = (resources: MutableResource[]) => void;

/** A fresh copy, free to be changed. */
export const expectedStack = (environment: string): MutableResource[] =>
  declaredResources(environment).map(({ type, name, inputs, protect: protection }) => ({
    ...{ type, name, props: { ...inputs }, protect: protection },
  }));

export const mutated = (environment: string, mutation: Mutation): readonly PolicyResource[] => {
  const resources = expectedStack(environment);
  mutation(resources);
  return resources;
};

/** Sets one property of the first resource of a type, or of the named one; `undefined` takes it away. */
export const set =
  (type: string, path: string, value: unknown, name?: string): Mutation =>
  (resources) => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const target = keys.reduce<Props>((at, key) => (at[key] ??= {}) as Props, find(resources, type, name).props);
    if (value === undefined) Reflect.deleteProperty(target, last);
    else target[last] = value;
  };

export const add =
  (type: string, props: Props): Mutation =>
  (resources) => {
    resources.push({ type, name: 'added', props, protect: false });
  };

export const remove =
  (type: string, name: string): Mutation =>
  (resources) => {
    resources.splice(resources.indexOf(find(resources, type, name)), 1);
  };

type Statement = Record<string, unknown>;

/** Adds a statement to a policy. */
export const grant =
  (type: string, property: string, statement: Statement, name?: string): Mutation =>
  (resources) => {
    const { props } = find(resources, type, name);
    const document = JSON.parse(String(props[property])) as { Statement: Statement[] };
    document.Statement.push({ Sid: 'Added', Effect: 'Allow', ...statement });
    props[property] = JSON.stringify(document);
  };

/** Changes or takes away the statements of a policy. */
export const edit =
  (type: string, property: string, change: (statement: Statement) => Statement | undefined, name?: string): Mutation =>
  (resources) => {
    const { props } = find(resources, type, name);
    const document = JSON.parse(String(props[property])) as { Statement: Statement[] };
    const Statement = document.Statement.flatMap((statement) => change(statement) ?? []);
    props[property] = JSON.stringify({ ...document, Statement });
  };

export const protect =
  (type: string, value: boolean): Mutation =>
  (resources) => {
    find(resources, type).protect = value;
  };

function find(resources: MutableResource[], type: string, name?: string): MutableResource {
  const found = resources.find((resource) => resource.type === type && (name === undefined || resource.name === name));
  if (found === undefined) throw new Error(`the program has no ${type} ${name ?? ''}`);
  return found;
}
