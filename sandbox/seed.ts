/** Puts the identities of `infra/bootstrap` and the state bucket into the emulator, as root. May be run again at any time. */
import {
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  S3Client,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';

import { hubOf, managedBy, type Landscape } from '../infra/bootstrap/landscape.ts';
import { allRoles, boundaries, type Boundary, type Role } from '../infra/bootstrap/roles.ts';
import { audience, issuer } from '../infra/bootstrap/trust.ts';
import { bootstrapNames } from '../infra/names.ts';
import { judgedByEmulator, trustJudgedByEmulator } from './emulatorGaps.ts';
import { rootClient } from './rootClient.ts';

/** As bootstrap tags what it makes: `npm run bootstrap -- --sandbox` takes over what was seeded. */
const Tags = [{ Key: managedBy.tag, Value: managedBy.value }];

/** A bucket of the hub that nothing else knows: its tag tells a sandbox from another that took its port. */
export const identityMark = { bucket: 'sandbox-identity', tag: 'sandbox' } as const;

/** @param identity written to the marked bucket, to recognise this sandbox later */
export async function seed(endpoint: string, landscape: Landscape, identity: string): Promise<void> {
  const roles = allRoles(landscape);
  await Promise.all([
    seedStateBucket(endpoint, landscape),
    seedIdentity(endpoint, landscape, identity),
    seedOidcProvider(endpoint, hubOf(landscape).account),
    ...boundaries(landscape).map((boundary) => seedBoundary(endpoint, boundary)),
    ...roles.map((role) => seedRole(endpoint, role)),
  ]);
}

async function seedStateBucket(endpoint: string, landscape: Landscape): Promise<void> {
  const hub = hubOf(landscape);
  const s3 = rootClient(S3Client, endpoint, hub, { forcePathStyle: true });
  const Bucket = bootstrapNames.stateBucket(hub.account);
  await createBucket(s3, Bucket, hub.region, true);
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: Tags } }));
  s3.destroy();
}

async function seedIdentity(endpoint: string, landscape: Landscape, identity: string): Promise<void> {
  const hub = hubOf(landscape);
  const s3 = rootClient(S3Client, endpoint, hub, { forcePathStyle: true });
  const { bucket: Bucket, tag: Key } = identityMark;
  await createBucket(s3, Bucket, hub.region, false);
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key, Value: identity }] } }));
  s3.destroy();
}

async function createBucket(s3: S3Client, Bucket: string, region: string, objectLock: boolean): Promise<void> {
  const location = { LocationConstraint: region as BucketLocationConstraint };
  await unless('BucketAlreadyOwnedByYou', () =>
    s3.send(
      new CreateBucketCommand({
        Bucket,
        ObjectLockEnabledForBucket: objectLock,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: location }),
      }),
    ),
  );
}

async function seedOidcProvider(endpoint: string, account: string): Promise<void> {
  const iam = rootClient(IAMClient, endpoint, { account, region: 'us-east-1' });
  await unless('EntityAlreadyExistsException', () =>
    iam.send(new CreateOpenIDConnectProviderCommand({ Url: `https://${issuer}`, ClientIDList: [audience], Tags })),
  );
  iam.destroy();
}

async function seedRole(endpoint: string, role: Role): Promise<void> {
  const iam = rootClient(IAMClient, endpoint, { account: role.account, region: 'us-east-1' });
  const { name: RoleName, description: Description } = role;
  const trust = JSON.stringify(trustJudgedByEmulator(role.trust));
  const existed = await unless('EntityAlreadyExistsException', () =>
    iam.send(new CreateRoleCommand({ RoleName, Description, AssumeRolePolicyDocument: trust, Tags })),
  );
  if (existed) {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames.filter((name) => !(name in role.policies))) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
  for (const [PolicyName, document] of Object.entries(role.policies)) {
    const PolicyDocument = JSON.stringify(judgedByEmulator(document));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }
  iam.destroy();
}

async function seedBoundary(endpoint: string, { account, name, description, document }: Boundary): Promise<void> {
  const iam = rootClient(IAMClient, endpoint, { account, region: 'us-east-1' });
  const PolicyDocument = JSON.stringify(judgedByEmulator(document));
  const existed = await unless('EntityAlreadyExistsException', () =>
    iam.send(new CreatePolicyCommand({ PolicyName: name, Description: description, PolicyDocument, Tags })),
  );
  if (existed) await replaceVersion(iam, `arn:aws:iam::${account}:policy/${name}`, PolicyDocument);
  iam.destroy();
}

/** A managed policy keeps five versions at most, so the one that was replaced goes. */
async function replaceVersion(iam: IAMClient, PolicyArn: string, PolicyDocument: string): Promise<void> {
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion !== true) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}

/** True when the thing was there already. */
async function unless(errorName: string, create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return true;
    throw error;
  }
}
