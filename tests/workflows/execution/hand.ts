/** What an administrator does in an account by hand, past every workflow. */
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { hubOf } from '../../../infra/bootstrap/landscape.ts';
import { bootstrapNames, names } from '../../../infra/names.ts';
import { rootClient } from '../../../sandbox/rootClient.ts';
import type { Stage } from './stage.ts';

const PolicyName = 'denied-by-hand';
const RoleName = bootstrapNames.deploySpoke;

/** From now on a deployment can begin, and cannot make its function. */
export async function denyFunctions({ sandbox }: Stage, environment: string): Promise<void> {
  const statement = { Effect: 'Deny', Action: 'lambda:CreateFunction', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const iam = rootClient(IAMClient, sandbox.endpoint, placeOf(sandbox, environment));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

export async function allowFunctions({ sandbox }: Stage, environment: string): Promise<void> {
  const iam = rootClient(IAMClient, sandbox.endpoint, placeOf(sandbox, environment));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
}

export async function setMemory({ sandbox }: Stage, environment: string, megabytes: number): Promise<void> {
  const lambda = rootClient(LambdaClient, sandbox.endpoint, placeOf(sandbox, environment));
  const FunctionName = names(environment).function;
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: megabytes }));
}

/** As if somebody had deployed past the pipeline: what the next plan starts from is another one. */
export async function recordOtherAlarm({ sandbox }: Stage, environment: string): Promise<void> {
  const hub = hubOf(sandbox.landscape);
  const s3 = rootClient(S3Client, sandbox.endpoint, hub, { forcePathStyle: true });
  const place = { Bucket: bootstrapNames.stateBucket(hub.account), Key: `.pulumi/stacks/payments/${environment}.json` };
  const { Body } = await s3.send(new GetObjectCommand(place));
  const state = JSON.parse((await Body?.transformToString()) ?? '') as State;
  const alarm = state.checkpoint.latest.resources.find(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm');
  if (alarm === undefined) throw new Error(`the state of ${environment} records no alarm`);
  for (const values of [alarm.inputs, alarm.outputs]) Object.assign(values, { evaluationPeriods: 9 });
  await s3.send(new PutObjectCommand({ ...place, Body: JSON.stringify(state) }));
}

interface State {
  readonly checkpoint: {
    readonly latest: { readonly resources: readonly { type: string; inputs: object; outputs: object }[] };
  };
}

function placeOf({ landscape }: Stage['sandbox'], environment: string) {
  const place = landscape.environments.find((each) => each.environment === environment);
  if (place === undefined) throw new Error(`there is no environment ${environment}`);
  return place;
}
