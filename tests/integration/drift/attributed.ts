/** Whether a drift check says who changed something, as CloudTrail recorded it. */
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { World } from './world.ts';

/** A queue, because the emulator records of Lambda which values were sent, and not for which function. */
const type = 'aws:sqs/queue:Queue';

/** Leaves the queue changed. Gives what the finding does not say. */
export async function changeAndAsk(world: World): Promise<readonly string[]> {
  const queue = (await world.recorded()).find((resource) => resource.type === type);
  if (queue === undefined) throw new Error('state has no queue');
  const since = new Date(Date.now() - 5_000).toISOString();
  const Attributes = { DelaySeconds: '7' };
  await world.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.id, Attributes }));
  const { findings } = await world.check();
  const { attribution } =
    findings.find(({ path, resource }) => resource.type === type && path === 'delaySeconds') ?? {};
  if (attribution === undefined) return ['the finding says nothing of who changed the queue'];
  const { actor, event, at } = attribution;
  const right = actor.includes(world.target.account) && event === 'SetQueueAttributes' && at >= since.slice(0, 19);
  return right ? [] : [`the queue was changed by root just now, and the finding says: ${actor}, ${event}, ${at}`];
}
