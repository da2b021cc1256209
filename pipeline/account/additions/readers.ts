/** Every kind of child that is looked for. */
import { bucketReaders } from './bucketReaders.ts';
import { eventReaders } from './eventReaders.ts';
import { filteringReaders } from './filteringReaders.ts';
import { iamReaders } from './iamReaders.ts';
import { identityReaders } from './identityReaders.ts';
import { keyReaders } from './keyReaders.ts';
import { lambdaReaders } from './lambdaReaders.ts';
import { logReaders } from './logReaders.ts';
import { messagingReaders } from './messagingReaders.ts';
import { networkReaders } from './networkReaders.ts';
import type { Reader } from './reader.ts';
import { routingReaders } from './routingReaders.ts';
import { tableReaders } from './tableReaders.ts';

export const readers: readonly Reader[] = [
  ...iamReaders,
  ...lambdaReaders,
  ...messagingReaders,
  ...tableReaders,
  ...keyReaders,
  ...logReaders,
  ...networkReaders,
  ...routingReaders,
  ...filteringReaders,
  ...identityReaders,
  ...bucketReaders,
  ...eventReaders,
];

/** IAM actions that the read-only role needs for them, sorted. */
export const readActions: readonly string[] = [...new Set(readers.flatMap(({ actions }) => actions))].sort();
