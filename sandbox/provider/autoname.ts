/** Names for resources whose program leaves the name out, as the real provider makes them: `NAME-` and seven hex digits. */
import { createHash } from 'node:crypto';

import type { Autoname, Inputs } from './resourceType.ts';

const randomDigits = 7;

interface Naming {
  readonly resourceName: string;
  /** From the engine: the same for a preview and the update that follows its plan. */
  readonly randomSeed: Uint8Array;
  readonly rule: Autoname;
  readonly inputs: Inputs;
}

export function automaticName({ resourceName, randomSeed, rule, inputs }: Naming): string {
  const suffix = rule.suffix?.(inputs) ?? '';
  const digits = createHash('sha256').update(randomSeed).digest('hex').slice(0, randomDigits);
  const room = rule.maximumLength - suffix.length - digits.length - 1;
  return `${resourceName.slice(0, room)}-${digits}${suffix}`;
}
