import * as ec2 from '@aws-sdk/client-ec2';
import { tagList, text, texts, type Api, type Setter, type Setters, type Target } from './setter.ts';

const tags: Setter = {
  set: ({ clients }, target) =>
    clients.ec2.send(new ec2.CreateTagsCommand({ Resources: [target.id], Tags: tagList(target) })),
};

type RuleRequest = { GroupId: string; IpPermissions: ec2.IpPermission[] };

/** Rules of the default group, which has none: one that is open to the world, or none. */
const defaultRules = (
  direction: 'ingress' | 'egress',
  authorize: (api: Api, request: RuleRequest) => Promise<unknown>,
  revoke: (api: Api, request: RuleRequest) => Promise<unknown>,
): Setter => ({
  set: (api, target) => {
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    const request = { GroupId: target.id, IpPermissions };
    return (target.inputs[direction] as readonly unknown[]).length > 0 ? authorize(api, request) : revoke(api, request);
  },
  to: { [direction]: () => [{}] },
});

const vpcAttribute = (name: 'EnableDnsHostnames' | 'EnableDnsSupport', property: string): Setter => ({
  set: ({ clients }, target) =>
    clients.ec2.send(
      new ec2.ModifyVpcAttributeCommand({ VpcId: target.id, [name]: { Value: target.inputs[property] === true } }),
    ),
});

/** Which of the wanted are to be added to the held, and which of the held are not wanted. */
const moved = (wanted: readonly string[], held: readonly string[]) => ({
  add: wanted.filter((id) => !held.includes(id)),
  remove: held.filter((id) => !wanted.includes(id)),
});

async function endpoint({ clients }: Api, { id }: Target): Promise<ec2.VpcEndpoint> {
  const { VpcEndpoints = [] } = await clients.ec2.send(new ec2.DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  return VpcEndpoints[0] ?? {};
}

const modifyEndpoint = ({ clients }: Api, { id }: Target, request: Partial<ec2.ModifyVpcEndpointCommandInput>) =>
  clients.ec2.send(new ec2.ModifyVpcEndpointCommand({ VpcEndpointId: id, ...request }));

/** A rule is replaced as a whole. */
async function setRule({ clients }: Api, target: Target): Promise<void> {
  const { description, fromPort, toPort, ipProtocol, prefixListId, referencedSecurityGroupId } =
    target.inputs as Record<string, never>;
  const command = new ec2.ModifySecurityGroupRulesCommand({
    GroupId: text(target, 'securityGroupId'),
    SecurityGroupRules: [
      {
        SecurityGroupRuleId: target.id,
        SecurityGroupRule: {
          ...{ Description: description, FromPort: fromPort, ToPort: toPort, IpProtocol: ipProtocol },
          ...{ PrefixListId: prefixListId, ReferencedGroupId: referencedSecurityGroupId },
        },
      },
    ],
  });
  nameReferencedGroup(command, referencedSecurityGroupId);
  await clients.ec2.send(command);
}

/** AWS takes the group as ReferencedGroupId; the emulator looks for it where the answer of a read has it. */
function nameReferencedGroup(command: ec2.ModifySecurityGroupRulesCommand, group: string | undefined): void {
  if (group === undefined) return;
  const member = 'SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupInfo.GroupId';
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body?: unknown };
      if (typeof request.body === 'string') request.body += `&${member}=${encodeURIComponent(group)}`;
      return next(args);
    },
    { step: 'build', name: 'nameReferencedGroup', priority: 'high' },
  );
}

const rule: Setters = {
  description: { set: setRule },
  fromPort: { set: setRule, to: { fromPort: () => 80 } },
  toPort: { set: setRule, to: { toPort: () => 8443 } },
  ipProtocol: { set: setRule, to: { ipProtocol: () => 'udp' } },
  prefixListId: { set: setRule, to: { prefixListId: ({ other }) => other.prefixListId } },
  referencedSecurityGroupId: { set: setRule, to: { referencedSecurityGroupId: ({ other }) => other.groupId } },
  tags,
};

export const ec2Setters: Readonly<Record<string, Setters>> = {
  'aws:ec2/vpc:Vpc': {
    enableDnsHostnames: vpcAttribute('EnableDnsHostnames', 'enableDnsHostnames'),
    enableDnsSupport: vpcAttribute('EnableDnsSupport', 'enableDnsSupport'),
    tags,
  },
  'aws:ec2/subnet:Subnet': {
    mapPublicIpOnLaunch: {
      set: ({ clients }, target) =>
        clients.ec2.send(
          new ec2.ModifySubnetAttributeCommand({
            SubnetId: target.id,
            MapPublicIpOnLaunch: { Value: target.inputs['mapPublicIpOnLaunch'] === true },
          }),
        ),
    },
    tags,
  },
  'aws:ec2/securityGroup:SecurityGroup': { tags },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': {
    egress: defaultRules(
      'egress',
      ({ clients }, request) => clients.ec2.send(new ec2.AuthorizeSecurityGroupEgressCommand(request)),
      ({ clients }, request) => clients.ec2.send(new ec2.RevokeSecurityGroupEgressCommand(request)),
    ),
    ingress: defaultRules(
      'ingress',
      ({ clients }, request) => clients.ec2.send(new ec2.AuthorizeSecurityGroupIngressCommand(request)),
      ({ clients }, request) => clients.ec2.send(new ec2.RevokeSecurityGroupIngressCommand(request)),
    ),
    tags,
  },
  'aws:ec2/routeTable:RouteTable': {
    routes: {
      set: ({ clients, other }, { id: RouteTableId, inputs }) => {
        const DestinationCidrBlock = '0.0.0.0/0';
        return (inputs['routes'] as readonly unknown[]).length > 0
          ? clients.ec2.send(
              new ec2.CreateRouteCommand({ RouteTableId, DestinationCidrBlock, GatewayId: other.gatewayId }),
            )
          : clients.ec2.send(new ec2.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock }));
      },
      to: { routes: () => [{}] },
    },
    tags,
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    routeTableIds: {
      set: async (api, target) => {
        const { add, remove } = moved(
          texts(target, 'routeTableIds'),
          (await endpoint(api, target)).RouteTableIds ?? [],
        );
        return modifyEndpoint(api, target, { AddRouteTableIds: add, RemoveRouteTableIds: remove });
      },
      to: { routeTableIds: ({ other }) => [other.routeTableId] },
    },
    subnetIds: {
      set: async (api, target) => {
        const { add, remove } = moved(texts(target, 'subnetIds'), (await endpoint(api, target)).SubnetIds ?? []);
        return modifyEndpoint(api, target, { AddSubnetIds: add, RemoveSubnetIds: remove });
      },
      to: { subnetIds: (_api, value) => (value as readonly string[]).slice(1) },
    },
    tags,
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule,
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule,
};
