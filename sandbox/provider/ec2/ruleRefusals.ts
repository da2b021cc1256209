/** What AWS refuses of a rule and the emulator takes. Codes: EC2 API reference, error codes. */
import { refusal } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { ruleKey, singleRule, singleRules, type SingleRule } from './permission.ts';
import { sameProtocol } from './protocol.ts';
import { describe as describeGroup } from './securityGroupState.ts';

export const sources = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'] as const;

export function ruleProblems(inputs: Inputs): readonly (readonly [string, string])[] {
  const given = sources.filter((source) => inputs[source] !== undefined);
  const everything = sameProtocol(inputs['ipProtocol'], '-1');
  const ports = ['fromPort', 'toPort'].filter((port) => inputs[port] === undefined);
  return [
    ...(given.length === 1 ? [] : [['cidrIpv4', `exactly one of ${sources.join(', ')} is needed`] as const]),
    ...(everything || !['tcp', 'udp'].includes(String(inputs['ipProtocol']))
      ? []
      : ports.map((port) => [port, 'is needed for this protocol'] as const)),
  ];
}

/** Unknown groups, and a rule that is there already. */
export async function refuseRule(direction: 'ingress' | 'egress', inputs: Inputs, session: Session): Promise<void> {
  const groupId = requiredText(inputs, 'securityGroupId');
  const referenced = textOf(inputs, 'referencedSecurityGroupId');
  if (referenced !== undefined && !referenced.includes('/') && (await describeGroup(referenced, session)) === null) {
    throw refusal(
      'InvalidGroup.NotFound',
      `You have specified two resources that belong to different networks or do not exist: '${referenced}'`,
    );
  }
  const group = await describeGroup(groupId, session);
  if (group === null) throw refusal('InvalidGroup.NotFound', `The security group '${groupId}' does not exist`);
  const present = direction === 'ingress' ? group.IpPermissions : group.IpPermissionsEgress;
  const wanted = ruleKey(singleRule(inputs));
  const there = singleRules(present, session.account);
  if (there.some((rule) => ruleKey(rule) === wanted)) {
    throw refusal('InvalidPermission.Duplicate', `the specified rule "${wanted}" already exists`);
  }
  refuseSecondList(there, inputs);
}

/** The emulator makes a rule's id from everything but its prefix list, so that two would be one. */
function refuseSecondList(there: readonly SingleRule[], inputs: Inputs): void {
  const { source, ...wanted } = singleRule(inputs);
  if (source.kind !== 'prefixListId') return;
  const alike = there.some((rule) => rule.source.kind === 'prefixListId' && samePorts(rule, wanted));
  if (!alike) return;
  throw refusal('UnsupportedOperation', 'the sandbox holds one prefix list for each protocol and ports of a group');
}

const samePorts = (left: Omit<SingleRule, 'source'>, right: Omit<SingleRule, 'source'>) =>
  left.protocol === right.protocol && left.fromPort === right.fromPort && left.toPort === right.toPort;
