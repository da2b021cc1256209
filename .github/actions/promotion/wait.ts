import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../../pipeline/errors.ts';
import { isVerified } from '../../../pipeline/release/deploymentRecord.ts';
import type { GateStanding } from '../../../pipeline/release/readGate.ts';
import type { Bench } from './bench.ts';
import { standingOf, type PlanRequest } from './plan.ts';

/** A gate that opens later than this is not waited for: the job has a time limit of its own (promote-environment.yml). */
export const longestWaitMinutes = 120;

type Waiting = Pick<Bench, 'tell' | 'interrupt' | 'now'>;

/** Before anybody is asked: waits for a gate that only time keeps shut, so that what is approved can be deployed at once. */
export async function wait(bench: Bench, request: PlanRequest): Promise<void> {
  const standing = await standingOf(bench, await bench.store('observe'), request);
  await untilOpen(bench, request, standing);
}

/** Tells the job whether time has passed: its session may have ended meanwhile. What runs there already waits for nothing. */
export async function untilOpen(
  { tell, interrupt, now }: Waiting,
  { environment, release }: Pick<PlanRequest, 'environment' | 'release'>,
  { own, decision: { missing, opensAt } }: Pick<GateStanding, 'own' | 'decision'>,
): Promise<void> {
  const milliseconds = opensAt === null ? 0 : Math.max(0, opensAt.getTime() - now().getTime());
  const waits = !isVerified(own, release) && milliseconds > 0 && milliseconds <= longestWaitMinutes * 60_000;
  tell.output('waited', String(waits));
  if (!waits || opensAt === null) return;
  tell.info(`${environment}: waiting until ${opensAt.toISOString()}: ${missing.join('; ')}`);
  try {
    await sleep(milliseconds, undefined, interrupt === undefined ? {} : { signal: interrupt });
  } catch (cause) {
    throw new EngineError(`${environment} was cancelled while it waited for its gate`, {
      ...{ cause, advice: 'Nothing was changed. Re-run all jobs of this run.' },
    });
  }
}
