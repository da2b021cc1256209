import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketReplicationCommand,
  DeletePublicAccessBlockCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketReplicationCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { resourceTypes } from '../../../sandbox/provider/s3/index.ts';
import { account, emulatedAccount, engineFor, region, type Deployed, type EmulatedAccount } from './emulatedAccount.ts';

let aws: EmulatedAccount;
let s3: S3Client;
let state: Deployed;
let locked: Deployed;

beforeAll(async () => {
  aws = await emulatedAccount({ 'payments:environment': 'staging' });
  s3 = aws.client(S3Client);
  state = await engine('Bucket').create({ bucket: 'state' });
  locked = await engine('Bucket').create({ bucket: 'evidence', objectLockEnabled: true });
}, 60_000);
afterAll(() => aws.close());

const engine = (name: string) => {
  const type = resourceTypes.find(({ token }) => token.endsWith(`:${name}`));
  if (type === undefined) throw new Error(`no type ${name}`);
  return engineFor(type, aws.session);
};

describe('R36: the copy of a bucket', () => {
  const rule = {
    ...{ id: 'everything', status: 'Enabled', priority: 1, filter: { prefix: '' } },
    deleteMarkerReplication: { status: 'Disabled' },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
    destination: {
      bucket: 'arn:aws:s3:::copy',
      encryptionConfiguration: { replicaKmsKeyId: `arn:aws:kms:${region}:${account}:key/1` },
    },
  };
  const role = `arn:aws:iam::${account}:role/copies`;

  test('R36 R40: reads back as it was made, sees a rule that lets deletions through, and is gone when it was removed', async () => {
    const [copies, Bucket] = [engine('BucketReplicationConfig'), 'copied'];
    for (const name of [Bucket, 'copy']) {
      await engine('Bucket').create({ bucket: name });
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
    }
    const made = await copies.create({ bucket: Bucket, role, rules: [rule] });
    expect(made.outputs).toMatchObject({ bucket: Bucket, role, rules: [rule] });
    expect(await copies.drift(made)).toEqual([]);
    const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
    const [held] = ReplicationConfiguration?.Rules ?? [];
    if (held === undefined) throw new Error('there is no rule');
    const Rules = [{ ...held, DeleteMarkerReplication: { Status: 'Enabled' as const } }];
    await s3.send(new PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role: role, Rules } }));
    // Rules are a set, of which each is one value.
    expect(await copies.drift(made)).toEqual(['rules[0]']);
    expect(await copies.drift(await copies.update(made, { bucket: Bucket, role, rules: [rule] }))).toEqual([]);
    await s3.send(new DeleteBucketReplicationCommand({ Bucket }));
    expect(await copies.drift(made)).toBeNull();
  });

  test('R37: what it does not serve is refused and not left out, and another bucket is another copy', async () => {
    const copies = engine('BucketReplicationConfig');
    const timed = { ...rule, destination: { ...rule.destination, metrics: { status: 'Enabled' } } };
    expect(() => copies.checked({ bucket: 'copied', role, rules: [timed] })).toThrow(
      'rules[0].destination.metrics.status: the sandbox does not serve this property',
    );
    const program = { bucket: 'copied', role, rules: [rule] };
    const deployed = { id: 'copied', inputs: copies.checked(program), outputs: {} };
    expect(copies.planned(deployed, { ...program, bucket: 'other' })).toEqual(['bucket!']);
  });
});

describe('R37: a bucket', () => {
  test('R37: reads back as it was made, in its region, and shows changed tags', async () => {
    const bucket = engine('Bucket');
    const made = await bucket.create({ bucket: 'tagged', tags: { team: 'payments' } });
    expect(made.outputs).toMatchObject({
      arn: 'arn:aws:s3:::tagged',
      bucketRegionalDomainName: `tagged.s3.${region}.amazonaws.com`,
      tagsAll: { 'payments:environment': 'staging', team: 'payments' },
      versioning: { enabled: false },
    });
    expect((await s3.send(new HeadBucketCommand({ Bucket: 'tagged' }))).BucketRegion).toBe(region);
    expect(await bucket.drift(made)).toEqual([]);
    await s3.send(
      new PutBucketTaggingCommand({ Bucket: 'tagged', Tagging: { TagSet: [{ Key: 'team', Value: 'other' }] } }),
    );
    expect(await bucket.drift(made)).toEqual(['tags.team', 'tagsAll["payments:environment"]', 'tagsAll.team']);
    expect(await bucket.drift(await bucket.update(made, { bucket: 'tagged', tags: { team: 'payments' } }))).toEqual([]);
    await s3.send(new DeleteBucketCommand({ Bucket: 'tagged' }));
    expect(await bucket.drift(made)).toBeNull();
    await bucket.remove(made);
  });

  test('R37: is replaced for another name or for Object Lock', () => {
    const bucket = engine('Bucket');
    expect(bucket.planned(state, { bucket: 'other' })).toEqual(['bucket!']);
    expect(bucket.planned(state, { bucket: 'state', objectLockEnabled: true })).toEqual(['objectLockEnabled!']);
    expect(bucket.planned(state, { bucket: 'state', forceDestroy: true })).toEqual(['forceDestroy']);
    expect(() => bucket.checked({ bucket: 'State' })).toThrow('bucket: expected 3 to 63 small letters');
    expect(() => bucket.checked({ bucket: 'state', acl: 'private' })).toThrow('does not serve');
  });

  test('R37: with contents is deleted by force only, with every version', async () => {
    const bucket = engine('Bucket');
    const made = await bucket.create({ bucket: 'full' });
    await s3.send(new PutBucketVersioningCommand({ Bucket: 'full', VersioningConfiguration: { Status: 'Enabled' } }));
    for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'key', Body }));
    await expect(bucket.remove(made)).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await bucket.remove(await bucket.update(made, { bucket: 'full', forceDestroy: true }));
    expect(await bucket.drift(made)).toBeNull();
  });

  test('R37: that exists is not taken over', async () => {
    await expect(engine('Bucket').create({ bucket: 'state' })).rejects.toMatchObject({
      name: expect.stringContaining('BucketAlreadyOwnedByYou'),
    });
    const first = engineFor(resourceTypes[0] ?? engineMissing(), aws.session.inRegion('us-east-1'));
    const made = await first.create({ bucket: 'first' });
    await expect(first.create({ bucket: 'first' })).rejects.toMatchObject({ name: 'BucketAlreadyExists' });
    await first.remove(made);
  });
});

const engineMissing = (): never => {
  throw new Error('no types');
};

describe('R37: configurations of a bucket', () => {
  test('R37: each is replaced for another bucket and for nothing else', () => {
    for (const type of resourceTypes) {
      const expected: Readonly<Record<string, readonly string[]>> = {
        Bucket: ['bucket', 'objectLockEnabled'],
        BucketObjectLockConfiguration: ['bucket', 'objectLockEnabled'],
      };
      const name = type.token.split(':')[2] ?? '';
      expect([name, type.replaceOn]).toEqual([name, expected[name] ?? ['bucket']]);
    }
  });

  test('R41: versioning shows when it is suspended by hand, and removing it suspends it', async () => {
    const versioning = engine('BucketVersioning');
    const program = { bucket: 'state', versioningConfiguration: { status: 'Enabled' } };
    const made = await versioning.create(program);
    expect(await versioning.drift(made)).toEqual([]);
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: 'state', VersioningConfiguration: { Status: 'Suspended' } }),
    );
    expect(await versioning.drift(made)).toEqual(['versioningConfiguration.status']);
    const healed = await versioning.update(made, program);
    expect(await versioning.drift(healed)).toEqual([]);
    expect(versioning.planned(healed, { ...program, bucket: 'other' })).toEqual(['bucket!']);
    await versioning.remove(healed);
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: 'state' }))).Status).toBe('Suspended');
    await expect(
      versioning.update(made, { ...program, versioningConfiguration: { status: 'Disabled' } }),
    ).rejects.toThrow('not disabled');
  });

  test('R41: versions under Object Lock can not be suspended, and its default retention shows', async () => {
    const [lock, versioning] = [engine('BucketObjectLockConfiguration'), engine('BucketVersioning')];
    expect(await engine('Bucket').drift(locked)).toEqual([]);
    const program = { bucket: 'evidence', rule: { defaultRetention: { mode: 'COMPLIANCE', days: 400 } } };
    const made = await lock.create(program);
    expect(await lock.drift(made)).toEqual([]);
    const suspended = { bucket: 'evidence', versioningConfiguration: { status: 'Suspended' } };
    await expect(versioning.create(suspended)).rejects.toMatchObject({ name: 'InvalidBucketState' });
    const DefaultRetention = { Mode: 'GOVERNANCE' as const, Days: 1 };
    const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' as const, Rule: { DefaultRetention } };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket: 'evidence', ObjectLockConfiguration }));
    expect(await lock.drift(made)).toEqual(['rule.defaultRetention.days', 'rule.defaultRetention.mode']);
    expect(await lock.drift(await lock.update(made, program))).toEqual([]);
    await lock.remove(made);
    expect(await lock.drift(made)).toEqual(['rule']);
    const both = { defaultRetention: { mode: 'COMPLIANCE', days: 1, years: 1 } };
    expect(() => lock.checked({ ...program, rule: both })).toThrow('exactly one of days, years');
    await versioning.remove(
      await versioning.create({ bucket: 'evidence', versioningConfiguration: { status: 'Enabled' } }),
    );
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: 'evidence' }))).Status).toBe('Enabled');
  });

  test('R37: encryption falls back to keys of S3 by hand and by removal', async () => {
    const encryption = engine('BucketServerSideEncryptionConfiguration');
    const kmsMasterKeyId = `arn:aws:kms:${region}:${account}:key/1`;
    const rule = {
      applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId },
      bucketKeyEnabled: true,
    };
    const program = { bucket: 'state', rules: [rule] };
    const made = await encryption.create(program);
    expect(await encryption.drift(made)).toEqual([]);
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
    await s3.send(new PutBucketEncryptionCommand({ Bucket: 'state', ServerSideEncryptionConfiguration: { Rules } }));
    expect((await encryption.drift(made))?.length).toBeGreaterThan(0);
    expect(await encryption.drift(await encryption.update(made, program))).toEqual([]);
    await encryption.remove(made);
    const left = await encryption.refreshed(made);
    expect(left?.inputs['rules']).toMatchObject([{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }]);
    const wrong = { ...rule, applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256', kmsMasterKeyId } };
    expect(() => encryption.checked({ ...program, rules: [wrong] })).toThrow('needs the algorithm aws:kms');
  });

  test('R40: a policy put by hand shows, one that means the same does not, and foreign resources are refused', async () => {
    const policy = engine('BucketPolicy');
    const statement = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::state', 'arn:aws:s3:::state/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const text = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
    const program = { bucket: 'state', policy: text([statement]) };
    const made = await policy.create(program);
    expect(await policy.drift(made)).toEqual([]);
    const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket: 'state', Policy }));
    await put(text({ ...statement, Resource: statement.Resource.toReversed() }));
    expect(await policy.drift(made)).toEqual([]);
    await put(text([{ ...statement, Effect: 'Allow', Principal: { AWS: account } }]));
    expect(await policy.drift(made)).toEqual(['policy']);
    expect(await policy.drift(await policy.update(made, program))).toEqual([]);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: 'state' }));
    expect(await policy.drift(made)).toBeNull();
    await policy.remove(made);
    const foreign = text([{ ...statement, Resource: 'arn:aws:s3:::other/*' }]);
    await expect(policy.create({ bucket: 'state', policy: foreign })).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
  });

  test('R37: without arguments the public access block is switched off, and changes by hand show', async () => {
    const block = engine('BucketPublicAccessBlock');
    const everything = {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    const made = await block.create({ bucket: 'state', ...everything });
    expect(await block.drift(made)).toEqual([]);
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      BlockPublicPolicy: false,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: 'state', PublicAccessBlockConfiguration }));
    expect(await block.drift(made)).toEqual(['blockPublicPolicy']);
    const open = await block.update(made, { bucket: 'state' });
    const held = await s3.send(new GetPublicAccessBlockCommand({ Bucket: 'state' }));
    expect(Object.values(held.PublicAccessBlockConfiguration ?? {})).toEqual([false, false, false, false]);
    expect(await block.drift(open)).toEqual([]);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'state' }));
    expect(await block.drift(open)).toBeNull();
    await block.remove(open);
    const kept = await block.create({ bucket: 'state', ...everything, skipDestroy: true });
    await block.remove(kept);
    expect(await block.drift(kept)).toEqual([]);
  });

  test('R37: ownership shows when it is changed by hand', async () => {
    const ownership = engine('BucketOwnershipControls');
    const program = { bucket: 'state', rule: { objectOwnership: 'BucketOwnerEnforced' } };
    const made = await ownership.create(program);
    expect(await ownership.drift(made)).toEqual([]);
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] };
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: 'state', OwnershipControls }));
    expect(await ownership.drift(made)).toEqual(['rule.objectOwnership']);
    expect(await ownership.drift(await ownership.update(made, program))).toEqual([]);
    await ownership.remove(made);
    expect(await ownership.drift(made)).toBeNull();
    await ownership.remove(made);
  });

  test('R37: every kind of lifecycle rule reads back, and a changed age shows', async () => {
    const lifecycle = engine('BucketLifecycleConfiguration');
    const rules = [
      {
        id: 'all',
        status: 'Enabled',
        noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 10 },
      },
      {
        id: 'parts',
        status: 'Enabled',
        filter: { prefix: '' },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      { id: 'prefix', status: 'Disabled', filter: { prefix: 'leases/' }, expiration: { days: 30 } },
      {
        id: 'tag',
        status: 'Enabled',
        filter: { tag: { key: 'a', value: 'b' } },
        expiration: { date: '2030-01-01T00:00:00Z' },
      },
      {
        id: 'and',
        status: 'Enabled',
        filter: { and: { prefix: 'x/', tags: { a: 'b', c: 'd' }, objectSizeGreaterThan: 1000 } },
        transitions: [
          { days: 30, storageClass: 'STANDARD_IA' },
          { days: 90, storageClass: 'GLACIER' },
        ],
        noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: 'STANDARD_IA' }],
      },
      { id: 'markers', status: 'Enabled', filter: {}, expiration: { expiredObjectDeleteMarker: true } },
    ];
    const made = await lifecycle.create({ bucket: 'state', rules });
    expect(await lifecycle.drift(made)).toEqual([]);
    const Rules = [
      {
        ID: 'all',
        Status: 'Enabled' as const,
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket: 'state', LifecycleConfiguration: { Rules } }));
    expect(await lifecycle.drift(made)).toEqual(
      expect.arrayContaining(['rules[0].noncurrentVersionExpiration.noncurrentDays', 'rules[1]']),
    );
    expect(await lifecycle.drift(await lifecycle.update(made, { bucket: 'state', rules }))).toEqual([]);
    await lifecycle.remove(made);
    expect(await lifecycle.drift(made)).toBeNull();
    expect(() => lifecycle.checked({ bucket: 'state', rules: [] })).toThrow('at least one rule');
    expect(() => lifecycle.checked({ bucket: 'state', rules: [{ id: 'a', status: 'Enabled' }] })).toThrow(
      'at least one action',
    );
  });

  test('R37: is gone with its bucket', async () => {
    const bucket = await engine('Bucket').create({ bucket: 'doomed' });
    const block = await engine('BucketPublicAccessBlock').create({ bucket: 'doomed' });
    await engine('Bucket').remove(bucket);
    expect(await engine('BucketPublicAccessBlock').drift(block)).toBeNull();
    await engine('BucketPublicAccessBlock').remove(block);
  });
});
