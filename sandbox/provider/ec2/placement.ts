/** Where a subnet may lie: rules that AWS enforces and the emulator does not. Codes: EC2 API reference, error codes. */
import { DeleteSubnetCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Subnet } from '@aws-sdk/client-ec2';
import { refusal } from '../absence.ts';
import { requiredText, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { contains, overlaps, parseRange } from './cidr.ts';
import { describe as describeVpc } from './vpc.ts';

export async function checkPlacement(inputs: Inputs, session: Session): Promise<void> {
  const vpcId = requiredText(inputs, 'vpcId');
  const cidr = requiredText(inputs, 'cidrBlock');
  const block = parseRange(cidr);
  const network = parseRange((await existingVpc(vpcId, session)).CidrBlock ?? '');
  if (block === null || network === null || !contains(network, block)) {
    throw refusal('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  }
  const siblings = await session
    .client(EC2Client)
    .send(new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }));
  for (const sibling of siblings.Subnets ?? []) {
    const other = parseRange(sibling.CidrBlock ?? '');
    if (other !== null && overlaps(other, block)) {
      throw refusal('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
    }
  }
}

/** The VPC, or AWS's refusal: the emulator takes any VPC id. */
export async function existingVpc(id: string, session: Session) {
  const network = await describeVpc(id, session);
  if (network === null) throw refusal('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
  return network;
}

/** The emulator answers an unknown zone with the region's first one; AWS refuses it. */
export async function refuseUnknownZone(made: Subnet | undefined, inputs: Inputs, session: Session): Promise<void> {
  const wanted = [textOf(inputs, 'availabilityZoneId'), textOf(inputs, 'availabilityZone')];
  const got = [made?.AvailabilityZoneId, made?.AvailabilityZone];
  const wrong = wanted.findIndex((zone, index) => zone !== undefined && zone !== got[index]);
  const named = textOf(inputs, 'availabilityZone');
  const foreignZone = named !== undefined && !new RegExp(`^${session.region}[a-f]$`).test(named);
  if (wrong === -1 && !foreignZone) return;
  await session.client(EC2Client).send(new DeleteSubnetCommand({ SubnetId: made?.SubnetId }));
  const parameter = wrong === 0 ? 'availabilityZoneId' : 'availabilityZone';
  throw refusal(
    'InvalidParameterValue',
    `Value (${wanted[wrong === 0 ? 0 : 1]}) for parameter ${parameter} is invalid.`,
  );
}
