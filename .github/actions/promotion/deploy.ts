import { EngineError } from '../../../pipeline/errors.ts';
import { OtherPlanError } from '../../../pipeline/release/approval.ts';
import { deployOrGoBack } from '../../../pipeline/release/rollback.ts';
import { summarise } from '../../../pipeline/release/planText.ts';
import { redeploy } from '../../../pipeline/release/redeploy.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { ChangeFacts } from '../../../pipeline/publish/changeFacts.ts';
import type { RecoverRequest } from '../../../pipeline/release/recover.ts';
import { recoverDead } from '../../../pipeline/release/recoverDead.ts';
import { approvedPlan } from './approvedPlan.ts';
import type { Bench } from './bench.ts';
import { inSections } from './card.ts';
import { failureCard } from './failureCard.ts';
import { knownOf } from './known.ts';
import { ordered, type PlanRequest } from './plan.ts';
import { reviewOf, type AskReview } from './review.ts';

export interface DeployStep extends PlanRequest {
  readonly approvedPlan: string;
  readonly reason: string;
  readonly github: GitHubFacts;
}

/** What the job's token may ask GitHub. */
export interface GitHubFacts {
  readonly facts: ChangeFacts;
  readonly review: AskReview;
  /** This run. */
  readonly run: number;
  readonly runState: RecoverRequest['runState'];
}

/** Applies the approved plan and verifies it. What went wrong leaves a card with the way on. */
export async function deploy(bench: Bench, request: DeployStep): Promise<void> {
  const { environment, release } = request;
  try {
    await recoverDead(bench, { settings: bench.settings(environment), runState: request.github.runState });
    const [changes, ...card] = request.redeploy ? await backTo(bench, request) : await forwardTo(bench, request);
    const works = `${changes}, and the account holds what was released.`;
    await bench.tell.summary([`### ${environment} runs \`${shortId(release)}\``, works, ...card].join('\n\n'));
  } catch (error) {
    bench.tell.output('anew', String(error instanceof OtherPlanError));
    await bench.tell.summary(await failureCard(bench, request, error));
    throw error;
  }
}

/** What was changed, in a few words, then the card that it was done by. */
type Done = readonly [string, ...string[]];

const aPayment = 'a payment went through';

async function forwardTo(bench: Bench, request: DeployStep): Promise<Done> {
  const { environment, release, commit, reason, override, approvedPlan: approved, github } = request;
  const store = await bench.store(`deploy-${environment}`);
  const record = await readRelease(store, release);
  if (record === null) throw new EngineError(`there is no release ${shortId(release)}`);
  const source = await loadRelease(store, release, bench.root);
  const { approvers, tests } = await knownOf(bench, request);
  const reviewed = await reviewOf(bench, github.review, commit, environment);
  const { changes, smoke, card } = await deployOrGoBack(knowing(bench, request), {
    ...{ source, environment, reason, refresh: false, emergency: override, kind: 'promotion' },
    // Whoever stored the release first built it from some commit; the run is about this one.
    release: { ...record, ...ordered(request), commit, authors: [] },
    approvedPlan: await approvedPlan(bench.root, { environment, approved }),
    reviewed,
    ...{ approvers, tests },
  });
  const paid = smoke === null ? 'it was verified here before, and is out of its emergency' : aPayment;
  return [`${summarise(changes)}; ${paid}`, ...inSections(card)];
}

/** GitHub knows the authors of commits that this checkout does not have, by the logins that approvers have too. */
const knowing = (bench: Bench, { github: { facts } }: DeployStep): Bench => ({
  ...bench,
  writersSince: facts.writersSince,
});

async function backTo(bench: Bench, request: DeployStep): Promise<Done> {
  const { environment, release, reason, override, approvedPlan: approved } = request;
  const { approvers } = await knownOf(bench, request);
  const { changes } = await redeploy(knowing(bench, request), {
    ...{ environment, release, reason, emergency: override, dryRun: false, approvers },
    approvedPlan: await approvedPlan(bench.root, { environment, approved }),
  });
  return [`${summarise(changes)}; ${aPayment}`];
}
