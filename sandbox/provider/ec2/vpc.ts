import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Vpc } from '@aws-sdk/client-ec2';
import { orNull, untilGone, whileRefused } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import { existing, finish, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { fromTagPairs, readTags } from '../tagSets.ts';
import { rangeProblem } from './cidr.ts';
import { retag, tagSpecifications } from './resourceTags.ts';
import { attribute, setAttributes } from './vpcAttributes.ts';

/** Left out it stays as AWS has it; an explicit false counts, so that it is no `optionalComputed` of the type. */
const readRules = { optionalComputed: ['enableDnsHostnames'] };

export const vpc: ResourceType = {
  token: 'aws:ec2/vpc:Vpc',
  required: [],
  defaults: { enableDnsSupport: true, instanceTenancy: 'default' },
  replaceOn: ['cidrBlock'],
  // CustomizeDiff: a change of tenancy replaces, except from dedicated back to default (ModifyVpcTenancy).
  replaces: (property, olds) => property === 'instanceTenancy' && olds['instanceTenancy'] !== 'dedicated',
  source: 'internal/service/ec2/vpc_.go, schema and resourceVPCCustomizeDiff',
  computed: [
    'arn',
    'defaultNetworkAclId',
    'defaultRouteTableId',
    'defaultSecurityGroupId',
    'dhcpOptionsId',
    'mainRouteTableId',
    'ownerId',
    'tagsAll',
  ],
  served: ['cidrBlock', 'enableDnsHostnames', 'enableDnsSupport', 'instanceTenancy', 'tags'],
  check(inputs) {
    const range = rangeProblem(inputs['cidrBlock']);
    return range === null ? [] : [['cidrBlock', range]];
  },
  async create(inputs, session) {
    const created = await session.client(EC2Client).send(
      new CreateVpcCommand({
        CidrBlock: requiredText(inputs, 'cidrBlock'),
        ...(textOf(inputs, 'instanceTenancy') === 'dedicated' ? { InstanceTenancy: 'dedicated' } : {}),
        ...tagSpecifications('vpc', inputs, session),
      }),
    );
    const id = created.Vpc?.VpcId ?? '';
    return finish(id, async () => {
      await setAttributes(id, inputs, session);
      return existing(id, read(id, inputs, session));
    });
  },
  read,
  async update(id, news, _olds, session) {
    await setAttributes(id, news, session);
    await retag(id, (await describe(id, session))?.Tags, news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, _outputs, session) {
    const remove = () => session.client(EC2Client).send(new DeleteVpcCommand({ VpcId: id }));
    await orNull(['InvalidVpcID.NotFound'], () =>
      whileRefused(['DependencyViolation'], remove, { timeoutSeconds: 15, signal: session.signal }),
    );
    await untilGone(() => describe(id, session), id, { timeoutSeconds: 15, signal: session.signal });
  },
};

export async function describe(id: string, session: Session): Promise<Vpc | null> {
  const answer = await orNull(['InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'], () =>
    session.client(EC2Client).send(new DescribeVpcsCommand({ VpcIds: [id] })),
  );
  return answer?.Vpcs?.[0] ?? null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  const network = await describe(id, session);
  if (network === null) return null;
  const { tags, tagsAll } = readTags(fromTagPairs(network.Tags), known, session);
  const inputs = {
    cidrBlock: network.CidrBlock,
    instanceTenancy: network.InstanceTenancy,
    enableDnsSupport: await attribute(id, 'enableDnsSupport', session),
    enableDnsHostnames: await attribute(id, 'enableDnsHostnames', session),
    tags,
  };
  const computed = {
    arn: `arn:aws:ec2:${session.region}:${network.OwnerId ?? session.account}:vpc/${id}`,
    ownerId: network.OwnerId,
    dhcpOptionsId: network.DhcpOptionsId,
    // Read by the real provider as well; the emulator always answers false and cannot change it.
    enableNetworkAddressUsageMetrics: await attribute(id, 'enableNetworkAddressUsageMetrics', session),
    tagsAll,
    ...(await defaultChildren(id, session)),
  };
  return readBack(readRules, known, { id, inputs, computed });
}

async function defaultChildren(id: string, session: Session): Promise<Inputs> {
  const client = session.client(EC2Client);
  const inVpc = { Name: 'vpc-id', Values: [id] };
  const lists = await client.send(
    new DescribeNetworkAclsCommand({ Filters: [inVpc, { Name: 'default', Values: ['true'] }] }),
  );
  const tables = await client.send(
    new DescribeRouteTablesCommand({ Filters: [inVpc, { Name: 'association.main', Values: ['true'] }] }),
  );
  const groups = await client.send(
    new DescribeSecurityGroupsCommand({ Filters: [inVpc, { Name: 'group-name', Values: ['default'] }] }),
  );
  const mainRouteTableId = tables.RouteTables?.[0]?.RouteTableId;
  return {
    defaultNetworkAclId: lists.NetworkAcls?.[0]?.NetworkAclId,
    defaultRouteTableId: mainRouteTableId,
    mainRouteTableId,
    defaultSecurityGroupId: groups.SecurityGroups?.[0]?.GroupId,
  };
}
