import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateTagsCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  ReplaceRouteTableAssociationCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { resourceTypes } from '../../../sandbox/provider/ec2/index.ts';
import { emulatedAccount, engineFor, region, type Deployed, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let ec2: EC2Client;
let network: Deployed;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  ec2 = aws.client(EC2Client);
  network = await engine('Vpc').create({ cidrBlock: '10.20.0.0/16', enableDnsHostnames: true, tags: { Name: 'net' } });
}, 60_000);
afterAll(() => aws.close());

const typeOf = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};
const engine = (name: string) => engineFor(typeOf(name), aws.session);

describe('R37: a VPC', () => {
  test('R37: reads back as it was made, with what AWS adds beside it', async () => {
    expect(await engine('Vpc').drift(network)).toEqual([]);
    const { id, outputs } = network;
    expect(outputs).toMatchObject({
      arn: `arn:aws:ec2:${region}:222222222222:vpc/${id}`,
      enableDnsSupport: true,
      tags: { Name: 'net' },
      tagsAll: { Name: 'net', 'payments:environment': 'staging' },
    });
    for (const child of ['defaultSecurityGroupId', 'mainRouteTableId', 'defaultNetworkAclId']) {
      expect(outputs[child]).toMatch(/^(sg|rtb|acl)-[0-9a-f]{17}$/);
    }
  });

  test('R7: shows changes by hand, of attributes and of tags', async () => {
    const vpc = engine('Vpc');
    const made = await vpc.create({ cidrBlock: '10.21.0.0/16', enableDnsHostnames: true });
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: made.id, EnableDnsHostnames: { Value: false } }));
    await ec2.send(new CreateTagsCommand({ Resources: [made.id], Tags: [{ Key: 'by', Value: 'hand' }] }));
    await ec2.send(new DeleteTagsCommand({ Resources: [made.id], Tags: [{ Key: 'payments:environment' }] }));
    expect(await vpc.drift(made)).toEqual([
      'enableDnsHostnames',
      'tags',
      'tagsAll.by',
      'tagsAll["payments:environment"]',
    ]);
    const healed = await vpc.update(made, { cidrBlock: '10.21.0.0/16', enableDnsHostnames: true });
    expect(await vpc.drift(healed)).toEqual([]);
    await vpc.remove(healed);
    expect(await vpc.refreshed(healed)).toBeNull();
  });

  test('R37: is replaced for another range or tenancy, and refuses what AWS refuses', () => {
    const vpc = engine('Vpc');
    expect(vpc.planned(network, { ...network.inputs, cidrBlock: '10.22.0.0/16' })).toEqual(['cidrBlock!']);
    expect(vpc.planned(network, { ...network.inputs, instanceTenancy: 'dedicated' })).toEqual(['instanceTenancy!']);
    expect(vpc.planned(network, { ...network.inputs, enableDnsHostnames: false })).toEqual(['enableDnsHostnames']);
    expect(() => vpc.checked({ cidrBlock: '10.0.0.0/8' })).toThrow('cidrBlock: expected a block from /16 to /28');
    expect(() => vpc.checked({ cidrBlock: '10.0.0.1/16' })).toThrow('cidrBlock: expected an IPv4 network address');
    expect(() => vpc.checked({ cidrBlock: '10.0.0.0/16', assignGeneratedIpv6CidrBlock: true })).toThrow(
      'does not serve',
    );
  });
});

describe('R37: a subnet', () => {
  const program = () => ({ vpcId: network.id, cidrBlock: '10.20.0.0/24', availabilityZoneId: 'usw2-az2' });

  test('R12: keeps the zone that was asked for by its id and shows changes by hand', async () => {
    const subnet = engine('Subnet');
    const made = await subnet.create(program());
    expect(made.outputs).toMatchObject({ availabilityZone: 'us-west-2b', mapPublicIpOnLaunch: false });
    expect(await subnet.drift(made)).toEqual([]);
    await ec2.send(new ModifySubnetAttributeCommand({ SubnetId: made.id, MapPublicIpOnLaunch: { Value: true } }));
    expect(await subnet.drift(made)).toEqual(['mapPublicIpOnLaunch']);
    expect(await subnet.drift(await subnet.update(made, program()))).toEqual([]);
    expect(await subnet.imported(made.id)).toMatchObject({
      inputs: { availabilityZoneId: 'usw2-az2', vpcId: network.id },
    });
    await ec2.send(new DeleteSubnetCommand({ SubnetId: made.id }));
    expect(await subnet.drift(made)).toBeNull();
    await subnet.remove(made);
  });

  test('R37: is replaced for another place', async () => {
    const subnet = engine('Subnet');
    const made = await subnet.create({ ...program(), cidrBlock: '10.20.1.0/24' });
    const { cidrBlock } = made.inputs;
    const changed = (change: object) => subnet.planned(made, { ...program(), cidrBlock, ...change });
    expect(changed({ cidrBlock: '10.20.2.0/24' })).toEqual(['cidrBlock!']);
    expect(changed({ availabilityZoneId: 'usw2-az1' })).toEqual(['availabilityZoneId!']);
    expect(changed({ vpcId: 'vpc-0' })).toEqual(['vpcId!']);
    expect(changed({ mapPublicIpOnLaunch: true })).toEqual(['mapPublicIpOnLaunch']);
    expect(changed({ availabilityZoneId: undefined, availabilityZone: 'us-west-2a' })).toContain('availabilityZone!');
    await subnet.remove(made);
  });

  test('R37: refuses what AWS refuses, and leaves nothing behind', async () => {
    const subnet = engine('Subnet');
    const made = await subnet.create(program());
    await expect(subnet.create({ ...program(), cidrBlock: '10.99.0.0/24' })).rejects.toMatchObject({
      name: 'InvalidSubnet.Range',
    });
    await expect(subnet.create({ ...program(), cidrBlock: '10.20.0.128/25' })).rejects.toMatchObject({
      name: 'InvalidSubnet.Conflict',
    });
    await expect(subnet.create({ ...program(), vpcId: 'vpc-00000000000000000' })).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
    });
    const elsewhere = { ...program(), cidrBlock: '10.20.9.0/24', availabilityZoneId: 'use1-az1' };
    await expect(subnet.create(elsewhere)).rejects.toThrow(
      'Value (use1-az1) for parameter availabilityZoneId is invalid',
    );
    const again = await subnet.create({ ...program(), cidrBlock: '10.20.9.0/24' });
    await subnet.remove(again);
    await subnet.remove(made);
  });
});

describe('R37: a route table', () => {
  test('R40: with no routes of its own shows one that was added by hand, and takes it away', async () => {
    const table = engine('RouteTable');
    const program = { vpcId: network.id, routes: [] };
    const made = await table.create(program);
    expect(await table.drift(made)).toEqual([]);
    const gateway = await ec2.send(new CreateInternetGatewayCommand({}));
    const GatewayId = gateway.InternetGateway?.InternetGatewayId;
    await ec2.send(new CreateRouteCommand({ RouteTableId: made.id, DestinationCidrBlock: '0.0.0.0/0', GatewayId }));
    expect(await table.drift(made)).toEqual(['routes']);
    expect((await table.refreshed(made))?.inputs['routes']).toEqual([{ cidrBlock: '0.0.0.0/0', gatewayId: GatewayId }]);
    const healed = await table.update(made, program);
    expect(await table.drift(healed)).toEqual([]);
    await table.remove(healed);
    expect(await table.drift(healed)).toBeNull();
  });

  test('R37: sets, redirects and removes routes, is replaced in another VPC, and refuses targets it cannot hold', async () => {
    const table = engine('RouteTable');
    const route = { cidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' };
    const made = await table.create({
      vpcId: network.id,
      routes: [route, { cidrBlock: '10.9.0.0/16', natGatewayId: 'nat-1' }],
    });
    expect(await table.drift(made)).toEqual([]);
    const next = { vpcId: network.id, routes: [{ ...route, gatewayId: 'igw-2' }] };
    expect(table.planned(made, next).length).toBeGreaterThan(0);
    const changed = await table.update(made, next);
    expect((await table.refreshed(changed))?.inputs['routes']).toEqual(next.routes);
    expect(table.planned(changed, { ...next, vpcId: 'vpc-0' })).toEqual(['vpcId!']);
    expect(() =>
      table.checked({ vpcId: 'vpc-0', routes: [{ cidrBlock: '0.0.0.0/0', vpcEndpointId: 'vpce-1' }] }),
    ).toThrow('sandbox cannot hold');
    await expect(table.create({ vpcId: 'vpc-00000000000000000' })).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
    });
    await table.remove(changed);
  });

  test('R37: is associated with a subnet, in place with another one, and once only', async () => {
    const [table, association, subnet] = [engine('RouteTable'), engine('RouteTableAssociation'), engine('Subnet')];
    const zone = { vpcId: network.id, cidrBlock: '10.20.30.0/24', availabilityZoneId: 'usw2-az1' };
    const [one, other, place] = [
      await table.create({ vpcId: network.id }),
      await table.create({ vpcId: network.id }),
      await subnet.create(zone),
    ];
    const made = await association.create({ subnetId: place.id, routeTableId: one.id });
    expect(await association.drift(made)).toEqual([]);
    const next = { subnetId: place.id, routeTableId: other.id };
    expect(association.planned(made, next)).toEqual(['routeTableId']);
    expect(association.planned(made, { ...next, routeTableId: one.id, subnetId: 'subnet-1' })).toEqual(['subnetId!']);
    await expect(association.create(next)).rejects.toMatchObject({ name: 'Resource.AlreadyAssociated' });
    await expect(association.create({ ...next, subnetId: 'subnet-00000000000000000' })).rejects.toMatchObject({
      name: 'InvalidSubnetID.NotFound',
    });
    // The engine keeps the old id of an updated resource, and by hand the id changes as well.
    const kept = { ...(await association.update(made, next)), id: made.id };
    expect(await association.drift(kept)).toEqual([]);
    const current = await association.refreshed(kept);
    await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId: current?.id, RouteTableId: one.id }));
    expect(await association.drift(kept)).toEqual(['routeTableId']);
    await association.remove(kept);
    expect(await association.drift(kept)).toBeNull();
    for (const [type, deployed] of [
      [table, one],
      [table, other],
      [subnet, place],
    ] as const)
      await type.remove(deployed);
  });
});

describe('R37: endpoints', () => {
  const gateway = () => ({ vpcId: network.id, serviceName: `com.amazonaws.${region}.dynamodb` });
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' }],
  });

  test('R12: a gateway endpoint tells the prefix list of its service and keeps its route tables', async () => {
    const [endpoint, table] = [engine('VpcEndpoint'), engine('RouteTable')];
    const [one, other] = [await table.create({ vpcId: network.id }), await table.create({ vpcId: network.id })];
    const made = await endpoint.create({ ...gateway(), policy, routeTableIds: [one.id] });
    expect(made.outputs).toMatchObject({
      prefixListId: expect.stringMatching(/^pl-[0-9a-f]{17}$/),
      state: 'available',
      policy,
    });
    expect(await endpoint.drift(made)).toEqual([]);
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: made.id, AddRouteTableIds: [other.id] }));
    expect(await endpoint.drift(made)).toEqual([expect.stringMatching(/^routeTableIds\[[01]\]$/)]);
    const healed = await endpoint.update(made, { ...gateway(), policy, routeTableIds: [one.id] });
    expect(await endpoint.drift(healed)).toEqual([]);
    await endpoint.remove(healed);
    expect(await endpoint.drift(healed)).toBeNull();
    await table.remove(one);
    await table.remove(other);
  });

  test('R37: are replaced for another service, type or network, and a gateway for private DNS', async () => {
    const endpoint = engine('VpcEndpoint');
    const made = await endpoint.create(gateway());
    const changed = (change: object) => endpoint.planned(made, { ...gateway(), ...change });
    expect(changed({ serviceName: `com.amazonaws.${region}.s3` })).toEqual(['serviceName!']);
    expect(changed({ vpcEndpointType: 'Interface' })).toEqual(['vpcEndpointType!']);
    expect(changed({ vpcId: 'vpc-0' })).toEqual(['vpcId!']);
    expect(changed({ policy })).toEqual(['policy']);
    const interfaceOf = { ...made, inputs: { ...made.inputs, vpcEndpointType: 'Interface', privateDnsEnabled: true } };
    const withoutDns = { ...gateway(), vpcEndpointType: 'Interface', privateDnsEnabled: false };
    expect(endpoint.planned(interfaceOf, withoutDns)).toEqual(['privateDnsEnabled']);
    expect(typeOf('VpcEndpoint').replaces?.('privateDnsEnabled', {}, { vpcEndpointType: 'Gateway' })).toBe(true);
    await endpoint.remove(made);
  });

  test('R37: refuse what AWS refuses', async () => {
    const endpoint = engine('VpcEndpoint');
    const code = (program: object) => expect(endpoint.create({ ...gateway(), ...program })).rejects;
    await code({ serviceName: `com.amazonaws.${region}.sns` }).toMatchObject({ name: 'InvalidServiceName' });
    await code({ serviceName: 'com.amazonaws.us-east-1.dynamodb' }).toMatchObject({ name: 'InvalidServiceName' });
    await code({ routeTableIds: ['rtb-00000000000000000'] }).toMatchObject({ name: 'InvalidRouteTableId.NotFound' });
    const sns = { serviceName: `com.amazonaws.${region}.sns`, vpcEndpointType: 'Interface' };
    await code({ ...sns, securityGroupIds: ['sg-00000000000000000'] }).toMatchObject({ name: 'InvalidGroup.NotFound' });
    await code({ ...sns, subnetIds: ['subnet-00000000000000000'] }).toMatchObject({ name: 'InvalidSubnetId.NotFound' });
    const bare = await engine('Vpc').create({ cidrBlock: '10.30.0.0/16' });
    await code({ ...sns, vpcId: bare.id, privateDnsEnabled: true }).toThrow(
      'requires both enableDnsSupport and enableDnsHostnames',
    );
    expect(() => endpoint.checked({ ...gateway(), subnetIds: ['subnet-1'] })).toThrow('subnetIds: cannot be used');
    expect(() => endpoint.checked({ ...gateway(), policy: '{' })).toThrow('policy: contains an invalid JSON');
    await engine('Vpc').remove(bare);
  });

  test('R33: blind spots are real: the emulator tells neither policy nor groups nor private DNS of an interface endpoint', async () => {
    const endpoint = engine('VpcEndpoint');
    const group = await engine('SecurityGroup').create({ vpcId: network.id });
    const program = {
      ...gateway(),
      serviceName: `com.amazonaws.${region}.sns`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
    };
    const made = await endpoint.create({ ...program, policy, securityGroupIds: [group.id] });
    const told = (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [made.id] }))).VpcEndpoints?.[0];
    expect([told?.PolicyDocument, told?.Groups, told?.PrivateDnsEnabled]).toEqual([undefined, undefined, undefined]);
    expect(await endpoint.drift(made)).toEqual([]);
    await endpoint.remove(made);
    await engine('SecurityGroup').remove(group);
  });
});

describe('R37: security groups', () => {
  const rule = (securityGroupId: string) => ({ securityGroupId, ipProtocol: 'tcp', fromPort: 443, toPort: 443 });

  test('R12: a new group has no rule at all, not even the way out that AWS opens', async () => {
    const group = engine('SecurityGroup');
    const made = await group.create({ vpcId: network.id, tags: { team: 'payments' } });
    const state = (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [made.id] }))).SecurityGroups?.[0];
    expect([state?.IpPermissions, state?.IpPermissionsEgress]).toEqual([[], []]);
    expect(made.outputs).toMatchObject({
      description: 'Managed by Pulumi',
      name: expect.stringMatching(/^test-[0-9a-f]{7}$/),
    });
    expect(await group.drift(made)).toEqual([]);
    for (const property of ['description', 'name', 'vpcId']) {
      expect(group.planned(made, { ...made.inputs, [property]: 'another' })).toContain(`${property}!`);
    }
    await group.remove(made);
    expect(await group.drift(made)).toBeNull();
  });

  test('R37: inline rules are compared as a set of single rules', async () => {
    const group = engine('SecurityGroup');
    const block = {
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ['10.0.0.0/16', '10.1.0.0/16'],
      self: true,
    };
    const made = await group.create({ vpcId: network.id, ingress: [block], egress: [] });
    expect(await group.drift(made)).toEqual([]);
    const everywhere = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: made.id, IpPermissions: [everywhere] }));
    expect(await group.drift(made)).not.toEqual([]);
    const next = { vpcId: network.id, ingress: [{ ...block, cidrBlocks: ['10.1.0.0/16'] }], egress: [] };
    expect(await group.drift(await group.update(made, next))).toEqual([]);
    expect(() => group.checked({ vpcId: 'vpc-0', egress: [{ protocol: '-1', fromPort: 1, toPort: 0 }] })).toThrow(
      'egress[0].fromPort: must be 0',
    );
    await group.remove(made);
  });

  test('R40: the default group is adopted, emptied, and shows rules added by hand', async () => {
    const standard = engine('DefaultSecurityGroup');
    const program = { vpcId: network.id, ingress: [], egress: [] };
    const made = await standard.create(program);
    expect(made.id).toBe(network.outputs['defaultSecurityGroupId']);
    const state = () => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [made.id] }));
    expect((await state()).SecurityGroups?.[0]).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: made.id, IpPermissions: [ssh] }));
    expect(await standard.drift(made)).toEqual(['ingress']);
    expect(await standard.drift(await standard.update(made, program))).toEqual([]);
    expect(standard.planned(made, { ...program, vpcId: 'vpc-0' })).toEqual(['vpcId!']);
    await standard.remove(made);
    expect((await state()).SecurityGroups).toHaveLength(1);
  });

  test('R33: a rule to a prefix list is no blind spot: the group tells what the rule does not', async () => {
    const [group, egress] = [
      await engine('SecurityGroup').create({ vpcId: network.id }),
      engine('SecurityGroupEgressRule'),
    ];
    const program = { ...rule(group.id), prefixListId: 'pl-11111111', description: 'DynamoDB' };
    const made = await egress.create(program);
    expect(await egress.drift(made)).toEqual([]);
    const SecurityGroupRule = {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      PrefixListId: 'pl-22222222',
      Description: 'DynamoDB',
    };
    const SecurityGroupRules = [{ SecurityGroupRuleId: made.id, SecurityGroupRule }];
    await ec2.send(new ModifySecurityGroupRulesCommand({ GroupId: group.id, SecurityGroupRules }));
    expect(await egress.drift(made)).toEqual(['prefixListId']);
    expect(await egress.drift(await egress.update(made, program))).toEqual([]);
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: group.id, SecurityGroupRuleIds: [made.id] }));
    expect(await egress.drift(made)).toBeNull();
    await egress.remove(made);
    await engine('SecurityGroup').remove(group);
  });

  test('R37: a rule changes its source in place, and is replaced for another kind of source or another group', async () => {
    const groups = engine('SecurityGroup');
    const [own, one, other] = [
      await groups.create({ vpcId: network.id, name: 'own' }),
      await groups.create({ vpcId: network.id, name: 'one' }),
      await groups.create({ vpcId: network.id, name: 'other' }),
    ];
    const ingress = engine('SecurityGroupIngressRule');
    const made = await ingress.create({ ...rule(own.id), referencedSecurityGroupId: one.id, tags: { why: 'test' } });
    expect(await ingress.drift(made)).toEqual([]);
    const next = {
      ...rule(own.id),
      fromPort: 8443,
      toPort: 8443,
      referencedSecurityGroupId: other.id,
      description: 'changed',
    };
    expect(ingress.planned(made, next)).not.toContain('referencedSecurityGroupId!');
    const changed = await ingress.update(made, next);
    expect(changed.id).toBe(made.id);
    expect(await ingress.drift(changed)).toEqual([]);
    const asRange = { ...rule(own.id), cidrIpv4: '10.0.0.0/16' };
    expect(ingress.planned(changed, asRange)).toEqual(
      expect.arrayContaining(['cidrIpv4!', 'referencedSecurityGroupId!']),
    );
    expect(ingress.planned(made, { ...next, securityGroupId: 'sg-0' })).toContain('securityGroupId!');
    await expect(ingress.create(next)).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
    await expect(ingress.create({ ...asRange, securityGroupId: 'sg-00000000000000000' })).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
    });
    expect(() => ingress.checked({ ...rule(own.id) })).toThrow('exactly one of');
    await ingress.remove(changed);
    expect(await ingress.drift(changed)).toBeNull();
    for (const group of [own, one, other]) await groups.remove(group);
  });

  test('R37: all protocols need no ports, and their names are equal', async () => {
    const group = await engine('SecurityGroup').create({ vpcId: network.id });
    const egress = engine('SecurityGroupEgressRule');
    const made = await egress.create({ securityGroupId: group.id, ipProtocol: '-1', cidrIpv4: '10.0.0.0/16' });
    expect(await egress.drift(made)).toEqual([]);
    expect(egress.planned(made, { securityGroupId: group.id, ipProtocol: 'all', cidrIpv4: '10.0.0.0/16' })).toEqual([]);
    await egress.remove(made);
    await engine('SecurityGroup').remove(group);
  });
});
