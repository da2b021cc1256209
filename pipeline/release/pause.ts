import type { Surroundings } from '../engine/surroundings.ts';
import { openStore } from '../store/open.ts';
import { describeActor, type Actor } from './actor.ts';
import { changePromotion } from './promotionRecord.ts';

/**
 * Stops promotion into an environment, or lets it go on. A redeployment is not stopped: it is the way out.
 *
 * @param reason null to resume
 */
export async function pausePromotion(request: {
  readonly environment: string;
  readonly surroundings: Surroundings;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly now: () => Date;
}): Promise<void> {
  const { environment, surroundings, actor, reason, now } = request;
  const store = openStore(surroundings.stateBackend, await surroundings.credentials(`deploy-${environment}`));
  const paused = reason === null ? null : { since: now().toISOString(), by: describeActor(actor), reason };
  await changePromotion(store, environment, (record) => ({ ...record, paused }));
}
