/**
 * The emulator does not tell the prefix list of a single rule (AWS does), but the group's permissions do. Rules with the
 * same ports and description are told apart by what is known, and only among the lists that the account really holds.
 */
import type { SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { singleRules } from './permission.ts';
import { normalProtocol } from './protocol.ts';

export function prefixListOf(
  rule: SecurityGroupRule,
  group: SecurityGroup | null,
  known: string | undefined,
): string | undefined {
  if (rule.PrefixListId !== undefined) return rule.PrefixListId;
  if (rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId) return undefined;
  const permissions = rule.IsEgress === true ? group?.IpPermissionsEgress : group?.IpPermissions;
  const lists = singleRules(permissions, rule.GroupOwnerId ?? '')
    .filter(
      ({ source, protocol }) => source.kind === 'prefixListId' && protocol === normalProtocol(rule.IpProtocol ?? ''),
    )
    .filter(
      ({ protocol, fromPort, toPort }) => protocol === '-1' || (fromPort === rule.FromPort && toPort === rule.ToPort),
    )
    .filter(({ description }) => (description ?? '') === (rule.Description ?? ''))
    .map(({ source }) => source.value);
  return known !== undefined && lists.includes(known) ? known : lists[0];
}
