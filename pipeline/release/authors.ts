import { settingsOf } from '../engine/run.ts';
import type { ReleaseContext } from './context.ts';
import type { DeployRequest } from './deployment.ts';
import type { PromotionRecord } from './promotionRecord.ts';

/**
 * The request with everybody who wrote what it brings: all that came since what was verified here last, also what waited here and
 * was superseded, and since what runs here, where that is something else: a way back that nobody verified. Asked under the lease, so
 * that nobody changes what runs here meanwhile. Until the first release is verified here,
 * it is what came since the one that was approved and deployed last; of the very first, the authors of its commit.
 *
 * @throws when nobody can tell, where an approver must not be an author; elsewhere the evidence is without them
 */
export async function withAuthors(
  { writersSince, progress }: Pick<ReleaseContext, 'writersSince' | 'progress'>,
  request: DeployRequest,
  { verified, current }: PromotionRecord,
): Promise<DeployRequest> {
  const { release, environment, source, approvers } = request;
  const deployed = verified.length === 0 && current !== null ? [current] : verified;
  const bases = deployed.map(({ commit }) => commit);
  const runs = current !== null && current.release !== verified[0]?.release ? [current.commit] : [];
  try {
    const since = await writersSince(release.commit, bases);
    const beyond = runs.length === 0 ? [] : await writersSince(release.commit, [...runs, ...bases]);
    const authors = [...new Set([...release.authors, ...since, ...beyond])].sort();
    return { ...request, release: { ...release, authors } };
  } catch (error) {
    if (settingsOf(source, environment).gate.separationOfDuties && approvers.length > 0) throw error;
    progress(environment, `not in the evidence: ${error instanceof Error ? error.message : String(error)}`);
    return request;
  }
}
