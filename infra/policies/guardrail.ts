/** A rule that every deployment keeps, whatever a change wants: data with a reason, and a function over resource inputs. */
import type { Settings } from '../settings.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** A resource as the program asks for it. Values that are not known yet may be left out or be any marker text. */
export interface PolicyResource {
  /** Pulumi type token, for instance `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** Pulumi's own protection. */
  readonly protect?: boolean;
}

interface RuleFacts {
  readonly id: string;
  readonly severity: Severity;
  /** Why: what happens without it. */
  readonly reason: string;
  /** Where the rule comes from: a Security Hub control, a PCI DSS 4.0.1 requirement, AWS documentation or a requirement here. */
  readonly source: string;
}

/** Judged for each resource by itself, before it is created or changed. */
export interface ResourceRule extends RuleFacts {
  readonly kind: 'resource';
  readonly types: readonly string[];
  /** What is wrong with the resource, or undefined. */
  breach(props: Readonly<Record<string, unknown>>, resource: PolicyResource): string | undefined;
}

/** The promise of an environment's settings, held against a resource. */
export interface PromiseRule extends RuleFacts {
  readonly kind: 'promise';
  readonly types: readonly string[];
  breach(props: Readonly<Record<string, unknown>>, settings: Settings): string | undefined;
}

/** Judged over all resources together: what has to be there. */
export interface StackRule extends RuleFacts {
  readonly kind: 'stack';
  /** What is wrong with the stack, one text a finding. */
  breaches(resources: readonly PolicyResource[]): readonly string[];
}

export type Guardrail = ResourceRule | PromiseRule | StackRule;

export type Enforcement = 'mandatory' | 'advisory';

/** Mandatory rules stop previews and deployments. */
export const enforcementOf = ({ severity }: RuleFacts): Enforcement =>
  severity === 'critical' || severity === 'high' ? 'mandatory' : 'advisory';

/** Parts of a rule that are the same for a file of rules. */
export const resourceRule = (rule: Omit<ResourceRule, 'kind'>): ResourceRule => ({ kind: 'resource', ...rule });
export const promiseRule = (rule: Omit<PromiseRule, 'kind'>): PromiseRule => ({ kind: 'promise', ...rule });
export const stackRule = (rule: Omit<StackRule, 'kind'>): StackRule => ({ kind: 'stack', ...rule });

/** A part of an input that is a mapping; empty when it is absent or of another kind. */
export const mapping = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text; empty when the value is absent or no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const ofType = (resources: readonly PolicyResource[], type: string): readonly PolicyResource[] =>
  resources.filter((resource) => resource.type === type);

/** What a JSON text says; any other value as it is; undefined for a text that is no JSON. */
export function opened(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
