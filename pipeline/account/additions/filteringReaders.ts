/** What lets traffic in and out: rules of security groups and of network ACLs. */
import { paginateDescribeNetworkAcls, paginateDescribeSecurityGroupRules } from '@aws-sdk/client-ec2';
import type { EC2Client, NetworkAcl, NetworkAclEntry, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { RawProperties } from '../../engine/rawObservation.ts';
import { byId, collect, declaresInline, keyOf, output } from './reader.ts';
import type { OwnedResource, Reader } from './reader.ts';

const rules = (child: string, direction: 'ingress' | 'egress'): Reader => ({
  parent: 'aws:ec2/securityGroup:SecurityGroup',
  child,
  actions: ['ec2:DescribeSecurityGroupRules'],
  declaredBy: {
    [child]: byId,
    'aws:ec2/securityGroupRule:SecurityGroupRule': (resource) => output(resource, 'securityGroupRuleId'),
  },
  async read(parent, { ec2 }) {
    if (declaresInline(parent, direction)) return [];
    const Filters = [{ Name: 'group-id', Values: [parent.id] }];
    const found = await collect(
      paginateDescribeSecurityGroupRules({ client: ec2 }, { Filters }),
      (page) => page.SecurityGroupRules,
    );
    return found
      .filter(({ IsEgress }) => IsEgress === (direction === 'egress'))
      .map((rule) => {
        const id = rule.SecurityGroupRuleId ?? '';
        return { key: id, name: id, physicalId: id, properties: ruleProperties(rule) };
      });
  },
});

const ruleProperties = (rule: SecurityGroupRule): RawProperties => ({
  securityGroupId: rule.GroupId,
  ipProtocol: rule.IpProtocol,
  fromPort: rule.FromPort,
  toPort: rule.ToPort,
  cidrIpv4: rule.CidrIpv4,
  cidrIpv6: rule.CidrIpv6,
  prefixListId: rule.PrefixListId,
  referencedSecurityGroupId: rule.ReferencedGroupInfo?.GroupId,
  description: rule.Description,
});

const aclActions = ['ec2:DescribeNetworkAcls'];

const aclsOf = (client: EC2Client, vpcId: string): Promise<NetworkAcl[]> =>
  collect(
    paginateDescribeNetworkAcls({ client }, { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
    (page) => page.NetworkAcls,
  );

const acls: Reader = {
  parent: 'aws:ec2/vpc:Vpc',
  child: 'aws:ec2/networkAcl:NetworkAcl',
  actions: aclActions,
  declaredBy: { 'aws:ec2/networkAcl:NetworkAcl': byId, 'aws:ec2/defaultNetworkAcl:DefaultNetworkAcl': byId },
  async read({ id: vpcId }, { ec2 }) {
    return (await aclsOf(ec2, vpcId))
      .filter(({ IsDefault }) => IsDefault !== true)
      .map(({ NetworkAclId: id = '', Associations = [] }) => ({
        key: id,
        name: id,
        physicalId: id,
        properties: { vpcId, subnetIds: Associations.map(({ SubnetId }) => SubnetId) },
      }));
  },
};

/** The default ACL comes with two rules that allow everything, 100 each way (101 for IPv6), and with the final denies. */
const aclRules: Reader = {
  parent: 'aws:ec2/vpc:Vpc',
  child: 'aws:ec2/networkAclRule:NetworkAclRule',
  actions: aclActions,
  declaredBy: { 'aws:ec2/networkAclRule:NetworkAclRule': aclRuleKey },
  async read({ id: vpcId }, { ec2 }) {
    return (await aclsOf(ec2, vpcId)).flatMap(({ NetworkAclId = '', IsDefault, Entries = [] }) =>
      Entries.filter((entry) => !isBuiltIn(entry, IsDefault === true)).map((entry) => {
        const key = `${NetworkAclId}|${entry.RuleNumber}|${entry.Egress}`;
        return {
          key,
          name: key,
          physicalId: key,
          properties: { networkAclId: NetworkAclId, ...entryProperties(entry) },
        };
      }),
    );
  },
};

const finalRule = 32767;

const isBuiltIn = ({ RuleNumber = 0, RuleAction, Protocol }: NetworkAclEntry, ofDefault: boolean): boolean =>
  RuleNumber >= finalRule ||
  (ofDefault && (RuleNumber === 100 || RuleNumber === 101) && RuleAction === 'allow' && Protocol === '-1');

const entryProperties = (entry: NetworkAclEntry): RawProperties => ({
  ruleNumber: entry.RuleNumber,
  egress: entry.Egress,
  protocol: entry.Protocol,
  ruleAction: entry.RuleAction,
  cidrBlock: entry.CidrBlock,
  ipv6CidrBlock: entry.Ipv6CidrBlock,
  fromPort: entry.PortRange?.From,
  toPort: entry.PortRange?.To,
});

function aclRuleKey(resource: OwnedResource): string | undefined {
  const { ruleNumber, egress = false } = resource.outputs;
  return keyOf(output(resource, 'networkAclId'), String(ruleNumber), String(egress));
}

export const filteringReaders: readonly Reader[] = [
  rules('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', 'ingress'),
  rules('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule', 'egress'),
  acls,
  aclRules,
];
