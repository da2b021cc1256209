/** Becomes every role there is a purpose for, and says which ones let us in. */
import type { Purpose, Surroundings } from '../../pipeline/engine/surroundings.ts';

const purposes: readonly Purpose[] = [
  'preview',
  'observe',
  'release',
  'deploy-dev',
  'deploy-staging',
  'deploy-prod',
  'person',
  'break-glass',
  'smoke-dev',
  'smoke-staging',
  'smoke-prod',
];

export async function tryIdentities(surroundings: Surroundings): Promise<string[]> {
  const opened: string[] = [];
  for (const purpose of purposes) {
    await surroundings.credentials(purpose);
    opened.push(purpose);
  }
  return opened;
}
