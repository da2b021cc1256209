import { readFile, stat } from 'node:fs/promises';
import type { Plan } from '../pipeline/engine/plan.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import { planIn } from '../pipeline/release/reviewedPlan.ts';

type Reviewed = (environment: string) => { readonly plan: Plan; readonly at: string } | undefined;

/**
 * The plans of a file that `npm run preview -- --json FILE` wrote; the time of the review is the file's.
 *
 * @param environments of which at least one must be in it
 * @throws ConfigurationError when it cannot be read or is something else
 */
export async function reviewedPlans(path: string | undefined, environments: readonly string[]): Promise<Reviewed> {
  if (path === undefined) return () => undefined;
  const advice = 'Make it with: npm run preview -- --json FILE';
  const [text, { mtime }] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch((cause: unknown) => {
    throw new ConfigurationError(`${path} cannot be read`, { cause, advice });
  });
  const plans = new Map(environments.map((environment) => [environment, planIn(text, environment)]));
  if ([...plans.values()].every((plan) => plan === null)) {
    throw new ConfigurationError(`${path} holds no plan of ${environments.join(', ')}`, { advice });
  }
  return (environment) => {
    const plan = plans.get(environment) ?? null;
    return plan === null ? undefined : { plan, at: mtime.toISOString() };
  };
}
