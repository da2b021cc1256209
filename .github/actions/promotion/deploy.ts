import { EngineError } from '../../../pipeline/errors.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import { describeActor } from '../../../pipeline/release/actor.ts';
import { deployRelease } from '../../../pipeline/release/deploy.ts';
import { describeLease, readLease } from '../../../pipeline/release/lease.ts';
import { summarise } from '../../../pipeline/release/planText.ts';
import { changePromotion, readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { redeploy } from '../../../pipeline/release/redeploy.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { Bench } from './bench.ts';
import { missingFacts } from './gate.ts';
import type { PlanRequest } from './plan.ts';

export interface DeployStep extends PlanRequest {
  readonly approvedPlan: string;
  readonly reason: string;
}

/** Applies the approved plan and sends a payment through it. What went wrong leaves a card with the way on. */
export async function deploy(bench: Bench, request: DeployStep): Promise<void> {
  const { environment, release } = request;
  try {
    const changes = request.redeploy ? await backTo(bench, request) : await forwardTo(bench, request);
    if (request.override) await recordOverride(bench, request);
    await bench.tell.summary(`### ${environment} runs \`${shortId(release)}\`\n\n${changes}; a payment went through.`);
  } catch (error) {
    await bench.tell.summary(await resumeCard(bench, request, error));
    throw error;
  }
}

async function forwardTo(bench: Bench, request: DeployStep): Promise<string> {
  const { environment, release } = request;
  const store = await bench.store(`deploy-${environment}`);
  const missing = await missingFacts(bench, store, request);
  if (missing.length > 0) {
    throw new EngineError(`the gate of ${environment} is closed: ${missing.join('; ')}`, {
      advice: 'Nothing was changed. When this is no longer so, re-run the failed jobs of this run.',
    });
  }
  const record = await readRelease(store, release);
  const source = await loadRelease(store, release, bench.root);
  const target = { id: release, commit: record?.commit ?? '' };
  const { update } = await deployRelease({ ...bench, ...request, source, release: target, refresh: false });
  return summarise(update.changes);
}

async function backTo(bench: Bench, request: DeployStep): Promise<string> {
  const { changes } = await redeploy({ ...bench, ...request, dryRun: false });
  return summarise(changes);
}

/** Shown in every later report until a normal promotion heals it. */
async function recordOverride(bench: Bench, { environment, release, reason }: DeployStep): Promise<void> {
  const emergency = { since: bench.now().toISOString(), by: describeActor(bench.actor), reason, release };
  await changePromotion(await bench.store(`deploy-${environment}`), environment, (record) => ({
    ...record,
    emergency,
  }));
}

async function resumeCard(bench: Bench, request: DeployStep, error: unknown): Promise<string> {
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
