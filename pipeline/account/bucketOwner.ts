import { bootstrapNames } from '../../infra/names.ts';

/** Account that a bucket of bootstrap belongs to, because its name says so; of any other bucket nobody knows. */
export function bucketOwner(bucket: string): string | undefined {
  const account = /\d{12}/.exec(bucket)?.[0] ?? '';
  return bootstrapNames.stateBucket(account) === bucket ? account : undefined;
}
