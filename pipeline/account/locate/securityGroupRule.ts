import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  paginateDescribeSecurityGroupRules,
  type IpPermission,
  type SecurityGroupRule as Described,
} from '@aws-sdk/client-ec2';
import { textInput, type Locator, type Wanted } from './locator.ts';

type Range = Pick<Described, 'IpProtocol' | 'FromPort' | 'ToPort'>;

/**
 * A rule gets its tags in a second call (internal/service/ec2/vpc_security_group_ingress_rule.go), so a run that died between the
 * two leaves one without. AWS allows each permission once per group: group, direction, protocol, ports and source name the rule.
 */
export const securityGroupRule =
  (direction: 'ingress' | 'egress'): Locator =>
  async (wanted, { client }) => {
    const ec2 = new EC2Client(client);
    const group = textInput(wanted, 'securityGroupId');
    const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [group] }));
    const [found] = SecurityGroups;
    const permissions = direction === 'egress' ? found?.IpPermissionsEgress : found?.IpPermissions;
    const isPermitted = permissions?.some(
      (each) => permits(each, wanted) && sourcesOf(each).some((source) => asks(wanted, source)),
    );
    if (isPermitted !== true) return null;
    const Filters = [{ Name: 'group-id', Values: [group] }];
    for await (const { SecurityGroupRules = [] } of paginateDescribeSecurityGroupRules({ client: ec2 }, { Filters })) {
      const rule = SecurityGroupRules.find(
        (each) => each.IsEgress === (direction === 'egress') && permits(each, wanted) && comesFrom(each, wanted),
      );
      if (rule?.SecurityGroupRuleId !== undefined) return rule.SecurityGroupRuleId;
    }
    return null;
  };

function permits({ IpProtocol, FromPort, ToPort }: Range, { inputs }: Wanted): boolean {
  const everything = inputs['ipProtocol'] === '-1';
  return (
    IpProtocol === inputs['ipProtocol'] &&
    (everything || (FromPort === Number(inputs['fromPort']) && ToPort === Number(inputs['toPort'])))
  );
}

const asks = ({ inputs }: Wanted, source: string | undefined): boolean =>
  source !== undefined &&
  ['prefixListId', 'cidrIpv4', 'cidrIpv6', 'referencedSecurityGroupId'].some((name) => inputs[name] === source);

const sourcesOf = ({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }: IpPermission) => [
  ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
  ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
  ...(PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
  ...(UserIdGroupPairs ?? []).map(({ GroupId }) => GroupId),
];

/** The emulator tells the prefix list of a group's permission, and not that of the single rule. */
function comesFrom(rule: Described, wanted: Wanted): boolean {
  const shown = [rule.PrefixListId, rule.CidrIpv4, rule.CidrIpv6, rule.ReferencedGroupInfo?.GroupId].filter(Boolean);
  return shown.every((source) => asks(wanted, source));
}
