import { allowed, isHeld } from '../documents.ts';
import { resourceRule, stackRule, type Guardrail } from '../guardrail.ts';

const endpoints = ['aws:ec2/vpcEndpoint:VpcEndpoint'];

export const endpointRules: readonly Guardrail[] = [
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
];
