/** Attributes of a subnet, which AWS changes one at a time. */
import { EC2Client, ModifySubnetAttributeCommand } from '@aws-sdk/client-ec2';
import type { HostnameType, Subnet } from '@aws-sdk/client-ec2';
import { flagOf, textOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

export async function setAttributes(made: Subnet, inputs: Inputs, session: Session): Promise<void> {
  const client = session.client(EC2Client);
  const id = made.SubnetId;
  const actual = attributesOf(made);
  const changed = (property: string) => inputs[property] !== undefined && inputs[property] !== actual[property];
  const flag = (property: string) => ({ Value: flagOf(inputs, property) ?? false });
  if (changed('mapPublicIpOnLaunch')) {
    await client.send(
      new ModifySubnetAttributeCommand({ SubnetId: id, MapPublicIpOnLaunch: flag('mapPublicIpOnLaunch') }),
    );
  }
  if (changed('enableResourceNameDnsARecordOnLaunch')) {
    const EnableResourceNameDnsARecordOnLaunch = flag('enableResourceNameDnsARecordOnLaunch');
    await client.send(new ModifySubnetAttributeCommand({ SubnetId: id, EnableResourceNameDnsARecordOnLaunch }));
  }
  if (changed('enableResourceNameDnsAaaaRecordOnLaunch')) {
    const EnableResourceNameDnsAAAARecordOnLaunch = flag('enableResourceNameDnsAaaaRecordOnLaunch');
    await client.send(new ModifySubnetAttributeCommand({ SubnetId: id, EnableResourceNameDnsAAAARecordOnLaunch }));
  }
  if (changed('privateDnsHostnameTypeOnLaunch')) {
    const PrivateDnsHostnameTypeOnLaunch = textOf(inputs, 'privateDnsHostnameTypeOnLaunch') as HostnameType;
    await client.send(new ModifySubnetAttributeCommand({ SubnetId: id, PrivateDnsHostnameTypeOnLaunch }));
  }
}

export function attributesOf(made: Subnet): Inputs {
  const names = made.PrivateDnsNameOptionsOnLaunch;
  return {
    mapPublicIpOnLaunch: made.MapPublicIpOnLaunch,
    assignIpv6AddressOnCreation: made.AssignIpv6AddressOnCreation,
    enableDns64: made.EnableDns64,
    ipv6Native: made.Ipv6Native,
    privateDnsHostnameTypeOnLaunch: names?.HostnameType,
    enableResourceNameDnsARecordOnLaunch: names?.EnableResourceNameDnsARecord,
    enableResourceNameDnsAaaaRecordOnLaunch: names?.EnableResourceNameDnsAAAARecord,
  };
}
