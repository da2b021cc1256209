import type { ResourceType } from '../resourceType.ts';
import { bucket } from './bucket.ts';
import { bucketEncryption } from './bucketEncryption.ts';
import { bucketLifecycle } from './bucketLifecycle.ts';
import { bucketObjectLock } from './bucketObjectLock.ts';
import { bucketOwnershipControls } from './bucketOwnershipControls.ts';
import { bucketPolicy } from './bucketPolicy.ts';
import { bucketPublicAccessBlock } from './bucketPublicAccessBlock.ts';
import { bucketReplication } from './bucketReplication.ts';
import { bucketVersioning } from './bucketVersioning.ts';

export const resourceTypes: readonly ResourceType[] = [
  bucket,
  bucketEncryption,
  bucketLifecycle,
  bucketObjectLock,
  bucketOwnershipControls,
  bucketPolicy,
  bucketPublicAccessBlock,
  bucketReplication,
  bucketVersioning,
];
