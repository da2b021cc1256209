import type { Check, Outcome } from '../../../pipeline/doctor/check.ts';
import { examine } from '../../../pipeline/doctor/check.ts';

/** What each check found, by its id. */
export async function outcomesOf(checks: readonly Check[]): Promise<Readonly<Record<string, Outcome>>> {
  const results = await examine(checks, { limitMilliseconds: 10_000 });
  return Object.fromEntries(
    results.map(({ id, state, reason, fix }) => [id, { state, reason, ...(fix === undefined ? {} : { fix }) }]),
  );
}
