/** What was put into a network of ours: parts, ways in and ways out. */
import {
  DescribeVpcsCommand,
  paginateDescribeEgressOnlyInternetGateways,
  paginateDescribeFlowLogs,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  paginateDescribeNetworkInterfaces,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeTransitGatewayVpcAttachments,
  paginateDescribeVpcEndpoints,
  paginateDescribeVpcPeeringConnections,
  DescribeVpnGatewaysCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Filter } from '@aws-sdk/client-ec2';
import type { RawProperties } from '../../engine/rawObservation.ts';
import { byId, collect } from './reader.ts';
import type { Found, Reader } from './reader.ts';

const vpc = 'aws:ec2/vpc:Vpc';

interface Part {
  readonly id: string | undefined;
  readonly properties: RawProperties;
}

/** A part of the network with an id of its own, declared by a resource with that id. */
const part = (
  child: string,
  action: string,
  list: (ec2: EC2Client, vpcId: string) => Promise<readonly Part[]>,
  alsoDeclaredBy: readonly string[] = [],
): Reader => ({
  parent: vpc,
  child,
  actions: [`ec2:${action}`],
  declaredBy: Object.fromEntries([child, ...alsoDeclaredBy].map((type) => [type, byId])),
  read: async ({ id }, { ec2 }) => (await list(ec2, id)).map(found),
});

const found = ({ id = '', properties }: Part): Found => ({ key: id, name: id, physicalId: id, properties });

const filter = (Name: string, ...Values: readonly string[]): Filter => ({ Name, Values: [...Values] });

const subnets = part('aws:ec2/subnet:Subnet', 'DescribeSubnets', async (client, vpcId) => {
  const pages = paginateDescribeSubnets({ client }, { Filters: [filter('vpc-id', vpcId)] });
  return (await collect(pages, (page) => page.Subnets)).map(
    ({ SubnetId, CidrBlock, AvailabilityZoneId, MapPublicIpOnLaunch }) => ({
      id: SubnetId,
      properties: {
        vpcId,
        cidrBlock: CidrBlock,
        availabilityZoneId: AvailabilityZoneId,
        mapPublicIpOnLaunch: MapPublicIpOnLaunch,
      },
    }),
  );
});

/** The default group cannot be removed; a program that wants it closed declares it. */
const securityGroups = part(
  'aws:ec2/securityGroup:SecurityGroup',
  'DescribeSecurityGroups',
  async (client, vpcId) => {
    const pages = paginateDescribeSecurityGroups({ client }, { Filters: [filter('vpc-id', vpcId)] });
    return (await collect(pages, (page) => page.SecurityGroups))
      .filter(({ GroupName }) => GroupName !== 'default')
      .map(({ GroupId, GroupName, Description }) => ({
        id: GroupId,
        properties: { vpcId, name: GroupName, description: Description },
      }));
  },
  ['aws:ec2/defaultSecurityGroup:DefaultSecurityGroup'],
);

const endpoints = part('aws:ec2/vpcEndpoint:VpcEndpoint', 'DescribeVpcEndpoints', async (client, vpcId) => {
  const pages = paginateDescribeVpcEndpoints({ client }, { Filters: [filter('vpc-id', vpcId)] });
  return (await collect(pages, (page) => page.VpcEndpoints))
    .filter(({ State }) => String(State).toLowerCase() !== 'deleted')
    .map(({ VpcEndpointId, ServiceName, VpcEndpointType }) => ({
      id: VpcEndpointId,
      properties: { vpcId, serviceName: ServiceName, vpcEndpointType: VpcEndpointType },
    }));
});

const natGateways = part('aws:ec2/natGateway:NatGateway', 'DescribeNatGateways', async (client, vpcId) => {
  const pages = paginateDescribeNatGateways({ client }, { Filter: [filter('vpc-id', vpcId)] });
  return (await collect(pages, (page) => page.NatGateways))
    .filter(({ State }) => State !== 'deleted' && State !== 'failed')
    .map(({ NatGatewayId, SubnetId, ConnectivityType }) => ({
      id: NatGatewayId,
      properties: { subnetId: SubnetId, connectivityType: ConnectivityType },
    }));
});

const internetGateways = part(
  'aws:ec2/internetGateway:InternetGateway',
  'DescribeInternetGateways',
  async (client, vpcId) => {
    const pages = paginateDescribeInternetGateways({ client }, { Filters: [filter('attachment.vpc-id', vpcId)] });
    const gateways = await collect(pages, (page) => page.InternetGateways);
    return gateways.map(({ InternetGatewayId }) => ({ id: InternetGatewayId, properties: { vpcId } }));
  },
);

const egressOnlyGateways = part(
  'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway',
  'DescribeEgressOnlyInternetGateways',
  async (client, vpcId) => {
    // This call knows no filter by network.
    const pages = paginateDescribeEgressOnlyInternetGateways({ client }, {});
    return (await collect(pages, (page) => page.EgressOnlyInternetGateways))
      .filter(({ Attachments = [] }) => Attachments.some(({ VpcId }) => VpcId === vpcId))
      .map(({ EgressOnlyInternetGatewayId }) => ({ id: EgressOnlyInternetGatewayId, properties: { vpcId } }));
  },
);

const peerings = part(
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection',
  'DescribeVpcPeeringConnections',
  async (client, vpcId) => {
    const sides = ['requester-vpc-info.vpc-id', 'accepter-vpc-info.vpc-id'].map((side) =>
      collect(
        paginateDescribeVpcPeeringConnections({ client }, { Filters: [filter(side, vpcId)] }),
        (page) => page.VpcPeeringConnections,
      ),
    );
    return (await Promise.all(sides))
      .flat()
      .filter(({ Status }) => !['deleted', 'rejected', 'expired', 'failed'].includes(Status?.Code ?? ''))
      .map(({ VpcPeeringConnectionId, RequesterVpcInfo, AccepterVpcInfo }) => ({
        id: VpcPeeringConnectionId,
        properties: {
          vpcId: RequesterVpcInfo?.VpcId,
          peerVpcId: AccepterVpcInfo?.VpcId,
          peerOwnerId: AccepterVpcInfo?.OwnerId,
        },
      }));
  },
);

const transitAttachments = part(
  'aws:ec2transitgateway/vpcAttachment:VpcAttachment',
  'DescribeTransitGatewayVpcAttachments',
  async (client, vpcId) => {
    const pages = paginateDescribeTransitGatewayVpcAttachments({ client }, { Filters: [filter('vpc-id', vpcId)] });
    return (await collect(pages, (page) => page.TransitGatewayVpcAttachments))
      .filter(({ State }) => State !== 'deleted')
      .map(({ TransitGatewayAttachmentId, TransitGatewayId, SubnetIds }) => ({
        id: TransitGatewayAttachmentId,
        properties: { vpcId, transitGatewayId: TransitGatewayId, subnetIds: SubnetIds },
      }));
  },
);

const vpnGateways = part('aws:ec2/vpnGateway:VpnGateway', 'DescribeVpnGateways', async (client, vpcId) => {
  const command = new DescribeVpnGatewaysCommand({ Filters: [filter('attachment.vpc-id', vpcId)] });
  const { VpnGateways = [] } = await client.send(command);
  return VpnGateways.filter(
    ({ State, VpcAttachments = [] }) =>
      State !== 'deleted' && VpcAttachments.some(({ State: at }) => at !== 'detached'),
  ).map(({ VpnGatewayId }) => ({ id: VpnGatewayId, properties: { vpcId } }));
});

const flowLogs = part('aws:ec2/flowLog:FlowLog', 'DescribeFlowLogs', async (client, vpcId) => {
  const pages = paginateDescribeFlowLogs({ client }, { Filter: [filter('resource-id', vpcId)] });
  return (await collect(pages, (page) => page.FlowLogs)).map(({ FlowLogId, LogDestination, TrafficType }) => ({
    id: FlowLogId,
    properties: { vpcId, logDestination: LogDestination, trafficType: TrafficType },
  }));
});

const additionalBlocks = part(
  'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation',
  'DescribeVpcs',
  async (client, vpcId) => {
    const { Vpcs = [] } = await client.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }));
    const [{ CidrBlock, CidrBlockAssociationSet = [] } = {}] = Vpcs;
    return CidrBlockAssociationSet.filter(
      (block) => block.CidrBlock !== CidrBlock && block.CidrBlockState?.State !== 'disassociated',
    ).map((block) => ({ id: block.AssociationId, properties: { vpcId, cidrBlock: block.CidrBlock } }));
  },
);

/** Somebody else's machine in our network. Interfaces that AWS services keep for our own resources are left out. */
const interfaces = part(
  'aws:ec2/networkInterface:NetworkInterface',
  'DescribeNetworkInterfaces',
  async (client, vpcId) => {
    const pages = paginateDescribeNetworkInterfaces({ client }, { Filters: [filter('vpc-id', vpcId)] });
    return (await collect(pages, (page) => page.NetworkInterfaces))
      .filter(
        ({ RequesterManaged, InterfaceType }) =>
          RequesterManaged !== true && (InterfaceType ?? 'interface') === 'interface',
      )
      .map(({ NetworkInterfaceId, SubnetId, Description, Attachment, Groups = [] }) => ({
        id: NetworkInterfaceId,
        properties: {
          subnetId: SubnetId,
          description: Description,
          instanceId: Attachment?.InstanceId,
          securityGroups: Groups.map(({ GroupId }) => GroupId),
        },
      }));
  },
);

export const networkReaders: readonly Reader[] = [
  subnets,
  securityGroups,
  endpoints,
  natGateways,
  internetGateways,
  egressOnlyGateways,
  peerings,
  transitAttachments,
  vpnGateways,
  flowLogs,
  additionalBlocks,
  interfaces,
];
