/** Whether the run that holds an environment still lives: nothing is taken from a living one. */
import { hostname } from 'node:os';
import { processAlive } from '../engine/processAlive.ts';
import { EngineError } from '../errors.ts';
import { describeLease, type Lease } from './lease.ts';
import type { RecoverRequest } from './recover.ts';

/** Whether the run that holds a lease still lives. */
export type HolderState = 'alive' | 'dead' | 'unknown';

type Question = Pick<RecoverRequest, 'holderIsDead' | 'runState' | 'settings'>;

/** @throws EngineError while the holder of a lease lives, or when nobody can tell */
export async function requireDead(request: Question, lease: Lease): Promise<void> {
  const state = request.holderIsDead ? 'dead' : await holderState(request, lease);
  const who = describeLease(lease);
  if (state === 'alive')
    throw new EngineError(`${lease.environment} is held by ${who}, and that run is alive`, {
      advice: 'Wait for it, or end it first.',
    });
  if (state === 'unknown') requireSaidDead(request, who);
}

/** Pulumi's lock names a process and no run: a person has to know. @throws EngineError when nobody says so */
export function requireSaidDead({ holderIsDead, settings }: Question, who: string): void {
  if (holderIsDead) return;
  throw new EngineError(`cannot tell whether ${who} is still at work on ${settings.environment}`, {
    advice: `When you know that it is not: npm run recover -- ${settings.environment} --holder-is-dead`,
  });
}

async function holderState({ runState }: Question, { holder }: Lease): Promise<HolderState> {
  if (holder.kind === 'github-actions') {
    return runState === undefined ? 'unknown' : runState(holder.repository, holder.runId, holder.attempt);
  }
  return holder.host === hostname() ? processState(holder.processId) : 'unknown';
}

const processState = (processId: number): HolderState => (processAlive(processId) ? 'alive' : 'dead');
