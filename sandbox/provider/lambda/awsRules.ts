/** What Lambda checks before it accepts a request, where neither its API model nor the emulator does. */
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';

import { orNull, refusal } from '../absence.ts';
import { objectOf, textOf, textsOf } from '../inputValues.ts';
import type { Inputs, Session } from '../resourceType.ts';

const invalid = (message: string): Error =>
  Object.assign(refusal('InvalidParameterValueException', message), { $metadata: { httpStatusCode: 400 } });

/** The rest of the account must keep this much (Lambda developer guide, reserved concurrency). */
const leastUnreserved = 100;

export async function checkReservation(name: string, wanted: number, session: Session): Promise<void> {
  const lambda = session.asAws?.(LambdaClient);
  if (lambda === undefined || wanted < 0) return;
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const own = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
  const unreserved = (AccountLimit?.UnreservedConcurrentExecutions ?? 0) + (own.ReservedConcurrentExecutions ?? 0);
  if (unreserved - wanted >= leastUnreserved) return;
  throw invalid(
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
  );
}

export async function checkRole(roleArn: string, session: Session): Promise<void> {
  const iam = session.asAws?.(IAMClient);
  const RoleName = roleArn.split('/').at(-1) ?? '';
  if (iam === undefined) return;
  const role = await orNull(['NoSuchEntity', 'NoSuchEntityException'], () =>
    iam.send(new GetRoleCommand({ RoleName })),
  );
  const trust = decodeURIComponent(role?.Role?.AssumeRolePolicyDocument ?? '');
  if (!trust.includes('lambda.amazonaws.com'))
    throw invalid('The role defined for the function cannot be assumed by Lambda.');
}

export async function checkNetwork(inputs: Inputs, session: Session): Promise<void> {
  const network = objectOf(inputs, 'vpcConfig');
  const ec2 = session.asAws?.(EC2Client);
  if (network === undefined || ec2 === undefined) return;
  const SubnetIds = textsOf(network, 'subnetIds') ?? [];
  const GroupIds = textsOf(network, 'securityGroupIds') ?? [];
  if (SubnetIds.length === 0) return;
  const subnets = await orNull(['InvalidSubnetID.NotFound'], () => ec2.send(new DescribeSubnetsCommand({ SubnetIds })));
  const missing = SubnetIds.find((id) => !subnets?.Subnets?.some(({ SubnetId }) => SubnetId === id));
  if (missing !== undefined)
    throw invalid(
      `Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '${missing}' does not exist`,
    );
  const groups = await orNull(['InvalidGroup.NotFound'], () =>
    ec2.send(new DescribeSecurityGroupsCommand({ GroupIds })),
  );
  const absent = GroupIds.find((id) => !groups?.SecurityGroups?.some(({ GroupId }) => GroupId === id));
  if (absent !== undefined)
    throw invalid(
      `Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '${absent}' does not exist`,
    );
}

/** A message that becomes visible again while it is still worked on would be worked on twice. */
export async function checkVisibility(inputs: Inputs, session: Session): Promise<void> {
  const source = textOf(inputs, 'eventSourceArn') ?? '';
  const [sqs, lambda] = [session.asAws?.(SQSClient), session.asAws?.(LambdaClient)];
  if (!source.includes(':sqs:') || sqs === undefined || lambda === undefined) return;
  const QueueName = source.split(':').at(-1) ?? '';
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
  );
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: textOf(inputs, 'functionName') }));
  const [visibility, timeout] = [Number(Attributes?.['VisibilityTimeout'] ?? 30), Configuration?.Timeout ?? 3];
  if (visibility >= timeout) return;
  throw invalid(`Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`);
}
