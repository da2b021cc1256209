import { list, resourceRule, textOf, type Guardrail } from '../guardrail.ts';

const ingressRules = ['aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'];
const egressRules = ['aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'];

export const securityGroupRules: readonly Guardrail[] = [
  resourceRule({
    id: 'default-group-closed',
    severity: 'high',
    reason: 'Whatever is started without a group gets this one.',
    source: 'AWS Security Hub EC2.2',
    types: ['aws:ec2/defaultSecurityGroup:DefaultSecurityGroup'],
    breach: ({ ingress, egress }) => (list(ingress).length + list(egress).length === 0 ? undefined : 'has rules'),
  }),
  resourceRule({
    id: 'group-separate-rules',
    severity: 'medium',
    reason: 'Rules inside a group and rules beside it take each other away at every update.',
    source: 'hashicorp/terraform-provider-aws, aws_security_group',
    types: ['aws:ec2/securityGroup:SecurityGroup'],
    breach: ({ ingress, egress }) =>
      list(ingress).length + list(egress).length === 0 ? undefined : 'has rules of its own',
  }),
  resourceRule({
    id: 'ingress-from-group',
    severity: 'critical',
    reason: 'Only the function speaks to the endpoint: addresses let others in.',
    source: 'AWS Security Hub EC2.18; PCI DSS 1.3.1',
    types: ingressRules,
    breach: ({ cidrIpv4, cidrIpv6, prefixListId }) =>
      cidrIpv4 || cidrIpv6 || prefixListId ? `lets ${String(cidrIpv4 ?? cidrIpv6 ?? prefixListId)} in` : undefined,
  }),
  resourceRule({
    id: 'egress-to-endpoints',
    severity: 'critical',
    reason: 'What the function may reach is what stolen data may reach.',
    source: 'PCI DSS 1.3.2; R12',
    types: egressRules,
    breach: ({ cidrIpv4, cidrIpv6 }) =>
      cidrIpv4 || cidrIpv6 ? `lets traffic out to ${String(cidrIpv4 ?? cidrIpv6)}` : undefined,
  }),
  resourceRule({
    id: 'rules-https',
    severity: 'high',
    reason: 'AWS services are spoken to by HTTPS: every other port is for something else.',
    source: 'PCI DSS 1.2.5',
    types: [...ingressRules, ...egressRules],
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
    types: [...ingressRules, ...egressRules],
    breach: ({ description }) => (textOf(description).length >= 10 ? undefined : 'does not say what it is for'),
  }),
];
