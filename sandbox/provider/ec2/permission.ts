/** One source, one protocol, one range of ports: the unit in which rules are sent, compared and counted. */
import type { IpPermission } from '@aws-sdk/client-ec2';
import { numberOf, requiredText, textOf } from '../inputValues.ts';
import type { Inputs } from '../resourceType.ts';
import { normalProtocol } from './protocol.ts';

export interface SingleRule {
  readonly protocol: string;
  /** Absent for all protocols, where ports mean nothing. */
  readonly fromPort?: number | undefined;
  readonly toPort?: number | undefined;
  readonly source: {
    readonly kind: 'cidrIpv4' | 'cidrIpv6' | 'prefixListId' | 'referencedSecurityGroupId';
    readonly value: string;
  };
  readonly description?: string | undefined;
}

export function singleRule(inputs: Inputs): SingleRule {
  const kinds = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'] as const;
  const kind = kinds.find((candidate) => inputs[candidate] !== undefined) ?? 'cidrIpv4';
  return {
    protocol: normalProtocol(requiredText(inputs, 'ipProtocol')),
    fromPort: numberOf(inputs, 'fromPort'),
    toPort: numberOf(inputs, 'toPort'),
    source: { kind, value: requiredText(inputs, kind) },
    description: textOf(inputs, 'description'),
  };
}

export function toPermission(rule: SingleRule): IpPermission {
  const { protocol, fromPort, toPort, source, description } = rule;
  const about = description === undefined ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    ...(protocol === '-1' || fromPort === undefined ? {} : { FromPort: fromPort }),
    ...(protocol === '-1' || toPort === undefined ? {} : { ToPort: toPort }),
    ...(source.kind === 'cidrIpv4' ? { IpRanges: [{ CidrIp: source.value, ...about }] } : {}),
    ...(source.kind === 'cidrIpv6' ? { Ipv6Ranges: [{ CidrIpv6: source.value, ...about }] } : {}),
    ...(source.kind === 'prefixListId' ? { PrefixListIds: [{ PrefixListId: source.value, ...about }] } : {}),
    ...(source.kind === 'referencedSecurityGroupId' ? { UserIdGroupPairs: [group(source.value, about)] } : {}),
  };
}

/** A group of another account is written `account/sg-id`. */
function group(value: string, about: { Description?: string }) {
  const [account, id] = value.includes('/') ? value.split('/') : [undefined, value];
  return { GroupId: id, ...(account === undefined ? {} : { UserId: account }), ...about };
}

/** Every single rule of the permissions of a group, in which AWS collects several sources. */
export function singleRules(permissions: readonly IpPermission[] | undefined, account: string): SingleRule[] {
  return (permissions ?? []).flatMap((permission) => {
    const protocol = normalProtocol(permission.IpProtocol ?? '-1');
    const ports = protocol === '-1' ? {} : { fromPort: permission.FromPort, toPort: permission.ToPort };
    const rule = (kind: SingleRule['source']['kind'], value: string | undefined, description: string | undefined) =>
      value === undefined ? [] : [{ protocol, ...ports, source: { kind, value }, description }];
    return [
      ...(permission.IpRanges ?? []).flatMap((range) => rule('cidrIpv4', range.CidrIp, range.Description)),
      ...(permission.Ipv6Ranges ?? []).flatMap((range) => rule('cidrIpv6', range.CidrIpv6, range.Description)),
      ...(permission.PrefixListIds ?? []).flatMap((list) => rule('prefixListId', list.PrefixListId, list.Description)),
      ...(permission.UserIdGroupPairs ?? []).flatMap((pair) => {
        const own = pair.UserId === undefined || pair.UserId === account;
        return rule(
          'referencedSecurityGroupId',
          own ? pair.GroupId : `${pair.UserId}/${pair.GroupId}`,
          pair.Description,
        );
      }),
    ];
  });
}

/** Two rules of the same key are one rule to AWS; the description is not part of it. */
export function ruleKey({ protocol, fromPort, toPort, source }: SingleRule): string {
  const ports = protocol === '-1' ? 'ALL' : `${fromPort ?? -1}-${toPort ?? -1}`;
  return `peer: ${source.value}, ${protocol}, ports: ${ports}`;
}
