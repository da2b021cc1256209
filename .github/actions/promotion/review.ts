import type { Plan } from '../../../pipeline/engine/plan.ts';
import type { ReviewedPlan } from '../../../pipeline/publish/reviewedPlan.ts';
import { planIn } from '../../../pipeline/release/reviewedPlan.ts';
import type { Bench } from './bench.ts';

/** What `preview` kept for the pull request behind a commit; null when there is nothing. */
export type AskReview = (sha: string, environment: string) => Promise<ReviewedPlan | null>;

/** Advice: without it the plan is looked at for the first time, and the card says so. */
export async function reviewOf(
  { tell }: Bench,
  ask: AskReview,
  commit: string,
  environment: string,
): Promise<{ readonly plan: Plan; readonly at: string } | undefined> {
  try {
    const found = await ask(commit, environment);
    const planned = found && planIn(found.text, environment);
    return planned ? { plan: planned, at: found.at } : undefined;
  } catch (error) {
    tell.info(`what was reviewed is not known: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
