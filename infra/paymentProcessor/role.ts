import * as aws from '@pulumi/aws';
import { policyDocument, type Statement } from '../policyDocument.ts';
import type { Concern } from './concern.ts';
import { owedIndex } from './table.ts';

export interface FunctionRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

/** The role of the function with exactly what its code, its event source and Lambda itself do under it. */
export function createRole(concern: Concern): FunctionRole {
  const { name, names, args, named } = concern;
  const role = new aws.iam.Role(
    `${name}-function`,
    {
      name: names.functionRole,
      description: `What the payment function of ${args.place.environment} may do`,
      assumeRolePolicy: policyDocument({
        Sid: 'LambdaRunsTheFunction',
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      maxSessionDuration: 3600,
      ...boundary(concern),
    },
    named,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-function`,
    { name: 'payments', role: role.name, policy: policyDocument(...functionPermissions(concern)) },
    named,
  );
  return { role, policy };
}

function boundary({ args: { place, permissionsBoundary } }: Concern) {
  if (permissionsBoundary === undefined) return {};
  return { permissionsBoundary: `arn:aws:iam::${place.account}:policy/${permissionsBoundary}` };
}

function functionPermissions(concern: Concern): readonly Statement[] {
  const { arns, args } = concern;
  const allow = (Sid: string, Action: string | string[], Resource: string | string[]): Statement => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
  });
  return [
    allow('RecordPayments', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], arns.table),
    allow('FindOwedPayments', 'dynamodb:Query', `${arns.table}/index/${owedIndex}`),
    allow('AnnounceOutcomes', 'sns:Publish', arns.outcomes),
    allow(
      'TakeFromTheQueue',
      ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      arns.ingest,
    ),
    allow('KeepFailedInvocations', 'sqs:SendMessage', arns.asyncDeadLetters),
    allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], `${arns.functionLogGroup}:*`),
    useOfTheKey(concern),
    ...networkInterfaces(concern),
    ...(args.tracing ? [allow('Trace', ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*')] : []),
  ];
}

/** By alias instead of by ARN, which AWS makes up: the policy is known before the key exists. */
function useOfTheKey({ args: { place }, names }: Concern): Statement {
  const { account, region } = place;
  return {
    Sid: 'UseTheKeyThroughItsServices',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: `arn:aws:kms:${region}:${account}:key/*`,
    Condition: {
      StringEquals: {
        'kms:ViaService': ['dynamodb', 'sns', 'sqs'].map((service) => `${service}.${region}.amazonaws.com`),
      },
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': names.keyAlias },
    },
  };
}

/** Lambda itself makes the function's network interfaces under this role; the function's own code is kept from it. */
function networkInterfaces({ arns }: Concern): readonly Statement[] {
  const Action = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  return [
    { Sid: 'JoinTheNetwork', Effect: 'Allow', Action, Resource: '*' },
    {
      Sid: 'KeepTheCodeFromTheNetwork',
      Effect: 'Deny',
      Action,
      Resource: '*',
      Condition: { ArnEquals: { 'lambda:SourceFunctionArn': arns.function } },
    },
  ];
}
