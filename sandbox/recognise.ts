/** Whether what answers on a port is the sandbox of this record, with IAM enforcement, and not a stranger that took the port. */
import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';

import { hubOf } from '../infra/bootstrap/landscape.ts';
import { isReady } from './emulator.ts';
import type { SandboxRecord } from './record.ts';
import { rootClient } from './rootClient.ts';
import { identityMark } from './seed.ts';

/** Its process lives, so it is worth waiting for. */
const patienceMilliseconds = 30_000;

export async function recognises(endpoint: string, record: SandboxRecord): Promise<boolean> {
  if (!(await isReady(endpoint, patienceMilliseconds))) return false;
  const hub = hubOf(record.landscape);
  const s3 = rootClient(S3Client, endpoint, hub, { forcePathStyle: true });
  try {
    const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: identityMark.bucket }));
    return TagSet.some(({ Key, Value }) => Key === identityMark.tag && Value === record.identity);
  } catch {
    return false;
  } finally {
    s3.destroy();
  }
}
