import { list, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';

const vpcs = ['aws:ec2/vpc:Vpc'];

export const vpcRules: readonly Guardrail[] = [
  resourceRule({
    id: 'vpc-no-internet',
    severity: 'critical',
    reason: 'A gateway is the first half of a way out for payments.',
    source: 'PCI DSS 1.4.1; R12',
    types: [
      'aws:ec2/internetGateway:InternetGateway',
      'aws:ec2/natGateway:NatGateway',
      'aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway',
      'aws:ec2/vpnGateway:VpnGateway',
      'aws:ec2/eip:Eip',
    ],
    breach: () => 'leads out of the network',
  }),
  resourceRule({
    id: 'vpc-no-peering',
    severity: 'critical',
    reason: 'A connected network has the reach of both and the review of neither.',
    source: 'PCI DSS 1.4.1',
    types: ['aws:ec2/vpcPeeringConnection:VpcPeeringConnection', 'aws:ec2transitgateway/vpcAttachment:VpcAttachment'],
    breach: () => 'connects the network to another one',
  }),
  resourceRule({
    id: 'vpc-no-routes',
    severity: 'critical',
    reason: 'The network needs no route but those that its endpoints add.',
    source: 'PCI DSS 1.3.2; R12',
    types: ['aws:ec2/routeTable:RouteTable', 'aws:ec2/route:Route'],
    breach: ({ routes, destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId }) => {
      const own = [...list(routes), destinationCidrBlock, destinationIpv6CidrBlock, destinationPrefixListId].filter(
        Boolean,
      );
      return own.length === 0 ? undefined : `routes ${JSON.stringify(own[0])}`;
    },
  }),
  resourceRule({
    id: 'subnet-private',
    severity: 'high',
    reason: 'A public address is a way in.',
    source: 'AWS Security Hub EC2.15',
    types: ['aws:ec2/subnet:Subnet'],
    breach: ({ mapPublicIpOnLaunch }) => (mapPublicIpOnLaunch === true ? 'gives public addresses' : undefined),
  }),
  resourceRule({
    id: 'subnet-zone-id',
    severity: 'low',
    reason: 'A zone name means different zones in different accounts; an id means one.',
    source: 'Amazon EC2 User Guide, availability zone ids',
    types: ['aws:ec2/subnet:Subnet'],
    breach: ({ availabilityZoneId }) => (availabilityZoneId ? undefined : 'does not say its zone by id'),
  }),
  resourceRule({
    id: 'subnet-no-ipv6',
    severity: 'high',
    reason: 'An IPv6 address is public as such, and the rules here are written for IPv4.',
    source: 'Amazon VPC User Guide, IPv6 addressing',
    types: ['aws:ec2/subnet:Subnet', ...vpcs],
    breach: ({ assignIpv6AddressOnCreation, assignGeneratedIpv6CidrBlock, ipv6CidrBlock }) =>
      assignIpv6AddressOnCreation === true || assignGeneratedIpv6CidrBlock === true || ipv6CidrBlock
        ? 'has IPv6'
        : undefined,
  }),
  resourceRule({
    id: 'vpc-dns',
    severity: 'medium',
    reason: 'Without DNS in the VPC the private name of the SNS endpoint leads nowhere.',
    source: 'AWS PrivateLink Guide, private DNS',
    types: vpcs,
    breach: ({ enableDnsSupport, enableDnsHostnames }) =>
      enableDnsSupport === true && enableDnsHostnames === true ? undefined : 'has no DNS of its own',
  }),
  stackRule({
    id: 'subnets-in-two-zones',
    severity: 'medium',
    reason: 'Two subnets in one zone fail together.',
    source: 'AWS Security Hub Lambda.5',
    breaches: (resources) => {
      const zones = resources
        .filter(({ type }) => type === 'aws:ec2/subnet:Subnet')
        .map(({ props }) => props['availabilityZoneId']);
      return new Set(zones).size >= 2 ? [] : [`all subnets are in ${String(zones[0])}`];
    },
  }),
];
