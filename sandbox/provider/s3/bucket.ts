import { CreateBucketCommand, DeleteBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { errorCode, orNull, refusal, untilGone } from '../absence.ts';
import { flagOf, requiredText } from '../inputValues.ts';
import { existing, readBack } from '../readBack.ts';
import type { Inputs, ReadResult, ResourceType, Session } from '../resourceType.ts';
import { readTags, tagPairs, wantedTags } from '../tagSets.ts';
import { configurationOf } from './bucketConfigurationReads.ts';
import { bucketTags, retag } from './bucketTags.ts';
import { emptyBucket } from './emptyBucket.ts';

const rules = { optionalComputed: ['objectLockEnabled'] };
const missing = ['NoSuchBucket', 'NotFound'];

export const bucket: ResourceType = {
  token: 'aws:s3/bucket:Bucket',
  required: [],
  defaults: { forceDestroy: false },
  replaceOn: ['bucket', 'objectLockEnabled'],
  autoname: { property: 'bucket', maximumLength: 63 },
  // The other arguments are deprecated in the real provider; resources of their own take their place.
  served: ['bucket', 'forceDestroy', 'objectLockEnabled', 'tags'],
  ...rules,
  source: 'internal/service/s3/bucket.go, schema',
  computed: ['arn', 'bucketDomainName', 'bucketRegion', 'bucketRegionalDomainName', 'tagsAll'],
  check(inputs) {
    const name = inputs['bucket'];
    const valid = typeof name !== 'string' || /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name);
    return valid ? [] : [['bucket', `expected 3 to 63 small letters, digits, dots and hyphens, got "${name}"`]];
  },
  async create(inputs, session) {
    const id = requiredText(inputs, 'bucket');
    // There CreateBucket succeeds on a bucket that one owns already.
    if (session.region === 'us-east-1' && (await exists(id, session))) {
      throw refusal('BucketAlreadyExists', `The requested bucket name is not available: ${id}`);
    }
    const request = new CreateBucketCommand({
      Bucket: id,
      ObjectLockEnabledForBucket: flagOf(inputs, 'objectLockEnabled'),
      ...placeAndTags(inputs, session),
    });
    await session.client(S3Client).send(request);
    return existing(id, read(id, inputs, session));
  },
  read,
  async update(id, news, _olds, session) {
    await retag(id, news, session);
    return existing(id, read(id, news, session));
  },
  async delete(id, outputs, session) {
    await orNull(missing, () => remove(id, flagOf(outputs, 'forceDestroy') === true, session));
    await untilGone(async () => (await exists(id, session)) || null, id, {
      timeoutSeconds: 15,
      signal: session.signal,
    });
  },
};

function placeAndTags(inputs: Inputs, session: Session) {
  const Tags = tagPairs(wantedTags(inputs, session));
  const place =
    session.region === 'us-east-1' ? {} : { LocationConstraint: session.region as BucketLocationConstraint };
  const CreateBucketConfiguration = { ...place, ...(Tags.length > 0 ? { Tags } : {}) };
  return Object.keys(CreateBucketConfiguration).length > 0 ? { CreateBucketConfiguration } : {};
}

async function remove(Bucket: string, force: boolean, session: Session): Promise<void> {
  const client = session.client(S3Client);
  try {
    await client.send(new DeleteBucketCommand({ Bucket }));
  } catch (error) {
    if (!force || errorCode(error) !== 'BucketNotEmpty') throw error;
    await emptyBucket(Bucket, session);
    await client.send(new DeleteBucketCommand({ Bucket }));
  }
}

async function exists(Bucket: string, session: Session): Promise<boolean> {
  return (await orNull(missing, () => session.client(S3Client).send(new HeadBucketCommand({ Bucket })))) !== null;
}

async function read(id: string, known: Inputs, session: Session): Promise<ReadResult | null> {
  if (!(await exists(id, session))) return null;
  const { objectLockEnabled, ...outputs } = await configurationOf(id, session);
  const { tags, tagsAll } = readTags(await bucketTags(id, session), known, session);
  const computed = {
    ...outputs,
    arn: `arn:aws:s3:::${id}`,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegion: session.region,
    bucketRegionalDomainName: `${id}.s3.${session.region}.amazonaws.com`,
    tagsAll,
  };
  // Only the provider itself looks at this property; nothing of it is in the account.
  const forceDestroy = known['forceDestroy'] ?? false;
  return readBack(rules, known, { id, inputs: { bucket: id, forceDestroy, objectLockEnabled, tags }, computed });
}
