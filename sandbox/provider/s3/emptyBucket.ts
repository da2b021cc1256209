import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { refusal } from '../absence.ts';
import type { Session } from '../resourceType.ts';

/** Every version and delete marker, also those under governance retention (`forceDestroy` of the real provider). */
export async function emptyBucket(Bucket: string, session: Session): Promise<void> {
  const client = session.client(S3Client);
  for (;;) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length === 0) return;
    const Delete = { Objects: all.map(({ Key, VersionId }) => ({ Key, VersionId })), Quiet: true };
    const request = new DeleteObjectsCommand({ Bucket, Delete, BypassGovernanceRetention: true });
    const first = (await client.send(request)).Errors?.[0];
    if (first !== undefined) throw refusal(first.Code ?? 'BucketNotEmpty', `${first.Key}: ${first.Message}`);
  }
}
