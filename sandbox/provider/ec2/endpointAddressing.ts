/** How an endpoint is reached: names, network interfaces, and the prefix list of its service. */
import { DescribeNetworkInterfacesCommand, DescribePrefixListsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Inputs, Session } from '../resourceType.ts';

/** The same reads as the real provider: the prefix list by the service's name for every endpoint, each interface by itself. */
export async function addressing(endpoint: VpcEndpoint, session: Session): Promise<Inputs> {
  const client = session.client(EC2Client);
  const byName = [{ Name: 'prefix-list-name', Values: [endpoint.ServiceName ?? ''] }];
  const list = (await client.send(new DescribePrefixListsCommand({ Filters: byName }))).PrefixLists?.[0];
  for (const NetworkInterfaceId of endpoint.NetworkInterfaceIds ?? []) {
    await client.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId] }));
  }
  const gateway = endpoint.VpcEndpointType === 'Gateway';
  return {
    networkInterfaceIds: endpoint.NetworkInterfaceIds ?? [],
    dnsEntries: (endpoint.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
      dnsName: DnsName,
      hostedZoneId: HostedZoneId,
    })),
    ...(gateway ? { prefixListId: list?.PrefixListId, cidrBlocks: list?.Cidrs ?? [] } : {}),
  };
}
