import { z } from 'zod';
import type { Plan } from '../engine/plan.ts';

const inputs = z.record(z.string(), z.unknown()).nullable();

const plan = z.looseObject({
  environment: z.string(),
  release: z.string(),
  notes: z.array(z.string()),
  changes: z.array(
    z.looseObject({
      urn: z.string(),
      type: z.string(),
      name: z.string(),
      operation: z.enum(['create', 'update', 'replace', 'delete', 'same']),
      properties: z.record(z.string(), z.string()),
      oldInputs: inputs,
      newInputs: inputs,
    }),
  ),
});

const results = z.array(z.looseObject({ environment: z.string(), plan: plan.optional() }));
/** `preview --json` writes the list of results, alone or beside what the change does to parity. */
const file = z.union([results, z.looseObject({ environments: results }).transform(({ environments }) => environments)]);

/**
 * The plan of one environment in what `preview --json` wrote. It may come from anybody who can open a pull request.
 *
 * @returns null when the text is something else, or holds no plan of this environment
 */
export function planIn(text: string, environment: string): Plan | null {
  const parsed = file.safeParse(jsonOf(text));
  return (parsed.success && parsed.data.find((each) => each.environment === environment)?.plan) || null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
