import { allowed, isHeld } from '../documents.ts';
import { list, resourceRule, stackRule, type Guardrail } from '../guardrail.ts';

const ingress = ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'];
const egress = ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'];
const endpoints = ['aws:ec2/vpcEndpoint:VpcEndpoint'];
const groups = ['aws:ec2/securityGroup:SecurityGroup'];
const vpcs = ['aws:ec2/vpc:Vpc'];

export const networkRules: readonly Guardrail[] = [
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
  resourceRule({
    id: 'default-group-closed',
    severity: 'high',
    reason: 'Whatever is started without a group gets this one.',
    source: 'AWS Security Hub EC2.2',
    types: ['aws:ec2/defaultSecurityGroup:DefaultSecurityGroup'],
    breach: ({ ingress: incoming, egress: outgoing }) =>
      list(incoming).length + list(outgoing).length === 0 ? undefined : 'has rules',
  }),
  resourceRule({
    id: 'group-separate-rules',
    severity: 'medium',
    reason: 'Rules inside a group and rules beside it take each other away at every update.',
    source: 'hashicorp/terraform-provider-aws, aws_security_group',
    types: groups,
    breach: ({ ingress: incoming, egress: outgoing }) =>
      list(incoming).length + list(outgoing).length === 0 ? undefined : 'has rules of its own',
  }),
  resourceRule({
    id: 'ingress-from-group',
    severity: 'critical',
    reason: 'Only the function speaks to the endpoint: addresses let others in.',
    source: 'AWS Security Hub EC2.18; PCI DSS 1.3.1',
    types: ingress,
    breach: ({ cidrIpv4, cidrIpv6, prefixListId }) =>
      cidrIpv4 || cidrIpv6 || prefixListId ? `lets ${String(cidrIpv4 ?? cidrIpv6 ?? prefixListId)} in` : undefined,
  }),
  resourceRule({
    id: 'egress-to-endpoints',
    severity: 'critical',
    reason: 'What the function may reach is what stolen data may reach.',
    source: 'PCI DSS 1.3.2; R12',
    types: egress,
    breach: ({ cidrIpv4, cidrIpv6 }) =>
      cidrIpv4 || cidrIpv6 ? `lets traffic out to ${String(cidrIpv4 ?? cidrIpv6)}` : undefined,
  }),
  resourceRule({
    id: 'rules-https',
    severity: 'high',
    reason: 'AWS services are spoken to by HTTPS: every other port is for something else.',
    source: 'PCI DSS 1.2.5',
    types: [...ingress, ...egress],
    breach: ({ ipProtocol, fromPort, toPort }) =>
      ipProtocol === 'tcp' && fromPort === 443 && toPort === 443
        ? undefined
        : `opens ${String(ipProtocol)} ${String(fromPort)}-${String(toPort)}`,
  }),
  resourceRule({
    id: 'rules-described',
    severity: 'low',
    reason: 'A rule that does not say what it is for is never removed.',
    source: 'PCI DSS 1.2.7',
    types: [...ingress, ...egress],
    breach: ({ description }) => (String(description ?? '').length >= 10 ? undefined : 'does not say what it is for'),
  }),
  resourceRule({
    id: 'endpoint-policy',
    severity: 'high',
    reason: 'An endpoint without limits carries data to any table or topic of any account.',
    source: 'AWS PrivateLink Guide, endpoint policies; PCI DSS 1.3.2',
    types: endpoints,
    breach: ({ policy }) =>
      policy !== undefined &&
      allowed(policy).every(
        ({ resources, actions }) => !resources.includes('*') && !actions.some((action) => action.endsWith('*')),
      )
        ? undefined
        : 'is not limited to our resources',
  }),
  resourceRule({
    id: 'endpoint-own-callers',
    severity: 'high',
    reason: 'Credentials of another account brought into the function would pass.',
    source: 'AWS PrivateLink Guide, data perimeter (aws:PrincipalAccount)',
    types: endpoints,
    breach: ({ policy }) => (allowed(policy).every(isHeld) ? undefined : 'lets callers of other accounts through'),
  }),
  resourceRule({
    id: 'endpoint-private-name',
    severity: 'high',
    reason: 'Without a private name the SDK asks for the public one and finds no way.',
    source: 'AWS PrivateLink Guide, private DNS',
    types: endpoints,
    breach: ({ vpcEndpointType, privateDnsEnabled }) =>
      vpcEndpointType === 'Interface' && privateDnsEnabled !== true ? 'has no private name' : undefined,
  }),
  resourceRule({
    id: 'endpoint-expected-services',
    severity: 'high',
    reason: 'Each endpoint is a door, and this system needs two.',
    source: 'R12',
    types: endpoints,
    breach: ({ serviceName }) =>
      /\.(dynamodb|sns)$/.test(String(serviceName)) ? undefined : `opens the network to ${String(serviceName)}`,
  }),
  stackRule({
    id: 'endpoints-present',
    severity: 'high',
    reason: 'Without its endpoints the function reaches neither the table nor the topic.',
    source: 'R12',
    breaches: (resources) =>
      ['dynamodb', 'sns']
        .filter(
          (service) =>
            !resources.some(
              ({ type, props }) => endpoints.includes(type) && String(props['serviceName']).endsWith(`.${service}`),
            ),
        )
        .map((service) => `there is no endpoint for ${service}`),
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
