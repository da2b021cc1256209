import {
  EC2Client,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule as Described,
} from '@aws-sdk/client-ec2';
import { textInput, type Locator, type Wanted } from './locator.ts';

/**
 * A rule gets its tags in a second call (internal/service/ec2/vpc_security_group_ingress_rule.go), so a run that died between the
 * two leaves one without. AWS allows each permission once per group: group, direction, protocol, ports and source name the rule.
 */
export const securityGroupRule =
  (direction: 'ingress' | 'egress'): Locator =>
  async (wanted, { client }) => {
    const Filters = [{ Name: 'group-id', Values: [textInput(wanted, 'securityGroupId')] }];
    const ec2 = new EC2Client(client);
    for await (const { SecurityGroupRules = [] } of paginateDescribeSecurityGroupRules({ client: ec2 }, { Filters })) {
      const found = SecurityGroupRules.find(
        (rule) => rule.IsEgress === (direction === 'egress') && permits(rule, wanted) && comesFrom(rule, wanted),
      );
      if (found?.SecurityGroupRuleId !== undefined) return found.SecurityGroupRuleId;
    }
    return null;
  };

function permits({ IpProtocol, FromPort, ToPort }: Described, { inputs }: Wanted): boolean {
  const everything = inputs['ipProtocol'] === '-1';
  return (
    IpProtocol === inputs['ipProtocol'] &&
    (everything || (FromPort === Number(inputs['fromPort']) && ToPort === Number(inputs['toPort'])))
  );
}

function comesFrom(rule: Described, { inputs }: Wanted): boolean {
  const shown = [rule.PrefixListId, rule.CidrIpv4, rule.CidrIpv6, rule.ReferencedGroupInfo?.GroupId].filter(Boolean);
  const names = ['prefixListId', 'cidrIpv4', 'cidrIpv6', 'referencedSecurityGroupId'];
  const asked = names.map((name) => inputs[name]).filter((value) => value !== undefined);
  return shown.length === asked.length && shown.every((source) => asked.some((value) => value === source));
}
