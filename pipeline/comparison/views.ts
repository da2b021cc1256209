import type { ObservedAddition, Value } from '../snapshot/observation.ts';
import { sameValue } from '../snapshot/sameValue.ts';
import type { Draft } from './draft.ts';

/** Properties of a resource that repeat what hangs on it, and the types that hang there. */
const views: Readonly<Record<string, readonly string[]>> = {
  egress: ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'aws:ec2/securityGroupRule:SecurityGroupRule'],
  ingress: ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'aws:ec2/securityGroupRule:SecurityGroupRule'],
  inlinePolicies: ['aws:iam/rolePolicy:RolePolicy'],
  managedPolicyArns: ['aws:iam/rolePolicyAttachment:RolePolicyAttachment'],
  policy: ['aws:sns/topicPolicy:TopicPolicy', 'aws:sqs/queuePolicy:QueuePolicy', 'aws:kms/keyPolicy:KeyPolicy'],
  redriveAllowPolicy: ['aws:sqs/redriveAllowPolicy:RedriveAllowPolicy'],
  redrivePolicy: ['aws:sqs/redrivePolicy:RedrivePolicy'],
  replicas: ['aws:dynamodb/tableReplica:TableReplica'],
  routes: ['aws:ec2/route:Route'],
};

/**
 * One cause, one finding: a list that only grew by what was found as an addition under the same resource is told as that
 * addition. A list that also lost something keeps its finding.
 */
export function withoutViews(drafts: readonly Draft[], additions: readonly ObservedAddition[]): readonly Draft[] {
  if (additions.length === 0) return drafts;
  const below = Map.groupBy(additions, ({ parent }) => parent);
  return drafts.filter((draft) => {
    const types = views[draft.path];
    if (draft.kind !== 'live-drift' || types === undefined || !onlyGrew(draft.expected, draft.actual)) return true;
    return !(below.get(draft.resource.urn) ?? []).some(({ type }) => types.includes(type));
  });
}

function onlyGrew(expected: Value, actual: Value): boolean {
  if (expected === null) return true;
  if (!Array.isArray(expected) || !Array.isArray(actual)) return false;
  return expected.every((each: Value) => actual.some((other: Value) => sameValue(each, other)));
}
