/**
 * Tags of a bucket. The real provider asks S3 Control first and falls back to these calls when it may not; the emulator has
 * only these for buckets.
 */
import {
  DeleteBucketTaggingCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isDeepStrictEqual } from 'node:util';
import { orNull } from '../absence.ts';
import type { Inputs, Session } from '../resourceType.ts';
import { fromTagPairs, tagPairs, wantedTags, type Tags } from '../tagSets.ts';

export async function bucketTags(Bucket: string, session: Session): Promise<Tags> {
  const answer = await orNull(['NoSuchTagSet'], () =>
    session.client(S3Client).send(new GetBucketTaggingCommand({ Bucket })),
  );
  return fromTagPairs(answer?.TagSet);
}

export async function retag(Bucket: string, news: Inputs, session: Session): Promise<void> {
  const wanted = wantedTags(news, session);
  if (isDeepStrictEqual({ ...(await bucketTags(Bucket, session)) }, { ...wanted })) return;
  const client = session.client(S3Client);
  const TagSet = tagPairs(wanted);
  if (TagSet.length === 0) await client.send(new DeleteBucketTaggingCommand({ Bucket }));
  else await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}
