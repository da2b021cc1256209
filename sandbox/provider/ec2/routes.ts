/** Routes of a table: what the real provider manages of them, and the steps from what is there to what shall be there. */
import { CreateRouteCommand, DeleteRouteCommand, EC2Client, ReplaceRouteCommand } from '@aws-sdk/client-ec2';
import type { Route } from '@aws-sdk/client-ec2';
import { isDeepStrictEqual } from 'node:util';
import { isObject, present, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

/** What the emulator can route; everything else it would silently turn into a local route. */
const targets = { gatewayId: 'GatewayId', natGatewayId: 'NatGatewayId' } as const;

/** A set: order and empty texts mean nothing. */
export function sameRoutes(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(canonical(left), canonical(right));
}

function canonical(routes: unknown): unknown {
  if (!Array.isArray(routes)) return routes;
  return routes.map((route) => JSON.stringify(Object.entries(filled(route)).sort())).sort();
}

function filled(route: unknown): Inputs {
  return isObject(route) ? Object.fromEntries(Object.entries(present(route)).filter(([, value]) => value !== '')) : {};
}

export function routeProblems(routes: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((route: unknown, index): (readonly [string, string])[] => {
    const { cidrBlock, ...rest } = filled(route);
    const at = `routes[${index}]`;
    if (Object.keys(rest).length !== 1) return [[at, 'expected exactly one target']];
    if (cidrBlock === undefined) return [[at, 'the sandbox can only route to an IPv4 range (cidrBlock)']];
    const target = Object.keys(rest)[0] ?? '';
    return target in targets
      ? []
      : [[`${at}.${target}`, 'the sandbox cannot hold this target; it can only be used on AWS']];
  });
}

/** As the account holds them, without what AWS adds by itself: the local route and routes of gateway endpoints. */
export function managedRoutes(routes: readonly Route[] | undefined): Inputs[] {
  return (routes ?? []).filter((route) => !ofAws(route)).map(written);
}

function ofAws(route: Route): boolean {
  if (route.GatewayId === 'local' || route.Origin === 'EnableVgwRoutePropagation') return true;
  return route.DestinationPrefixListId !== undefined && (route.GatewayId?.startsWith('vpce-') ?? false);
}

function written(route: Route): Inputs {
  const throughEndpoint = route.GatewayId?.startsWith('vpce-') ?? false;
  return present({
    cidrBlock: route.DestinationCidrBlock,
    ipv6CidrBlock: route.DestinationIpv6CidrBlock,
    destinationPrefixListId: route.DestinationPrefixListId,
    carrierGatewayId: route.CarrierGatewayId,
    coreNetworkArn: route.CoreNetworkArn,
    egressOnlyGatewayId: route.EgressOnlyInternetGatewayId,
    gatewayId: throughEndpoint ? undefined : route.GatewayId,
    vpcEndpointId: throughEndpoint ? route.GatewayId : undefined,
    localGatewayId: route.LocalGatewayId,
    natGatewayId: route.NatGatewayId,
    networkInterfaceId: route.NetworkInterfaceId,
    transitGatewayId: route.TransitGatewayId,
    vpcPeeringConnectionId: route.VpcPeeringConnectionId,
  });
}

/** New routes before old ones go, so that traffic is never without one (order of the real provider). */
export async function setRoutes(tableId: string, actual: Inputs[], wanted: Inputs[], session: Session): Promise<void> {
  const client = session.client(EC2Client);
  for (const route of wanted.map(filled)) {
    const same = actual.find(({ cidrBlock }) => cidrBlock === route['cidrBlock']);
    if (same !== undefined && isDeepStrictEqual(same, route)) continue;
    const request = { RouteTableId: tableId, DestinationCidrBlock: textOf(route, 'cidrBlock'), ...target(route) };
    await client.send(same === undefined ? new CreateRouteCommand(request) : new ReplaceRouteCommand(request));
  }
  for (const route of actual) {
    if (wanted.some(({ cidrBlock }) => cidrBlock !== undefined && cidrBlock === route['cidrBlock'])) continue;
    await client.send(new DeleteRouteCommand({ RouteTableId: tableId, ...destination(route) }));
  }
}

function target(route: Inputs): Inputs {
  return Object.fromEntries(Object.entries(targets).map(([property, member]) => [member, textOf(route, property)]));
}

function destination(route: Inputs): Inputs {
  return {
    DestinationCidrBlock: textOf(route, 'cidrBlock'),
    DestinationIpv6CidrBlock: textOf(route, 'ipv6CidrBlock'),
    DestinationPrefixListId: textOf(route, 'destinationPrefixListId'),
  };
}
