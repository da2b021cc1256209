import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { Plan } from '../pipeline/engine/plan.ts';
import { ConfigurationError } from '../pipeline/errors.ts';

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

type Reviewed = (environment: string) => { readonly plan: Plan; readonly at: string } | undefined;

/**
 * The plans of a file that `npm run preview -- --json FILE` wrote; the time of the review is the file's.
 *
 * @throws ConfigurationError when it cannot be read or is something else
 */
export async function reviewedPlans(path: string | undefined): Promise<Reviewed> {
  if (path === undefined) return () => undefined;
  const advice = 'Make it with: npm run preview -- --json FILE';
  const [text, { mtime }] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch((cause: unknown) => {
    throw new ConfigurationError(`${path} cannot be read`, { cause, advice });
  });
  const parsed = file.safeParse(jsonOf(text));
  if (!parsed.success) throw new ConfigurationError(`${path} holds no plans`, { cause: parsed.error, advice });
  return (environment) => {
    const found = parsed.data.find((each) => each.environment === environment)?.plan;
    return found === undefined ? undefined : { plan: found, at: mtime.toISOString() };
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
