import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { additions, additionsPath } from '../../pipeline/account/additions.ts';
import { readers } from '../../pipeline/account/additions/readers.ts';
import { assumeRole } from '../../pipeline/account/identity.ts';
import type { RawAddition } from '../../pipeline/engine/rawObservation.ts';
import { startEmulator } from '../../sandbox/emulator.ts';
import type { Emulator } from '../../sandbox/emulator.ts';
import { createOwned } from './accountWorld.ts';
import type { OwnedWorld } from './accountWorld.ts';
import { beyondEmulator, meddling, shownKinds } from './accountMeddling.ts';

jest.setTimeout(60_000);

let folder: string;
let emulator: Emulator;
let owned: OwnedWorld;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'payments-account-'));
  emulator = await startEmulator({ folder, detached: false });
  owned = await createOwned(emulator.endpoint, folder);
});

afterAll(async () => {
  owned.clients.close();
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

const unreadable = [
  'aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy',
  'aws:ec2transitgateway/vpcAttachment:VpcAttachment',
  'aws:sns/dataProtectionPolicy:DataProtectionPolicy',
  'aws:sqs/queue:Queue',
];

/** Found beside what bootstrap made, as `sandboxBootstrap.test.ts` shows of each. */
const besideBootstrap: readonly string[] = [
  'aws:iam/role:Role',
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
  'aws:s3/bucketReplicationConfig:BucketReplicationConfig',
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration',
  'aws:s3/bucketLogging:BucketLogging',
  'aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration',
  'aws:s3/bucketNotification:BucketNotification',
  'aws:cloudwatch/eventTarget:EventTarget',
];

describe('children that nobody declared', () => {
  test('R40: an account that nobody meddled with has none, and what cannot be listed is a cause', async () => {
    const {
      additions: found,
      causes,
      notObservable,
    } = await additions(owned.credentials, owned.region, owned.resources);
    expect(found).toEqual([]);
    expect(notObservable).toEqual([]);
    expect(causes.map((cause) => / (aws:\S+) could not be listed: \S/u.exec(cause)?.[1]).sort()).toEqual(unreadable);
  });

  test('R33: what the surroundings are known not to list is not observable, and no cause', async () => {
    const blindSpots = unreadable.map((child) => ({
      type: readers.find((reader) => reader.child === child)?.parent ?? '',
      path: additionsPath(child),
      reason: 'the emulator does not list them',
    }));
    const { causes, notObservable } = await additions(owned.credentials, owned.region, owned.resources, blindSpots);
    expect(causes).toEqual([]);
    expect(notObservable.map(({ path }) => path).sort()).toEqual(unreadable.map(additionsPath));
  });

  test('R40: 40 kinds and more are looked for, and each can be added here or says why not', () => {
    const kinds = [...new Set(readers.map(({ child }) => child))];
    expect(shownKinds.length).toBeGreaterThanOrEqual(40);
    expect(kinds.filter((kind) => !(kind in meddling) && !besideBootstrap.includes(kind))).toEqual([]);
  });

  const seen: RawAddition[] = [];
  test.each(shownKinds)('R40: %s is found', async (kind) => {
    await meddling[kind]?.(owned);
    const { additions: found } = await additions(owned.credentials, owned.region, owned.resources);
    const known = new Set(seen.map(({ type, physicalId }) => `${type} ${physicalId}`));
    const fresh = found.filter(({ type, physicalId }) => !known.has(`${type} ${physicalId}`));
    seen.push(...fresh);
    expect(fresh.map(({ type }) => type)).toEqual([kind]);
    expect(owned.resources.map(({ urn }) => urn)).toContain(fresh[0]?.parentUrn);
    expect(Object.keys(fresh[0]?.properties ?? {}).length).toBeGreaterThan(0);
  });

  test.each(beyondEmulator)('R40: %s is still beyond the emulator', async (kind) => {
    await Promise.resolve(meddling[kind]?.(owned)).catch(() => undefined);
    const { additions: found } = await additions(owned.credentials, owned.region, owned.resources);
    expect(found.map(({ type }) => type)).not.toContain(kind);
  });

  test('R40: once they are declared they are no additions any more', async () => {
    const { additions: found } = await additions(owned.credentials, owned.region, owned.resources);
    expect(found.length).toBeGreaterThanOrEqual(40);
    const declared = found.map(({ type, name, physicalId, properties }) => ({
      urn: `urn:pulumi:dev::payments::${type}::${name}`,
      type,
      id: physicalId,
      name,
      outputs: { ...properties, ...naturalKeys(type, physicalId, name) },
    }));
    // Their own children are not the question here.
    const { additions: left } = await additions(owned.credentials, owned.region, [...owned.resources, ...declared]);
    const parents = new Set(owned.resources.map(({ urn }) => urn));
    expect(left.filter(({ parentUrn }) => parents.has(parentUrn))).toEqual([]);
  });

  test('R33: a role that may not read gives causes, never an empty account', async () => {
    const trust = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${owned.account}:root` },
      Action: 'sts:AssumeRole',
    };
    const only = { Effect: 'Allow', Action: 'iam:*', Resource: '*' };
    const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
    await owned.clients.iam.send(
      new CreateRoleCommand({ RoleName: 'blind', AssumeRolePolicyDocument: document(trust) }),
    );
    await owned.clients.iam.send(
      new PutRolePolicyCommand({ RoleName: 'blind', PolicyName: 'only', PolicyDocument: document(only) }),
    );
    const blind = await assumeRole(owned.credentials, `arn:aws:iam::${owned.account}:role/blind`, 'test');
    const { additions: found, causes } = await additions(blind, owned.region, owned.resources);
    expect([...new Set(found.map(({ type }) => type.split('/')[0]))]).toEqual(['aws:iam']);
    const reads = owned.resources.flatMap(({ type }) => readers.filter(({ parent }) => parent === type));
    expect(causes).toHaveLength(reads.filter(({ parent }) => !parent.startsWith('aws:iam/')).length);
  });
});

/** What the engine records of such a resource beyond what a user writes. */
function naturalKeys(type: string, physicalId: string, name: string): Record<string, unknown> {
  if (type === 'aws:kms/grant:Grant') return { grantId: physicalId.split(':')[1] };
  if (type === 'aws:kms/replicaKey:ReplicaKey') return { arn: physicalId };
  if (type === 'aws:dynamodb/tableReplica:TableReplica') {
    const [table, replicaRegion] = physicalId.split(':');
    return { arn: `arn:aws:dynamodb:${replicaRegion}:${owned.account}:table/${table}` };
  }
  if (type === 'aws:ec2/route:Route') return { destinationCidrBlock: name.split(' to ')[1] };
  return {};
}
