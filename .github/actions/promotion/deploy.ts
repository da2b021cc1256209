import { codeBlock } from '../../../pipeline/publish/text.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { OtherPlanError } from '../../../pipeline/release/approval.ts';
import { deployOrGoBack } from '../../../pipeline/release/rollback.ts';
import { describeLease, readLease } from '../../../pipeline/release/lease.ts';
import { summarise } from '../../../pipeline/release/planText.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { redeploy } from '../../../pipeline/release/redeploy.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { ChangeFacts, CheckResult } from '../../../pipeline/publish/changeFacts.ts';
import type { RecoverRequest } from '../../../pipeline/release/recover.ts';
import { recoverDead } from '../../../pipeline/release/recoverDead.ts';
import type { Release } from '../../../pipeline/release/release.ts';
import type { Bench } from './bench.ts';
import { inSections } from './card.ts';
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
    const works = `${changes}; a payment went through, and the account holds what was released.`;
    await bench.tell.summary([`### ${environment} runs \`${shortId(release)}\``, works, ...card].join('\n\n'));
  } catch (error) {
    const isOtherPlan = error instanceof OtherPlanError;
    bench.tell.output('anew', String(isOtherPlan));
    await bench.tell.summary(isOtherPlan ? otherPlanCard(request, error) : await failureCard(bench, request, error));
    throw error;
  }
}

/** What was changed, in a few words, then the card that it was done by. */
type Done = readonly [string, ...string[]];

async function forwardTo(bench: Bench, request: DeployStep): Promise<Done> {
  const { environment, release, reason, override, approvedPlan, github } = request;
  const store = await bench.store(`deploy-${environment}`);
  const record = await readRelease(store, release);
  if (record === null) throw new EngineError(`there is no release ${shortId(release)}`);
  const source = await loadRelease(store, release, bench.root);
  const known = await whoAndHow(bench, request, record);
  const reviewed = await reviewOf(bench, github.review, record.commit, environment);
  const { changes, card } = await deployOrGoBack(bench, {
    ...{ source, environment, reason, refresh: false, emergency: override, kind: 'promotion' },
    release: { ...record, ...ordered(request), authors: known.authors },
    approvedPlan: { fingerprint: approvedPlan },
    reviewed,
    approvers: known.approvers,
    tests: known.tests,
  });
  return [summarise(changes), ...inSections(card)];
}

interface Known {
  readonly authors: readonly string[];
  readonly approvers: readonly string[];
  readonly tests: readonly CheckResult[];
}

/** Where the settings ask for separate duties, not being told who wrote or approved it ends the deployment. */
async function whoAndHow(
  { settings, tell }: Bench,
  { environment, github: { facts, run } }: DeployStep,
  { commit, authors }: Release,
): Promise<Known> {
  const { requireApproval, separationOfDuties } = settings(environment).gate;
  const told = async <T>(asked: Promise<readonly T[]>, needed: boolean): Promise<readonly T[]> => {
    try {
      return await asked;
    } catch (error) {
      if (needed) throw error;
      tell.info(`not in the evidence: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const [logins, approvers, tests] = await Promise.all([
    told(facts.authorsOf(commit), separationOfDuties),
    told(facts.approversOf(run, environment), requireApproval || separationOfDuties),
    told(facts.checksOf(commit), false),
  ]);
  return { authors: [...new Set([...authors, ...logins])].sort(), approvers, tests };
}

async function backTo(
  bench: Bench,
  { environment, release, reason, override, approvedPlan, github: { facts, run } }: DeployStep,
): Promise<Done> {
  const { changes } = await redeploy(bench, {
    ...{ environment, release, reason, emergency: override, dryRun: false },
    approvedPlan: { fingerprint: approvedPlan },
    approvers: await facts.approversOf(run, environment),
  });
  return [summarise(changes)];
}

function otherPlanCard({ environment, release }: DeployStep, { message }: OtherPlanError): string {
  return [
    `### ${environment} did not get \`${shortId(release)}\`: the plan is another one`,
    codeBlock(message),
    'Nothing was applied. Where the settings ask for approval, the next job starts a run that plans and asks anew; elsewhere, re-run all jobs.',
  ].join('\n\n');
}

async function failureCard(bench: Bench, request: DeployStep, error: unknown): Promise<string> {
  const { environment, release } = request;
  const known = await standing(bench, environment).catch(
    (cause: unknown) => `What stands there could not be read: ${String(cause)}`,
  );
  return [
    `### ${environment} did not get \`${shortId(release)}\``,
    codeBlock(error instanceof Error ? error.message : String(error)),
    codeBlock(known),
    `Nothing above ${environment} was started. When the cause is gone: \`npm run recover -- ${environment}\`, then re-run all jobs of this run.`,
    'All of them, because the plan has to be made and approved anew; environments that already run the release are passed by.',
  ].join('\n\n');
}

async function standing(bench: Bench, environment: string): Promise<string> {
  const store = await bench.store(`deploy-${environment}`);
  const [{ current }, held] = await Promise.all([readPromotion(store, environment), readLease(store, environment)]);
  const runs =
    current === null
      ? 'nothing was deployed before'
      : `last deployment: ${shortId(current.release)}, started ${current.startedAt}, deployed ${current.deployedAt ?? 'not'}, verified ${current.verifiedAt ?? 'not'}`;
  return held === null ? runs : `${runs}\nheld by ${describeLease(held.lease)}`;
}
