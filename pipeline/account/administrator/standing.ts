/** Which of the things that bootstrap makes stand in an account already, and whether bootstrap made them. */
import { CloudTrailClient, DescribeTrailsCommand, ListTagsCommand } from '@aws-sdk/client-cloudtrail';
import { GetOpenIDConnectProviderCommand, GetPolicyCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetBucketTaggingCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { ProcessEnvironment } from '../../engine/surroundings.ts';
import { EngineError } from '../../errors.ts';
import { clientConfiguration } from '../clientConfiguration.ts';
import { errorCode, readFailure, reasonOf } from '../sdkError.ts';
import { beyondInline } from './beyondInline.ts';
import { aliasTarget, isOurs, keyIsOurs, keyLeft } from './standingKeys.ts';

export interface Standing {
  readonly id: string;
  /** Carries bootstrap's tag: left by a run that died, or by one whose state was lost. */
  readonly ours: boolean;
  /** Of a role: policies and a boundary that bootstrap gives to none. */
  readonly carries?: readonly string[];
  /** Of an OIDC provider. */
  readonly clientIds?: readonly string[];
}

/** Null: there is none. `foreign`: the name belongs to an account that is not ours. */
export type Look = () => Promise<Standing | 'foreign' | null>;

interface Looks {
  role(name: string): Look;
  policy(arn: string): Look;
  openIdConnectProvider(arn: string): Look;
  bucket(name: string): Look;
  alias(name: string): Look;
  /** The key behind an alias, else the one of this description that bootstrap made and gave no alias yet. */
  key(alias: string, description: string): Look;
  trail(arn: string): Look;
}

/**
 * @param region where bucket, key and trail are
 * @param account whose they have to be: the name of a bucket may have been taken by anybody, who may also tag it as ours
 */
export function looks(credentials: ProcessEnvironment, region: string, account: string): Looks {
  const iam = new IAMClient(clientConfiguration(credentials, region));
  const kms = new KMSClient(clientConfiguration(credentials, region));
  const cloudTrail = new CloudTrailClient(clientConfiguration(credentials, region));
  const endpoint = credentials['AWS_ENDPOINT_URL'];
  const s3 = new S3Client({
    ...clientConfiguration(credentials, region),
    ...(endpoint === undefined ? {} : { forcePathStyle: true }),
  });
  return {
    role: (name) => () =>
      found(`role ${name}`, async () => {
        const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
        return { id: name, ours: isOurs(Role?.Tags), carries: await beyondInline(iam, name, Role) };
      }),
    policy: (arn) => () =>
      found(arn, async () => {
        const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
        return { id: arn, ours: isOurs(Policy?.Tags) };
      }),
    openIdConnectProvider: (arn) => () =>
      found(arn, async () => {
        const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
        return { id: arn, ours: isOurs(provider.Tags), clientIds: provider.ClientIDList ?? [] };
      }),
    bucket: (name) => () => bucket(s3, { Bucket: name, ExpectedBucketOwner: account }),
    alias: (name) => () =>
      found(name, async () => {
        const target = await aliasTarget(kms, name);
        // An alias has no tags: it is whose key it names.
        return target === null ? null : { id: name, ours: await keyIsOurs(kms, target) };
      }),
    key: (alias, description) => () =>
      found(`the key of ${alias}`, async () => {
        const target = await aliasTarget(kms, alias);
        if (target !== null) return { id: target, ours: await keyIsOurs(kms, target) };
        const left = await keyLeft(kms, description);
        return left === null ? null : { id: left, ours: true };
      }),
    trail: (arn) => () =>
      found(arn, async () => {
        const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ trailNameList: [arn] }));
        if (trailList.length === 0) return null;
        const { ResourceTagList } = await cloudTrail.send(new ListTagsCommand({ ResourceIdList: [arn] }));
        return { id: arn, ours: isOurs(ResourceTagList?.[0]?.TagsList) };
      }),
  };
}

async function found<T>(what: string, look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (cause) {
    if (readFailure(cause) === 'absent') return null;
    throw new EngineError(`could not find out whether ${what} exists: ${reasonOf(cause)}`, {
      cause,
      advice: 'Bootstrap needs an administrator of the account.',
    });
  }
}

async function bucket(
  s3: S3Client,
  ours: { readonly Bucket: string; readonly ExpectedBucketOwner: string },
): Promise<Standing | 'foreign' | null> {
  const name = ours.Bucket;
  try {
    await s3.send(new HeadBucketCommand(ours));
  } catch (cause) {
    // S3 sends the question on when the bucket is in another region, where none of ours is.
    if ([403, 301].includes(statusOf(cause) ?? 0) || /^(403|Forbidden|AccessDenied)$/.test(errorCode(cause)))
      return 'foreign';
    return found(`bucket ${name}`, () => Promise.reject(cause as Error));
  }
  try {
    const { TagSet } = await s3.send(new GetBucketTaggingCommand(ours));
    return { id: name, ours: isOurs(TagSet) };
  } catch (cause) {
    if (errorCode(cause) === 'NoSuchTagSet') return { id: name, ours: false };
    throw cause;
  }
}

const statusOf = (cause: unknown): number | undefined =>
  (cause as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
