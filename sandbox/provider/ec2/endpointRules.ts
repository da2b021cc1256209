/** What AWS refuses of an endpoint and the emulator takes. Codes: EC2 API reference (CreateVpcEndpoint, error codes). */
import { DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { refusal } from '../absence.ts';
import { policyProblem } from '../iam/policyGrammar.ts';
import { flagOf, requiredText, textOf, textsOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { existingVpc } from './placement.ts';
import { describe as describeTable } from './routeTable.ts';
import { describe as describeGroup } from './securityGroupState.ts';
import { describe as describeSubnet } from './subnet.ts';
import { dnsAttributes } from './vpcAttributes.ts';

const onlyFor = {
  Gateway: ['routeTableIds'],
  Interface: ['securityGroupIds', 'subnetIds', 'privateDnsEnabled'],
} as const;

export function endpointProblems(inputs: Inputs): readonly (readonly [string, string])[] {
  const type = textOf(inputs, 'vpcEndpointType') ?? 'Gateway';
  const policy = textOf(inputs, 'policy');
  const problem = policy === undefined || policy === '' ? null : policyProblem(policy, 'resource');
  const misplaced = type === 'Gateway' ? onlyFor.Interface : type === 'Interface' ? onlyFor.Gateway : [];
  return [
    ...(problem === null ? [] : [['policy', problem] as const]),
    ...(type === 'Gateway' || type === 'Interface'
      ? []
      : [['vpcEndpointType', 'the sandbox has Gateway and Interface endpoints only'] as const]),
    ...misplaced
      .filter((property) => inputs[property] !== undefined && inputs[property] !== false)
      .map((property) => [property, `cannot be used with an endpoint of type ${type}`] as const),
  ];
}

export async function checkEndpoint(inputs: Inputs, session: Session): Promise<void> {
  const vpcId = requiredText(inputs, 'vpcId');
  await existingVpc(vpcId, session);
  checkService(inputs, session);
  for (const id of textsOf(inputs, 'routeTableIds') ?? []) {
    inNetwork(vpcId, 'InvalidRouteTableId.NotFound', id, await describeTable(id, session));
  }
  for (const id of textsOf(inputs, 'subnetIds') ?? []) {
    inNetwork(vpcId, 'InvalidSubnetId.NotFound', id, await describeSubnet(id, session));
  }
  for (const id of textsOf(inputs, 'securityGroupIds') ?? []) {
    inNetwork(vpcId, 'InvalidGroup.NotFound', id, await describeGroup(id, session));
  }
  await checkPrivateDns(inputs, session);
}

function inNetwork(vpcId: string, code: string, id: string, found: { VpcId?: string | undefined } | null): void {
  if (found === null) throw refusal(code, `'${id}' does not exist`);
  if (found.VpcId !== vpcId) throw refusal('InvalidParameter', `'${id}' does not belong to VPC ${vpcId}`);
}

/** Only S3 and DynamoDB have gateway endpoints. */
function checkService(inputs: Inputs, session: Session): void {
  const name = requiredText(inputs, 'serviceName');
  const service = name.startsWith(`com.amazonaws.${session.region}.`) ? name.split('.').slice(3).join('.') : undefined;
  const gateway = (textOf(inputs, 'vpcEndpointType') ?? 'Gateway') === 'Gateway';
  if (service !== undefined && (!gateway || ['s3', 'dynamodb'].includes(service))) return;
  throw refusal('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
}

async function checkPrivateDns(inputs: Inputs, session: Session): Promise<void> {
  if (flagOf(inputs, 'privateDnsEnabled') !== true) return;
  const vpcId = requiredText(inputs, 'vpcId');
  const { support, hostnames } = await dnsAttributes(vpcId, session);
  if (!support || !hostnames) {
    const message =
      'Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true';
    throw refusal('InvalidParameter', `${message} for ${vpcId}`);
  }
  const ServiceName = requiredText(inputs, 'serviceName');
  const Filters = [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'service-name', Values: [ServiceName] },
  ];
  const answer = await session.client(EC2Client).send(new DescribeVpcEndpointsCommand({ Filters }));
  const same = answer.VpcEndpoints?.find((other) => other.VpcId === vpcId && other.ServiceName === ServiceName);
  // Two endpoints of a service are possible without private DNS; the emulator does not tell which have it.
  if (same?.PrivateDnsEnabled !== true) return;
  throw refusal(
    'InvalidParameter',
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain in the VPC ${vpcId}`,
  );
}
