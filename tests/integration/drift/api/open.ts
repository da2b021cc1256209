/** Root of the target's account, with something foreign of every kind to point at. */
import { readFile } from 'node:fs/promises';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CreateInternetGatewayCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
} from '@aws-sdk/client-ec2';
import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { zipSync } from 'fflate';
import { clientConfiguration } from '../../../../pipeline/account/clientConfiguration.ts';
import { bootstrapNames } from '../../../../infra/names.ts';
import type { World } from '../world.ts';
import type { Api } from './setter.ts';

export async function openApi({ clients, credentials, target, built }: World): Promise<Api> {
  const { ec2, iam, kms } = clients;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
  const VpcId = Vpc?.VpcId;
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'other', Description: 'other' }),
  );
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.99.0.0/24' }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'other', PolicyDocument }));
  return {
    clients: { ...clients, cloudwatch: new CloudWatchClient(clientConfiguration(credentials, target.region)) },
    other: {
      keyId: KeyMetadata?.KeyId ?? '',
      keyArn: KeyMetadata?.Arn ?? '',
      roleArn: `arn:aws:iam::${target.account}:role/${bootstrapNames.readSpoke}`,
      policyArn: Policy?.Arn ?? '',
      groupId: GroupId,
      subnetId: Subnet?.SubnetId ?? '',
      routeTableId: RouteTable?.RouteTableId ?? '',
      prefixListId: 'pl-0123456789abcdef0',
      gatewayId: InternetGateway?.InternetGatewayId ?? '',
    },
    code: {
      released: await readFile(built.source.functionPackage.path),
      other: zipSync({ 'index.mjs': new TextEncoder().encode('export const handler = async () => 1;') }),
    },
  };
}
