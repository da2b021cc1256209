import type { Gate } from '../../../infra/settings.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import type { Deployments } from '../../../pipeline/publish/deployments.ts';

/**
 * Fails unless GitHub asks the reviewers that the settings want. GitHub makes an unknown environment on the fly, without any
 * rule, so a gate that is not set up would open by itself.
 *
 * @param page settings page of the repository's environments
 */
export async function requireReviewers(
  github: Pick<Deployments, 'protection'>,
  { environment, gate, page }: { readonly environment: string; readonly gate: Gate; readonly page: string },
): Promise<string> {
  if (!gate.requireApproval) return `The settings of ${environment} ask for no approval.`;
  const protection = await github.protection(environment);
  const problem = problemWith(protection, gate);
  if (problem === null) return `${environment} is approved by one of ${protection?.reviewers ?? 0} reviewers.`;
  throw new ConfigurationError(`the gate of ${environment} is not guarded: ${problem}`, {
    advice:
      `Set required reviewers of the environment \`${environment}\` at ${page}` +
      `${gate.separationOfDuties ? ' and tick "Prevent self-review"' : ''} (\`npm run bootstrap\` does it with a token). ` +
      'GitHub has required reviewers in public repositories on every plan, in private ones on Enterprise only; ' +
      'without it, set requireApproval to false and use another control.',
  });
}

function problemWith(protection: Awaited<ReturnType<Deployments['protection']>>, gate: Gate): string | null {
  if (protection === null) return 'GitHub has no environment of this name';
  if (protection.reviewers < gate.reviewersRequired) {
    return `it names ${protection.reviewers} reviewers, the settings ask for ${gate.reviewersRequired}`;
  }
  if (gate.separationOfDuties && !protection.preventSelfReview) return 'who starts a deployment may approve it';
  return null;
}
