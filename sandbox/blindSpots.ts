/** What the emulator cannot read back, as a committed list: counted and shown beside every verdict. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { ConfigurationError } from '../pipeline/errors.ts';
import type { BlindSpot } from '../pipeline/engine/surroundings.ts';

const listed = new URL('blindSpots.json', import.meta.url);

const schema = z.array(
  z.strictObject({ type: z.string().regex(/^aws:[^:]+:\w+$/), path: z.string().min(1), reason: z.string().min(10) }),
);

/** Fails when the list is not what it should be: an unreadable list must not read as "nothing is hidden". */
export function blindSpots(text = readFileSync(listed, 'utf8')): readonly BlindSpot[] {
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`sandbox/blindSpots.json: ${z.prettifyError(parsed.error)}`);
}
