/** One deployment that is killed at a given moment, recovered and finished, and what must hold afterwards. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListEventSourceMappingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListSubscriptionsCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfiguration } from '../../../pipeline/account/clientConfiguration.ts';
import { loadConfiguration, type Configuration } from '../../../pipeline/configuration/index.ts';
import { readCheckpoint } from '../../../pipeline/engine/checkpoint.ts';
import { readLocks } from '../../../pipeline/engine/lock.ts';
import { openEvidence } from '../../../pipeline/release/evidence.ts';
import { readLease } from '../../../pipeline/release/lease.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** When the process dies: as soon as it has printed so many lines of progress, plus so many milliseconds. */
export interface KillPoint {
  readonly lines: number;
  readonly milliseconds: number;
}

export interface KilledDeployment {
  /** False when the deployment was over before its moment came. */
  readonly killed: boolean;
  readonly lastLine: string;
  /** What does not hold after recovery; empty when all is well. */
  readonly problems: readonly string[];
}

export async function killedDeployment(point: KillPoint): Promise<KilledDeployment> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-kill-'));
  const configuration = loadConfiguration(join(root, 'config'));
  const sandbox = await startSandbox({
    folder,
    detached: true,
    environments: configuration.environments,
    configurationFiles: configuration.files,
  });
  try {
    const environment = configuration.environments[0]?.environment ?? '';
    const { killed, lastLine } = await deployAndKill(folder, environment, point);
    const problems = await recoverAndJudge(sandbox, configuration, folder, environment);
    return { killed, lastLine, problems };
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function start(folder: string, script: string, ...rest: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join('scripts', script), ...rest, '--sandbox'], {
    cwd: root,
    env: { ...process.env, PAYMENTS_SANDBOX_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function deployAndKill(folder: string, environment: string, { lines, milliseconds }: KillPoint) {
  const child = start(folder, 'deploy.ts', environment);
  let seen = 0;
  let lastLine = '';
  let killed = false;
  const kill = () => {
    if (child.exitCode !== null || killed) return;
    killed = true;
    killWithChildren(child.pid ?? 0);
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      lastLine = line;
      if (++seen === lines) setTimeout(kill, milliseconds);
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  return { killed, lastLine };
}

/** The engine leads a process group of its own: a machine that dies takes it along, so do we. */
export function killWithChildren(processId: number): void {
  for (const child of childrenOf(processId)) killWithChildren(child);
  try {
    process.kill(processId, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function childrenOf(processId: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8');
    return text
      .split(' ')
      .filter((each) => each !== '')
      .map(Number);
  } catch {
    return [];
  }
}

async function recoverAndJudge(
  sandbox: Sandbox,
  configuration: Configuration,
  folder: string,
  environment: string,
): Promise<readonly string[]> {
  for (const [script, ...rest] of [
    ['recover.ts', environment],
    ['deploy.ts', environment],
  ] as const) {
    const { code, output } = await ended(start(folder, script, ...rest));
    if (code !== 0) return [`${script} ended with ${code}: ${output}`];
  }
  return [...(await leftovers(sandbox, environment)), ...(await duplicates(sandbox, configuration, environment))];
}

async function ended(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

async function leftovers({ surroundings }: Sandbox, environment: string): Promise<readonly string[]> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const [lease, locks, checkpoint, record, open] = await Promise.all([
    readLease(store, environment),
    readLocks(store, environment),
    readCheckpoint(store, environment),
    readPromotion(store, environment),
    openEvidence(store, environment),
  ]);
  return [
    ...(lease === null ? [] : ['a lease is left']),
    ...(locks.length === 0 ? [] : ['a lock is left']),
    ...(checkpoint?.pendingOperations.length === 0 ? [] : ['operations are pending']),
    ...(record.current?.verifiedAt ? [] : ['the release is not verified']),
    ...open.map((id) => `nobody said what became of ${id}`),
  ];
}

/** Of what AWS names itself, the account must hold as many as state records: no more, no fewer. */
async function duplicates(
  sandbox: Sandbox,
  configuration: Configuration,
  environment: string,
): Promise<readonly string[]> {
  const region = configuration.environments.find((each) => each.environment === environment)?.region ?? '';
  const client = clientConfiguration(sandbox.rootCredentials(environment), region);
  const { surroundings } = sandbox;
  const checkpoint = await readCheckpoint(
    openStore(surroundings.stateBackend, await surroundings.credentials('observe')),
    environment,
  );
  const recorded = (...types: readonly string[]) =>
    (checkpoint?.resources ?? []).filter(({ type }) => types.includes(type)).length;
  const held = await counted(client);
  const expected = {
    keys: recorded('aws:kms/key:Key'),
    eventSources: recorded('aws:lambda/eventSourceMapping:EventSourceMapping'),
    subscriptions: recorded('aws:sns/topicSubscription:TopicSubscription'),
    ec2: recorded(...ec2Types),
  };
  return Object.entries(expected).flatMap(([what, count]) => {
    const found = held[what as keyof typeof held];
    return found === count ? [] : [`the account holds ${found} ${what}, state ${count}`];
  });
}

const ec2Types = [
  'aws:ec2/vpc:Vpc',
  'aws:ec2/subnet:Subnet',
  'aws:ec2/routeTable:RouteTable',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
  'aws:ec2/securityGroup:SecurityGroup',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
];

async function counted(client: ReturnType<typeof clientConfiguration>) {
  const Filters = [{ Name: 'key', Values: ['payments:resource'] }];
  const [keys, mappings, subscriptions, tags] = await Promise.all([
    new KMSClient(client).send(new ListKeysCommand({})),
    new LambdaClient(client).send(new ListEventSourceMappingsCommand({})),
    new SNSClient(client).send(new ListSubscriptionsCommand({})),
    new EC2Client(client).send(new DescribeTagsCommand({ Filters })),
  ]);
  return {
    keys: keys.Keys?.length ?? 0,
    eventSources: mappings.EventSourceMappings?.length ?? 0,
    subscriptions: subscriptions.Subscriptions?.length ?? 0,
    ec2: tags.Tags?.length ?? 0,
  };
}
