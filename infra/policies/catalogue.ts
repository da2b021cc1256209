/** Every guardrail, and how a stack is held against them. */
import { enforcementOf, type Enforcement, type Guardrail, type PolicyResource, type Severity } from './guardrail.ts';
import { accessRules } from './rules/access.ts';
import { alarmCoverageRules } from './rules/alarmCoverage.ts';
import { alarmRules } from './rules/alarms.ts';
import { dynamodbRules } from './rules/dynamodb.ts';
import { endpointRules } from './rules/endpoints.ts';
import { invocationRules } from './rules/invocation.ts';
import { keyRules } from './rules/keys.ts';
import { lambdaRules } from './rules/lambda.ts';
import { logRules } from './rules/logs.ts';
import { permissionRules } from './rules/permissions.ts';
import { promiseRules } from './rules/promises.ts';
import { queueRules } from './rules/queues.ts';
import { roleRules } from './rules/roles.ts';
import { securityGroupRules } from './rules/securityGroups.ts';
import { topicRules } from './rules/topics.ts';
import { vpcRules } from './rules/vpc.ts';
import type { Settings } from '../settings.ts';

export const guardrails: readonly Guardrail[] = [
  ...accessRules,
  ...lambdaRules,
  ...invocationRules,
  ...dynamodbRules,
  ...topicRules,
  ...queueRules,
  ...keyRules,
  ...roleRules,
  ...permissionRules,
  ...vpcRules,
  ...endpointRules,
  ...securityGroupRules,
  ...logRules,
  ...alarmRules,
  ...alarmCoverageRules,
  ...promiseRules,
];

export interface Violation {
  readonly rule: string;
  readonly severity: Severity;
  readonly enforcement: Enforcement;
  /** Type and name of the resource; empty when the stack as a whole is meant. */
  readonly resource: string;
  /** What is wrong. */
  readonly message: string;
  readonly reason: string;
  readonly source: string;
}

/** Holds everything that a program asks for against every guardrail. Mandatory violations come first. */
export function evaluateGuardrails(resources: readonly PolicyResource[], settings: Settings): readonly Violation[] {
  const found = guardrails.flatMap((rule) =>
    breaches(rule, resources, settings).map((breach) => violation(rule, ...breach)),
  );
  return found.toSorted((left, right) => rank(left) - rank(right));
}

function breaches(
  rule: Guardrail,
  resources: readonly PolicyResource[],
  settings: Settings,
): readonly (readonly [resource: string, message: string])[] {
  if (rule.kind === 'stack') return rule.breaches(resources).map((message) => ['', message]);
  return resources
    .filter(({ type }) => rule.types.includes(type))
    .flatMap((resource) => {
      const message =
        rule.kind === 'promise' ? rule.breach(resource.props, settings) : rule.breach(resource.props, resource);
      return message === undefined ? [] : [[`${resource.type} ${resource.name}`, message] as const];
    });
}

function violation(rule: Guardrail, resource: string, message: string): Violation {
  const { id, severity, reason, source } = rule;
  return { rule: id, severity, enforcement: enforcementOf(rule), resource, message, reason, source };
}

function rank({ severity }: Violation): number {
  return ['critical', 'high', 'medium', 'low'].indexOf(severity);
}
