import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { denied } from './refusals.ts';
import { startEnvironments } from './world.ts';
import type { World, Worlds } from './world.ts';

jest.setTimeout(120_000);

const payment = (idempotencyKey: string) => ({ merchant: 'acme', idempotencyKey, amountMinor: 1999, currency: 'EUR' });

/** A message that nobody can take, until it is given up. */
async function giveUp(world: World) {
  await world.send('poison');
  const [letter] = await world.take(world.deadLettersUrl, 1);
  return { letter, told: await world.outcomes(1) };
}

/** A request that fails, until it is given up; then the same once more, when nothing is in its way. */
async function giveUpAsynchronously(world: World) {
  world.dynamodb.behaviour = denied;
  const request = { reprocess: [payment('async-0001')] };
  await world.invokeAsynchronously(request);
  const [letter] = await world.take(world.asyncDeadLettersUrl, 1);
  const tries = world.dynamodb.refused;
  world.dynamodb.behaviour = 'pass';
  await world.invokeAsynchronously(request);
  return { letter, tries, told: await world.outcomes(1) };
}

describe('retries as each environment has them deployed', () => {
  let worlds: Worlds | undefined;
  beforeAll(async () => {
    worlds = await startEnvironments(['dev', 'staging', 'prod']);
  });
  afterAll(() => worlds?.stop());

  // Side by side: most of the time is waiting for messages to come back.
  const seen = new Map<string, Promise<unknown>>();
  const runs = () => {
    for (const [name, world] of worlds?.of ?? []) {
      if (!seen.has(name)) seen.set(name, run(world));
    }
    return seen;
  };
  const run = async (world: World) => ({ queue: await giveUp(world), asynchronous: await giveUpAsynchronously(world) });

  test.each([
    ['dev', 5, 0],
    ['staging', 6, 1],
    ['prod', 8, 2],
  ])(
    'R9: %s gives a message %d receives and an asynchronous request %d retries, then keeps it',
    async (environment, receives, retries) => {
      expect(await runs().get(environment)).toEqual({
        queue: {
          // The receive that we see it with is one more.
          letter: { body: 'poison', receives: receives + 1 },
          told: [expect.objectContaining({ outcome: 'refused' })],
        },
        asynchronous: {
          letter: expect.objectContaining({ body: expect.stringContaining('async-0001') }),
          tries: 1 + retries,
          told: [expect.objectContaining({ idempotencyKey: 'async-0001' })],
        },
      });
    },
  );
});
