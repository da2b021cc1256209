import { codeBlock } from '../../../pipeline/publish/text.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { deployOrGoBack } from '../../../pipeline/release/rollback.ts';
import { describeLease, readLease } from '../../../pipeline/release/lease.ts';
import { summarise } from '../../../pipeline/release/planText.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { redeploy } from '../../../pipeline/release/redeploy.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { Bench } from './bench.ts';
import type { PlanRequest } from './plan.ts';

export interface DeployStep extends PlanRequest {
  readonly approvedPlan: string;
  readonly reason: string;
}

/** Applies the approved plan and verifies it. What went wrong leaves a card with the way on. */
export async function deploy(bench: Bench, request: DeployStep): Promise<void> {
  const { environment, release } = request;
  try {
    const changes = request.redeploy ? await backTo(bench, request) : await forwardTo(bench, request);
    await bench.tell.summary(
      `### ${environment} runs \`${shortId(release)}\`\n\n${changes}; a payment went through, and the account holds what was released.`,
    );
  } catch (error) {
    await bench.tell.summary(await failureCard(bench, request, error));
    throw error;
  }
}

async function forwardTo(
  bench: Bench,
  { environment, release, reason, override, approvedPlan }: DeployStep,
): Promise<string> {
  const store = await bench.store(`deploy-${environment}`);
  const record = await readRelease(store, release);
  if (record === null) throw new EngineError(`there is no release ${shortId(release)}`);
  const source = await loadRelease(store, release, bench.root);
  const { changes } = await deployOrGoBack(bench, {
    ...{ source, release: record, environment, reason, refresh: false, emergency: override, kind: 'promotion' },
    approvedPlan: { fingerprint: approvedPlan },
    approvers: [],
    tests: [],
  });
  return summarise(changes);
}

async function backTo(
  bench: Bench,
  { environment, release, reason, override, approvedPlan }: DeployStep,
): Promise<string> {
  const { changes } = await redeploy(bench, {
    ...{ environment, release, reason, emergency: override, dryRun: false },
    approvedPlan: { fingerprint: approvedPlan },
  });
  return summarise(changes);
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
    `Nothing above ${environment} was started. When the cause is gone: \`npm run recover -- ${environment}\`, then re-run the failed jobs of this run.`,
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
