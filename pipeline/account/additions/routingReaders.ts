/** Route tables of a network, what they say, and who uses them. */
import { paginateDescribeRouteTables } from '@aws-sdk/client-ec2';
import type { EC2Client, Route, RouteTable } from '@aws-sdk/client-ec2';
import { byId, collect, declaresInline, keyOf, output } from './reader.ts';
import type { Found, OwnedResource, Parent, Reader } from './reader.ts';

const vpc = 'aws:ec2/vpc:Vpc';
const routeTable = 'aws:ec2/routeTable:RouteTable';
const defaultRouteTable = 'aws:ec2/defaultRouteTable:DefaultRouteTable';
const actions = ['ec2:DescribeRouteTables'];

const tablesOf = (client: EC2Client, vpcId: string): Promise<RouteTable[]> =>
  collect(
    paginateDescribeRouteTables({ client }, { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
    (page) => page.RouteTables,
  );

const isMain = ({ Associations = [] }: RouteTable): boolean => Associations.some(({ Main }) => Main === true);

/** The main table comes with the network and cannot be removed; its routes are read all the same. */
const routeTables: Reader = {
  parent: vpc,
  child: routeTable,
  actions,
  declaredBy: { [routeTable]: byId, [defaultRouteTable]: byId },
  async read(parent, { ec2 }) {
    const vpcId = parent.id;
    const tables = await tablesOf(ec2, vpcId);
    return tables
      .filter((table) => !isMain(table) && table.RouteTableId !== originalMain(parent))
      .map(({ RouteTableId: id = '' }) => ({ key: id, name: id, physicalId: id, properties: { vpcId } }));
  },
};

const routesDeclaredBy: Reader['declaredBy'] = {
  'aws:ec2/route:Route': (resource) => keyOf(output(resource, 'routeTableId'), declaredDestination(resource)),
};

const routes: Reader = {
  parent: routeTable,
  child: 'aws:ec2/route:Route',
  actions,
  declaredBy: routesDeclaredBy,
  async read(parent, { ec2 }) {
    if (declaresInline(parent, 'routes')) return [];
    const pages = paginateDescribeRouteTables({ client: ec2 }, { RouteTableIds: [parent.id] });
    return (await collect(pages, (page) => page.RouteTables)).flatMap(addedRoutes);
  },
};

/**
 * Subnets without a table of their own use the main one, which most programs never mention. Another table that became the main one
 * is told as such, and its routes are its own to tell.
 */
const mainRoutes: Reader = {
  parent: vpc,
  child: 'aws:ec2/route:Route',
  actions,
  declaredBy: routesDeclaredBy,
  async read(parent, { ec2 }) {
    const original = originalMain(parent);
    const isRead = (table: RouteTable): boolean =>
      original === undefined ? isMain(table) : table.RouteTableId === original;
    return (await tablesOf(ec2, parent.id)).filter(isRead).flatMap(addedRoutes);
  },
};

const addedRoutes = ({ RouteTableId = '', Routes = [] }: RouteTable): Found[] =>
  Routes.filter(isAdded).map((route) => foundRoute(RouteTableId, route));

/** AWS itself adds the local routes, those of gateway endpoints, and those that a VPN gateway propagates. */
const isAdded = ({ GatewayId = '', Origin }: Route): boolean =>
  GatewayId !== 'local' && !GatewayId.startsWith('vpce-') && Origin !== 'CreateRouteTable';

const destinationOf = (route: Route): string =>
  route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId ?? '';

const declaredDestination = (resource: OwnedResource): string | undefined =>
  output(resource, 'destinationCidrBlock') ??
  output(resource, 'destinationIpv6CidrBlock') ??
  output(resource, 'destinationPrefixListId');

function foundRoute(routeTableId: string, route: Route): Found {
  const destination = destinationOf(route);
  const { GatewayId, NatGatewayId, NetworkInterfaceId, TransitGatewayId, VpcPeeringConnectionId } = route;
  return {
    key: `${routeTableId}|${destination}`,
    name: `${routeTableId} to ${destination}`,
    physicalId: `${routeTableId}_${destination}`,
    properties: {
      routeTableId,
      destination,
      gatewayId: GatewayId,
      natGatewayId: NatGatewayId,
      networkInterfaceId: NetworkInterfaceId,
      transitGatewayId: TransitGatewayId,
      vpcPeeringConnectionId: VpcPeeringConnectionId,
    },
  };
}

const associations: Reader = {
  parent: vpc,
  child: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
  actions,
  declaredBy: { 'aws:ec2/routeTableAssociation:RouteTableAssociation': byId },
  async read({ id: vpcId }, { ec2 }) {
    return (await tablesOf(ec2, vpcId)).flatMap(({ RouteTableId, Associations = [] }) =>
      Associations.filter(({ Main }) => Main !== true).map(
        ({ RouteTableAssociationId: id = '', SubnetId, GatewayId }) => ({
          key: id,
          name: id,
          physicalId: id,
          properties: { routeTableId: RouteTableId, subnetId: SubnetId, gatewayId: GatewayId },
        }),
      ),
    );
  },
};

/** The network was made with a main table; another one as main takes every subnet that has none of its own. */
const mainAssociation: Reader = {
  parent: vpc,
  child: 'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation',
  actions,
  declaredBy: {
    'aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation': (resource) => output(resource, 'routeTableId'),
  },
  async read(parent, { ec2 }) {
    const main = (await tablesOf(ec2, parent.id)).find(isMain)?.RouteTableId;
    const original = originalMain(parent);
    return main === undefined || original === undefined || main === original
      ? []
      : [{ key: main, name: main, physicalId: main, properties: { vpcId: parent.id, routeTableId: main } }];
  },
};

const originalMain = (parent: Parent): string | undefined =>
  output(parent, 'defaultRouteTableId') ?? output(parent, 'mainRouteTableId');

export const routingReaders: readonly Reader[] = [routeTables, routes, mainRoutes, associations, mainAssociation];
