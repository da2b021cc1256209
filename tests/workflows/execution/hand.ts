/** What an administrator does in an account by hand, past every workflow. */
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
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

function placeOf({ landscape }: Stage['sandbox'], environment: string) {
  const place = landscape.environments.find((each) => each.environment === environment);
  if (place === undefined) throw new Error(`there is no environment ${environment}`);
  return place;
}
