/** Bootstraps the accounts of a bare emulator with the real engine, again and again; spawned by the test. Prints what happened. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudTrailClient, GetTrailCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeRuleCommand, EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { allRoles, entryRoles } from '../../infra/bootstrap/roles.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { audience, issuer, oidcProviderArn } from '../../infra/bootstrap/trust.ts';
import { departures } from '../../pipeline/account/administrator/roleAsWritten.ts';
import { destroyBootstrap, planDestroy } from '../../pipeline/bootstrap/destroy.ts';
import { existing } from '../../pipeline/bootstrap/existing.ts';
import { applyBootstrap, planBootstrap, type BootstrapPlan } from '../../pipeline/bootstrap/index.ts';
import { storedRepository } from '../../pipeline/bootstrap/storedRepository.ts';
import type { BootstrapWorld } from '../../pipeline/bootstrap/world.ts';
import { compare } from '../../pipeline/comparison/compare.ts';
import { noRules } from '../../pipeline/comparison/rules.ts';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { observeBootstrap } from '../../pipeline/observeBootstrap.ts';
import { openStore } from '../../pipeline/store/open.ts';
import { rootCredentials, sandboxLandscape } from '../../sandbox/accounts.ts';
import { startEmulator } from '../../sandbox/emulator.ts';
import { trustJudgedByEmulator } from '../../sandbox/emulatorGaps.ts';
import { passphrase, sandboxSurroundings } from '../../sandbox/surroundings.ts';
import { dev, prod, staging } from '../unit/bootstrap/landscape.ts';
import { besideBootstrap } from './sandboxBootstrapAdditions.ts';
import { tryIdentities } from './sandboxIdentities.ts';

const [folder = ''] = process.argv.slice(2);
const emulator = await startEmulator({ folder: join(folder, 'emulator'), detached: false });
const landscape = sandboxLandscape([dev, staging, prod]);
const surroundings = sandboxSurroundings(emulator.endpoint, landscape);
const told: string[] = [];
const world: BootstrapWorld = {
  landscape,
  surroundings,
  folder: join(folder, 'working-copy'),
  progress: (environment, line) => void told.push(`${environment ?? '*'}: ${line}`),
  administrator: async (environment) => {
    const place = landscape.environments.find((it) => it.environment === environment) ?? prod;
    return { ...rootCredentials(emulator.endpoint, place), PULUMI_CONFIG_PASSPHRASE: passphrase };
  },
};
const configuration = loadConfiguration('config');
const { files } = configuration;
const root = { endpoint: emulator.endpoint, credentials: { accessKeyId: prod.account, secretAccessKey: 'sandbox' } };
const iam = new IAMClient({ ...root, region: 'us-east-1' });

const counts = ({ accounts }: BootstrapPlan) =>
  accounts.map(({ environment, changes, taken }) => [environment, changes.length, taken.length]);

async function refusal(step: () => Promise<unknown>): Promise<string> {
  try {
    await step();
    return 'not refused';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

// Bucket names are global: somebody else has this one.
const elsewhere = new S3Client({
  ...{ endpoint: emulator.endpoint, region: 'us-east-1', forcePathStyle: true },
  credentials: { accessKeyId: dev.account, secretAccessKey: 'sandbox' },
});
const Bucket = `payments-state-${prod.account}`;
await elsewhere.send(new CreateBucketCommand({ Bucket }));
const occupiedName = await refusal(() => planBootstrap(world, { adopt: true }));
await elsewhere.send(new DeleteBucketCommand({ Bucket }));
elsewhere.destroy();

const Tags = [{ Key: 'payments:managed-by', Value: 'bootstrap' }];
// A role of this name and GitHub's provider exist already, and bootstrap made neither.
const AssumeRolePolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});
const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const takenRole = { RoleName: 'payments-spoke-read', PolicyArn };
await iam.send(new CreateRoleCommand({ ...takenRole, AssumeRolePolicyDocument, PermissionsBoundary: PolicyArn }));
await iam.send(new AttachRolePolicyCommand(takenRole));
await iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: ['other', audience] }));
const taken = await refusal(() => planBootstrap(world, { adopt: false }));
await iam.send(new DetachRolePolicyCommand(takenRole));

// A boundary whose text, which AWS never changes, is of another version; a role of the payments carries it already.
const devIam = new IAMClient({
  ...root,
  region: 'us-east-1',
  credentials: { accessKeyId: dev.account, secretAccessKey: 'sandbox' },
});
const bounded = { RoleName: 'payments-dev-function', AssumeRolePolicyDocument };
const { Policy: boundary } = await devIam.send(
  new CreatePolicyCommand({
    ...{ PolicyName: bootstrapNames.boundary, Description: 'as an older one said it' },
    ...{ PolicyDocument: document('Deny', 's3:*', '*'), Tags },
  }),
);
await devIam.send(new CreateRoleCommand({ ...bounded, PermissionsBoundary: boundary?.Arn }));

// The first run dies in the second account: its lock and an unfinished creation are left, and the role that it made.
const first = await planBootstrap(world, { adopt: true });
const nowhere = { ...world, surroundings: { ...surroundings, stateBackend: 's3://none' } };
const hubOnly = { ...first, accounts: first.accounts.slice(0, 1) };
const died = await refusal(() => applyBootstrap(nowhere, hubOnly, {}));
await leaveDeadRun();

const second = await planBootstrap(world, { adopt: true });
const applied = await applyBootstrap(world, second, files);
const identities = await tryIdentities(surroundings);
const boundaryLeft = (await iam.send(new GetRoleCommand(takenRole))).Role?.PermissionsBoundary ?? null;
const remembered = await storedRepository(world);
const departed = await departuresWithMore();
const audiences = [await audiencesLeft()];

// The state of the hub's bootstrap is lost with all its versions, and comes back from the copy in the second region.
const restored = await loseAndRestore('.pulumi/stacks/payments/bootstrap-prod.json');

const recorded = await trailOf();
const alarmed = await Promise.all(['break-glass', 'person', 'deploy-prod'].map(isAlarmed));

// Changed behind its back: a trust policy lets more in, a role may do more, and something may not even be looked at.
const widened = {
  ...trustOf(),
  Statement: [...trustOf().Statement, { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
};
const RoleName = 'payments-entry-deploy-prod';
await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(widened) }));
await iam.send(
  new PutRolePolicyCommand({
    RoleName: 'payments-entry-preview',
    PolicyName: 'more',
    PolicyDocument: document('Allow', 's3:GetObject', '*'),
  }),
);
const hidden = { RoleName: 'payments-spoke-inspect', PolicyName: 'hides' };
const spoke = `arn:aws:iam::${dev.account}:role/payments-spoke-deploy`;
await devIam.send(new PutRolePolicyCommand({ ...hidden, PolicyDocument: document('Deny', 'iam:GetRole', spoke) }));
// Put beside it.
const beside = besideBootstrap(emulator.endpoint);
await beside.put();
const looked = await look(['dev', 'prod']);
await beside.takeAway();
await devIam.send(new DeleteRolePolicyCommand(hidden));
await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trustOf()) }));
await iam.send(new DeleteRolePolicyCommand({ RoleName: 'payments-entry-preview', PolicyName: 'more' }));

// Changed behind its back: the next run sees that and nothing else, and puts it right.
await iam.send(new DeleteRolePolicyCommand({ RoleName: 'payments-entry-release', PolicyName: 'entry' }));
const drifted = await planBootstrap(world, { adopt: false });
const repaired = await applyBootstrap(world, drifted, files);

const store = openStore(surroundings.stateBackend, await world.administrator('prod'));
const states = await store.list('.pulumi/stacks/payments/');
const secrets = await secretsInState();

const stackKey = '.pulumi/stacks/payments/dev.json';
const empty = await store.read(stackKey);
await store.replace(stackKey, Buffer.from(JSON.stringify(occupiedState())), empty?.version ?? '');
const occupied = await refusal(() => planDestroy(world));
await store.replace(stackKey, empty?.body ?? new Uint8Array(), (await store.read(stackKey))?.version ?? '');
const doomed = await planDestroy(world);
await devIam.send(new DeleteRoleCommand({ RoleName: bounded.RoleName }));
const stayed = await destroyBootstrap(world, doomed);
// What stands in for Identity Center is nobody's to take away.
const rolesLeft = ((await iam.send(new ListRolesCommand({}))).Roles ?? [])
  .filter(({ Path = '/' }) => !Path.startsWith('/aws-reserved/'))
  .map(({ RoleName }) => RoleName);
const s3 = new S3Client({ ...root, region: prod.region, forcePathStyle: true });
audiences.push(await audiencesLeft());
const bucketsLeft = ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);
const statesLeft = await store.list('.pulumi/stacks/payments/bootstrap-');
// The bucket and key of before are taken over by the bootstrap after the next decision.
await mkdir(world.folder, { recursive: true });
const again = (await existing(world, 'prod')).map(({ shown, ours }) => [shown, ours]);

await emulator.stop();
process.stdout.write(
  JSON.stringify({
    ...{ taken, died, told, identities, states, secrets, occupied, stayed, rolesLeft, bucketsLeft, statesLeft, again },
    plans: { first: counts(first), second: counts(second), drifted: counts(drifted) },
    applied: { stacks: applied.stacks, roles: applied.roles.map(({ outcome }) => outcome) },
    repaired: repaired.accounts,
    ...{ audiences, boundaryLeft, departed, remembered },
    ...{ occupiedName, alarmed, recorded, restored, looked },
    doomed: doomed.map(({ environment, resources }) => [environment, resources.length]),
  }),
);

/** What the nightly check says of the three accounts: how much was seen, and each finding in a line. */
async function look(environments: readonly string[] = ['dev', 'staging', 'prod']) {
  const request = { configuration, surroundings, progress: () => {}, now: () => new Date() };
  const observations = await Promise.all(
    environments.map((environment) => observeBootstrap({ ...request, environment })),
  );
  const { findings } = compare({ observations, baseline: 'staging', target: 'prod', rules: noRules, now: new Date() });
  return {
    seen: observations.map(({ environment, completeness, causes }) => [environment, completeness, causes.length]),
    findings: findings.map(({ environment, resource, classification, severity, path }) =>
      [environment, resource.name, classification, severity, path].join(' '),
    ),
  };
}

/** A role that may do more, or is held to less, than what is written for it by name. */
async function departuresWithMore() {
  const more = { RoleName: 'payments-entry-preview', PolicyArn };
  const [preview] = entryRoles(landscape);
  if (preview === undefined) throw new Error('there is no such role');
  const written = { ...preview, trust: trustJudgedByEmulator(preview.trust) };
  await iam.send(new AttachRolePolicyCommand(more));
  const found = await departures(await world.administrator('prod'), written);
  await iam.send(new DetachRolePolicyCommand(more));
  return found.filter((it) => !it.startsWith('policy '));
}

/** Who else signs in by GitHub's provider, and we. */
async function audiencesLeft() {
  const provider = { OpenIDConnectProviderArn: oidcProviderArn(prod.account) };
  return (await iam.send(new GetOpenIDConnectProviderCommand(provider))).ClientIDList;
}

function trustOf() {
  const role = allRoles(landscape).find(({ name }) => name === 'payments-entry-deploy-prod');
  if (role === undefined) throw new Error('there is no such role');
  return trustJudgedByEmulator(role.trust);
}

function document(Effect: string, Action: string, Resource: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action, Resource }] });
}

/** Whether the rule in the account takes CloudTrail's word that somebody became this entry role. */
async function isAlarmed(purpose: string): Promise<boolean> {
  const events = new EventBridgeClient({ ...root, region: prod.region });
  const { EventPattern } = await events.send(new DescribeRuleCommand({ Name: bootstrapNames.breakGlassAlarm }));
  const roleArn = `arn:aws:iam::${prod.account}:role/${bootstrapNames.entryRole(purpose)}`;
  const event = {
    ...{
      version: '0',
      id: '1',
      account: prod.account,
      region: prod.region,
      time: '2026-01-01T00:00:00Z',
      resources: [],
    },
    ...{ source: 'aws.sts', 'detail-type': 'AWS API Call via CloudTrail' },
    detail: { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', requestParameters: { roleArn } },
  };
  const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify(event) }));
  events.destroy();
  return Result === true;
}

/** Without a trail EventBridge is told of nothing. */
async function trailOf() {
  const cloudTrail = new CloudTrailClient({ ...root, region: prod.region });
  const { Trail } = await cloudTrail.send(new GetTrailCommand({ Name: bootstrapNames.trail }));
  const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: bootstrapNames.trail }));
  cloudTrail.destroy();
  return [Trail?.S3BucketName, Trail?.IsMultiRegionTrail, Trail?.LogFileValidationEnabled, IsLogging];
}

async function loseAndRestore(Key: string) {
  const s3 = new S3Client({ ...root, region: prod.region, forcePathStyle: true });
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  for (const { VersionId } of Versions) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const without = await refusal(() => s3.send(new HeadObjectCommand({ Bucket, Key })));
  await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}-replica/${Key}` }));
  s3.destroy();
  return { versions: Versions.length, without, ...(await look()) };
}

/** State of an environment in which something stands. */
function occupiedState(): unknown {
  const table = { urn: 'urn:pulumi:dev::payments::aws:dynamodb/table:Table::table', type: 'aws:dynamodb/table:Table' };
  return { version: 3, checkpoint: { latest: { resources: [{ ...table, custom: true, id: 'payments' }] } } };
}

/** What SIGKILL leaves: a lock of a process that is gone, and a creation of which state only knows that it was begun. */
async function leaveDeadRun(): Promise<void> {
  const locks = join(world.folder, '.pulumi/locks/organization/payments/bootstrap-dev');
  await mkdir(locks, { recursive: true });
  const { hostname } = await import('node:os');
  const lock = { pid: 4_000_000, username: 'admin', hostname: hostname(), timestamp: new Date().toISOString() };
  const lockFile = join(locks, '0b0e7d1c-57a6-4b8a-9a3e-5a3b8b1c2d3e.json');
  await writeFile(lockFile, JSON.stringify(lock));
  // The engine writes one beside each file of a folder.
  await writeFile(`${lockFile}.attrs`, JSON.stringify({ 'user.content_type': 'application/json' }));
  const file = join(world.folder, '.pulumi/stacks/payments/bootstrap-dev.json');
  const state = JSON.parse(await readFile(file, 'utf8')) as { checkpoint: { latest: Record<string, unknown> | null } };
  const urn = 'urn:pulumi:bootstrap-dev::payments::aws:iam/role:Role::payments-spoke-smoke';
  const resource = { urn, custom: true, type: 'aws:iam/role:Role', inputs: {}, parent: '' };
  state.checkpoint.latest = { ...state.checkpoint.latest, pending_operations: [{ resource, type: 'creating' }] };
  await writeFile(file, JSON.stringify(state));
  // Killed while it wrote that one: the engine could not read the state any more.
  await writeFile(`${file}.attrs`, '');
  await devIam.send(new CreateRoleCommand({ RoleName: 'payments-spoke-smoke', AssumeRolePolicyDocument, Tags }));
}

/** Pulumi marks every secret of a state with this signature. */
async function secretsInState(): Promise<number> {
  const texts = await Promise.all(
    states
      .filter((key) => key.includes('bootstrap-'))
      .map(async (key) => Buffer.from((await store.read(key))?.body ?? []).toString()),
  );
  return texts.filter((text) => text.includes('4dabf18193072939515e22adb298388d')).length;
}
