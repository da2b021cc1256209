/** The payment path on the real emulator, with the inputs that the program declares and the zip that Lambda runs. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { boundary } from '../../../infra/bootstrap/spokePermissions.ts';
import { bootstrapNames } from '../../../infra/names.ts';
import { buildFunctionPackage } from '../../../payments/package.ts';
import type { FunctionPackage } from '../../../payments/package.ts';
import type { ProcessEnvironment } from '../../../pipeline/engine/surroundings.ts';
import { startEmulator } from '../../../sandbox/emulator.ts';
import { actions, type Actions } from './actions.ts';
import { startProxy, type AwsProxy } from './awsProxy.ts';
import { connect, disconnect, type Clients } from './clients.ts';
import { declaredInputs, deployPath, openAccount } from './deployment.ts';
import { placeOf, type Place } from './place.ts';

export interface World extends Actions {
  readonly place: Place;
  /** Credentials of the account and where to find it. */
  readonly credentials: ProcessEnvironment;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly asyncDeadLettersUrl: string;
  readonly clients: Clients;
  /** What the function reaches SNS and DynamoDB through. */
  readonly sns: AwsProxy;
  readonly dynamodb: AwsProxy;
  /** Kills the function where it stands, as when its machine dies. */
  killFunction(): void;
  stop(): Promise<void>;
}

export interface Worlds {
  readonly of: ReadonlyMap<string, World>;
  stop(): Promise<void>;
}

export async function startPayments(): Promise<World> {
  const worlds = await startEnvironments(['dev']);
  const [world] = worlds.of.values();
  if (world === undefined) throw new Error('nothing was deployed');
  return { ...world, stop: () => worlds.stop() };
}

/** Several environments in one emulator, each in its own account. */
export async function startEnvironments(environments: readonly string[]): Promise<Worlds> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-world-'));
  const emulator = await startEmulator({ folder, detached: false });
  const of = new Map<string, World>();
  const stop = async () => {
    await Promise.all([...of.values()].map((world) => world.stop()));
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const zip = await buildFunctionPackage(folder);
    for (const environment of environments) {
      of.set(environment, await open(emulator, placeOf(environment), zip));
    }
    return { of, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function open(
  { endpoint, pid }: { readonly endpoint: string; readonly pid: number },
  place: Place,
  zip: FunctionPackage,
): Promise<World> {
  const [sns, dynamodb] = await Promise.all([startProxy(endpoint), startProxy(endpoint)]);
  const clients = connect(endpoint, place);
  const stop = async () => {
    disconnect(clients);
    await Promise.all([sns.close(), dynamodb.close()]);
  };
  try {
    await makeBoundary(clients, place);
    const queues = await deploy(endpoint, place, zip, { sns, dynamodb });
    await makeImpatient(clients, place, queues.queueUrl);
    const subscriberUrl = await subscribe(clients, place);
    const credentials = {
      ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: place.region },
      ...{ AWS_ACCESS_KEY_ID: place.account, AWS_SECRET_ACCESS_KEY: 'secret' },
    };
    return {
      ...{ place, credentials, clients, ...queues, sns, dynamodb, stop },
      ...actions(clients, place, queues.queueUrl, subscriberUrl),
      killFunction: () => killNodeProcesses(pid),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Bootstrap makes it before any deployment; the function's role cannot be without it. */
const makeBoundary = ({ iam }: Clients, place: Place) =>
  iam.send(
    new CreatePolicyCommand({
      PolicyName: bootstrapNames.boundary,
      PolicyDocument: JSON.stringify(boundary(place)),
    }),
  );

/** As declared, but for the code, which is the one of this checkout, and the way of the function to what may fail. */
async function deploy(
  endpoint: string,
  { environment, account, region }: Place,
  { path, sha256Base64, sha256Hex }: FunctionPackage,
  proxies: { readonly sns: AwsProxy; readonly dynamodb: AwsProxy },
) {
  const session = await openAccount(endpoint, account, region);
  // How the engine hands an archive over.
  const code = { '4dabf18193072939515e22adb298388d': '0def7320c3a5731c473e5ecbe6d01bc7', hash: sha256Hex, path };
  const reached = {
    AWS_ENDPOINT_URL_SNS: proxies.sns.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: proxies.dynamodb.endpoint,
  };
  try {
    const made = await deployPath(session, environment, {
      'aws:lambda/function:Function payments-function': (inputs) => {
        const { variables } = inputs['environment'] as { readonly variables: object };
        const reachable = { variables: { ...variables, ...reached } };
        return { ...inputs, code, sourceCodeHash: sha256Base64, environment: reachable };
      },
    });
    const url = (name: string) => String(made.get(`aws:sqs/queue:Queue payments-${name}`)?.outputs['url']);
    return {
      queueUrl: url('ingest'),
      deadLettersUrl: url('ingest-dead-letters'),
      asyncDeadLettersUrl: url('async-dead-letters'),
    };
  } finally {
    session.end();
  }
}

/**
 * The two things that are not as deployed. A message that failed comes back after a second instead of minutes. And the emulator
 * knows no settings of an alias: what is declared for it is given to the function as well.
 */
async function makeImpatient({ lambda, sqs }: Clients, { environment, own }: Place, QueueUrl: string): Promise<void> {
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));
  const config = 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig payments-async';
  const { maximumRetryAttempts, maximumEventAgeInSeconds } = declaredInputs(environment, config);
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: own.function,
      MaximumRetryAttempts: Number(maximumRetryAttempts),
      MaximumEventAgeInSeconds: Number(maximumEventAgeInSeconds),
    }),
  );
}

/** A system that listens to the outcomes through a queue of its own. Resolves with its URL. */
async function subscribe({ sns, sqs }: Clients, { account, region, ownArns }: Place): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'subscriber' }));
  const Resource = `arn:aws:sqs:${region}:${account}:subscriber`;
  const statement = {
    ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage', Resource },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: ownArns.outcomes,
      Protocol: 'sqs',
      Endpoint: Resource,
      Attributes: { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ synthetic: ['false'] }) },
    }),
  );
  return QueueUrl;
}

/** The emulator runs functions as node processes of its own process group. */
function killNodeProcesses(group: number): void {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,args='], { encoding: 'utf8' });
  const processes = table.split('\n').map((line) => line.trim().split(/\s+/u));
  const workers = processes.filter(([, of, name]) => Number(of) === group && /(?:^|\/)node$/u.test(name ?? ''));
  if (workers.length === 0) throw new Error('no function is running');
  for (const [pid] of workers) process.kill(Number(pid), 'SIGKILL');
}
