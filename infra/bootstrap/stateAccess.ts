/** Which keys of the state bucket each entry role may touch. References point upwards only, and this is what enforces it. */
import { bootstrapNames } from '../names.ts';
import { allow, deny, type Condition, type Statement } from './document.ts';
import { hubOf, project, type Landscape } from './landscape.ts';

/** Keys of Pulumi's own backend for one stack, as CLI 3.246 lays them out. */
const stackKeys = (stack: string) => ({
  state: `.pulumi/stacks/${project}/${stack}.*`,
  working: [
    `.pulumi/locks/organization/${project}/${stack}/*`,
    `.pulumi/history/${project}/${stack}/*`,
    `.pulumi/backups/${project}/${stack}/*`,
  ],
});

/** The one key of the hub: it encrypts the bucket, and the secrets of each stack under that stack's name. */
const stateKeyAlias = (hubAccount: string): string => `alias/${bootstrapNames.stateBucket(hubAccount)}`;

const writing = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'];

export function stateAccess(landscape: Landscape) {
  const hub = hubOf(landscape);
  const bucket = `arn:aws:s3:::${bootstrapNames.stateBucket(hub.account)}`;
  const keys = (...names: readonly string[]) => names.map((name) => `${bucket}/${name}`);
  const meta = '.pulumi/meta.yaml';
  // Prefixes name single keys too: without them S3 answers 403 instead of 404 for a key that does not exist.
  const list = (...prefixes: readonly string[]) =>
    allow('ListState', ['s3:ListBucket'], [bucket], { StringLike: { 's3:prefix': prefixes } });

  const withKey = (
    sid: string,
    actions: readonly string[],
    more: Readonly<Record<string, string | readonly string[]>>,
  ) => {
    const condition: Condition = {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [stateKeyAlias(hub.account)] },
      StringEquals: more,
    };
    return allow(sid, actions, [`arn:aws:kms:${hub.region}:${hub.account}:key/*`], condition);
  };
  const ofObjects = { 'kms:ViaService': `s3.${hub.region}.amazonaws.com` };
  const ofStacks = (...stacks: readonly string[]) => ({ 'kms:EncryptionContext:stack': stacks });

  /** Every stack's state, and the promotion records: what a plan and a comparison of environments need. */
  const reader: readonly Statement[] = [
    allow(
      'ReadState',
      ['s3:GetObject'],
      keys(meta, `.pulumi/stacks/${project}/*`, 'releases/*', 'promotions/*', 'leases/*', 'evidence/*'),
    ),
    allow('ReadLocks', ['s3:GetObject'], keys(`.pulumi/locks/organization/${project}/*`)),
    list('.pulumi/*', 'releases/*', 'promotions/*', 'leases/*', 'evidence/*'),
    withKey('ReadObjects', ['kms:Decrypt'], ofObjects),
    withKey('ReadSecrets', ['kms:Decrypt'], ofStacks(...landscape.environments.map(({ environment }) => environment))),
  ];

  const releaser: readonly Statement[] = [
    allow('WriteReleases', ['s3:GetObject', 's3:PutObject'], keys('releases/*')),
    list('releases/*'),
    withKey('WriteObjects', ['kms:Decrypt', 'kms:GenerateDataKey'], ofObjects),
  ];

  function deployer(environment: string): readonly Statement[] {
    const below = landscape.environments.find((it) => it.environment === environment)?.promotesFrom;
    const own = stackKeys(environment);
    return [
      allow('OwnState', writing, keys(own.state, ...own.working, `leases/${environment}.json`)),
      allow(
        'OwnPromotion',
        ['s3:GetObject', 's3:PutObject'],
        keys(`promotions/${environment}.json`, `evidence/${environment}/*`),
      ),
      // With the retention that evidence is written with. To lift one takes another permission, which nobody of ours has.
      allow('KeepEvidence', ['s3:PutObjectRetention'], keys(`evidence/${environment}/*`)),
      allow(
        'ReadBelow',
        ['s3:GetObject'],
        keys(meta, 'releases/*', ...(below === undefined ? [] : [stackKeys(below).state, `promotions/${below}.json`])),
      ),
      // Names of stacks are no secret, and the CLI lists them all before it opens one.
      list(
        '.pulumi/stacks/*',
        ...own.working,
        'releases/*',
        `promotions/${environment}.json`,
        `leases/${environment}.json`,
        `evidence/${environment}/*`,
        ...(below === undefined ? [] : [`promotions/${below}.json`]),
      ),
      withKey('WriteObjects', ['kms:Decrypt', 'kms:GenerateDataKey'], ofObjects),
      withKey('OwnSecrets', ['kms:Decrypt', 'kms:Encrypt'], ofStacks(environment)),
      // A stack reference decrypts what the stack below exports.
      ...(below === undefined ? [] : [withKey('SecretsBelow', ['kms:Decrypt'], ofStacks(below))]),
    ];
  }

  /** Said once more as a denial, so that a later and wider allowance cannot open it. */
  const protectBucket = deny(
    'NeverTheBucketItself',
    [
      's3:BypassGovernanceRetention',
      's3:DeleteBucket',
      's3:DeleteBucketPolicy',
      's3:DeleteObjectVersion',
      's3:PutBucketAcl',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutBucketVersioning',
      's3:PutEncryptionConfiguration',
      's3:PutLifecycleConfiguration',
      's3:PutReplicationConfiguration',
    ],
    [bucket, `${bucket}/*`],
  );

  return { reader, releaser, deployer, protectBucket };
}
