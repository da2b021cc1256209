/** The policy by which the nightly check reads what bootstrap made, and what somebody put beside it. */
import { bootstrapNames } from '../names.ts';
import { bootstrapReads } from './bootstrapReads.ts';
import { allow, policy, type PolicyDocument, type Statement } from './document.ts';
import { hubOf, replicaRegionOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';
import { trailArn } from './trail.ts';
import { oidcProviderArn } from './trust.ts';

/** What may hang on a role, a key or a bucket though nobody declared it (R40). */
const undeclaredChildren = ['iam:ListInstanceProfilesForRole', 'kms:ListGrants', 's3:GetBucketNotification'];

/** To find identities beside ours. AWS offers no resource for these. */
const identities = ['iam:ListOpenIDConnectProviders', 'iam:ListRoles'];

const parents: Readonly<Record<string, string>> = { iam: 'aws:iam/role', kms: 'aws:kms/key', s3: 'aws:s3/bucket' };

/** Every read of these services but the named, on these resources. */
const reads = (type: RegExp): readonly string[] =>
  [
    ...Object.entries(bootstrapReads).flatMap(([token, { read }]) => (type.test(token) ? read : [])),
    ...undeclaredChildren.filter((action) => type.test(parents[action.split(':')[0] ?? ''] ?? '')),
  ].filter((action, index, all) => all.indexOf(action) === index);

/** Reads of one account: its own roles and boundary, and in the hub all that is there once. */
export function readBootstrap(landscape: Landscape, { account, region }: LandscapeEnvironment): PolicyDocument {
  const hub = hubOf(landscape);
  const isHub = account === hub.account;
  const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
  const roles = [
    iam('role/payments-spoke-*'),
    ...(isHub ? [iam('role/payments-entry-*'), iam(`role/${bootstrapNames.replicationRole}`)] : []),
  ];
  return policy(
    allow('Roles', reads(/^aws:iam\/role/), roles),
    allow('Boundary', reads(/^aws:iam\/policy:/), [iam(`policy/${bootstrapNames.boundary}`)]),
    allow('Identities', identities, ['*']),
    // Changes to IAM are told in us-east-1 only, wherever the environment is.
    allow('WhoDidIt', ['cloudtrail:LookupEvents'], ['*'], {
      StringEquals: { 'aws:RequestedRegion': [...new Set([region, 'us-east-1'])] },
    }),
    ...(isHub ? ofHub(hub, replicaRegionOf(landscape)) : []),
  );
}

function ofHub(hub: LandscapeEnvironment, replicaRegion: string): readonly Statement[] {
  const { account } = hub;
  const regions = [hub.region, replicaRegion];
  const buckets = [
    bootstrapNames.stateBucket(account),
    bootstrapNames.stateReplica(account),
    bootstrapNames.trailBucket(account),
  ];
  const ofState = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': buckets.map((bucket) => `alias/${bucket}`) } };
  const keys = regions.map((region) => `arn:aws:kms:${region}:${account}:key/*`);
  return [
    allow('BreakGlassAlarm', reads(/^aws:cloudwatch\/event/), [
      `arn:aws:events:${hub.region}:${account}:rule/${bootstrapNames.breakGlassAlarm}`,
    ]),
    // AWS offers no resource for this one.
    allow('Trails', ['cloudtrail:DescribeTrails'], ['*'], { StringEquals: { 'aws:RequestedRegion': hub.region } }),
    allow(
      'Trail',
      reads(/^aws:cloudtrail\//).filter((action) => action !== 'cloudtrail:DescribeTrails'),
      [trailArn(hub)],
    ),
    allow('Identity', reads(/^aws:iam\/openId/), [oidcProviderArn(account)]),
    allow(
      'StateBuckets',
      reads(/^aws:s3\//),
      buckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    ),
    allow('StateKeys', reads(/^aws:kms\/key/), keys, ofState),
    allow('StateAliases', reads(/^aws:kms\/alias/), ['*'], { StringEquals: { 'aws:RequestedRegion': regions } }),
  ];
}
