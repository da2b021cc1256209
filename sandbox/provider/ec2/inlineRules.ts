/** `ingress` and `egress` blocks of a group: several sources a block, compared as the set of single rules that they stand for. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { isDeepStrictEqual } from 'node:util';
import { flagOf, isObject, numberOf, present, textOf, textsOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { ruleKey, toPermission, type SingleRule } from './permission.ts';
import { normalProtocol } from './protocol.ts';

const sourceProperties = [
  ['cidrBlocks', 'cidrIpv4'],
  ['ipv6CidrBlocks', 'cidrIpv6'],
  ['prefixListIds', 'prefixListId'],
  ['securityGroups', 'referencedSecurityGroupId'],
] as const;

/** `self` stays a word of its own, because the group's id is not known before it exists. */
export function expand(blocks: unknown, self: string): SingleRule[] {
  return (Array.isArray(blocks) ? blocks : []).filter(isObject).flatMap((block) => {
    const protocol = normalProtocol(textOf(block, 'protocol') ?? '-1');
    const ports = protocol === '-1' ? {} : { fromPort: numberOf(block, 'fromPort'), toPort: numberOf(block, 'toPort') };
    const description = textOf(block, 'description') || undefined;
    const rule = (kind: SingleRule['source']['kind'], value: string) => ({
      protocol,
      ...ports,
      source: { kind, value },
      description,
    });
    return [
      ...sourceProperties.flatMap(([property, kind]) =>
        (textsOf(block, property) ?? []).map((value) => rule(kind, value)),
      ),
      ...(flagOf(block, 'self') === true ? [rule('referencedSecurityGroupId', self)] : []),
    ];
  });
}

/** One block for all sources that share protocol, ports and description, as AWS groups them. */
export function collapse(rules: readonly SingleRule[], self: string): Inputs[] {
  const groups = Map.groupBy(rules, (rule) =>
    JSON.stringify([rule.protocol, rule.fromPort, rule.toPort, rule.description]),
  );
  return [...groups.values()].map((group) => {
    const { protocol, fromPort, toPort, description } = group[0] as SingleRule;
    const values = (kind: string) =>
      group.filter(({ source }) => source.kind === kind).map(({ source }) => source.value);
    const lists = sourceProperties.map(
      ([property, kind]) => [property, values(kind).filter((value) => value !== self)] as const,
    );
    return present({
      protocol,
      fromPort: fromPort ?? 0,
      toPort: toPort ?? 0,
      description,
      self: values('referencedSecurityGroupId').includes(self) ? true : undefined,
      ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)),
    });
  });
}

export function sameRules(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(described(expand(left, 'self')), described(expand(right, 'self')));
}

/** A rule that is written twice is there once. */
const described = (rules: readonly SingleRule[]): string[] =>
  [...new Set(rules.map((rule) => `${ruleKey(rule)} ${rule.description ?? ''}`))].sort();

/** AWS wants ports 0 when all protocols are meant; the real provider says so when it applies. */
export function inlineProblems(property: string, blocks: unknown): readonly (readonly [string, string])[] {
  return (Array.isArray(blocks) ? blocks : []).filter(isObject).flatMap((block, index) => {
    const all = normalProtocol(textOf(block, 'protocol') ?? '') === '-1';
    const ports = ['fromPort', 'toPort'].filter((port) => all && block[port] !== 0);
    return ports.map((port) => [`${property}[${index}].${port}`, 'must be 0 when all protocols are meant'] as const);
  });
}

interface RuleChange {
  readonly groupId: string;
  readonly direction: 'ingress' | 'egress';
  readonly actual: readonly SingleRule[];
  readonly wanted: readonly SingleRule[];
}

/** Revokes before it authorises: the order, and the gap, of the real provider. */
export async function setRules({ groupId, direction, actual, wanted }: RuleChange, session: Session): Promise<void> {
  const client = session.client(EC2Client);
  const missingFrom = (others: readonly SingleRule[]) => {
    const keys = new Set(described(others));
    return (rule: SingleRule) => !keys.has(described([rule])[0] ?? '');
  };
  const remove = { GroupId: groupId, IpPermissions: actual.filter(missingFrom(wanted)).map(toPermission) };
  const add = { GroupId: groupId, IpPermissions: wanted.filter(missingFrom(actual)).map(toPermission) };
  if (remove.IpPermissions.length > 0) {
    if (direction === 'ingress') await client.send(new RevokeSecurityGroupIngressCommand(remove));
    else await client.send(new RevokeSecurityGroupEgressCommand(remove));
  }
  if (add.IpPermissions.length > 0) {
    if (direction === 'ingress') await client.send(new AuthorizeSecurityGroupIngressCommand(add));
    else await client.send(new AuthorizeSecurityGroupEgressCommand(add));
  }
}
