/** Attributes of a VPC, which AWS reads and changes one at a time. */
import { DescribeVpcAttributeCommand, EC2Client, ModifyVpcAttributeCommand } from '@aws-sdk/client-ec2';
import type { VpcAttributeName } from '@aws-sdk/client-ec2';
import { flagOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

/** Only what differs, as the real provider does. */
export async function setAttributes(id: string, inputs: Inputs, session: Session): Promise<void> {
  const client = session.client(EC2Client);
  const support = flagOf(inputs, 'enableDnsSupport');
  if (support !== undefined && support !== (await attribute(id, 'enableDnsSupport', session))) {
    await client.send(new ModifyVpcAttributeCommand({ VpcId: id, EnableDnsSupport: { Value: support } }));
  }
  const hostnames = flagOf(inputs, 'enableDnsHostnames');
  if (hostnames !== undefined && hostnames !== (await attribute(id, 'enableDnsHostnames', session))) {
    await client.send(new ModifyVpcAttributeCommand({ VpcId: id, EnableDnsHostnames: { Value: hostnames } }));
  }
}

export async function attribute(id: string, name: VpcAttributeName, session: Session): Promise<boolean | undefined> {
  const client = session.client(EC2Client);
  const answer = await client.send(new DescribeVpcAttributeCommand({ VpcId: id, Attribute: name }));
  const values = [answer.EnableDnsSupport, answer.EnableDnsHostnames, answer.EnableNetworkAddressUsageMetrics];
  return values.find((value) => value !== undefined)?.Value;
}

/** Whether names resolve in this VPC, which private DNS of interface endpoints needs. */
export async function dnsAttributes(id: string, session: Session): Promise<{ support: boolean; hostnames: boolean }> {
  return {
    support: (await attribute(id, 'enableDnsSupport', session)) === true,
    hostnames: (await attribute(id, 'enableDnsHostnames', session)) === true,
  };
}
