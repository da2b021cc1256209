import { expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SmokePaymentResult } from '../../../pipeline/account/smokePayment.ts';
import { expectNoneLost, flowLine, paymentStream } from '../../../scripts/rehearsal/payments.ts';

const result: SmokePaymentResult = {
  ...{ idempotencyKey: 'k', recordedMilliseconds: 1, publishedMilliseconds: 2 },
  ...{ notificationId: 'n', servedBy: '1' },
};
const through = (count: number) => ({ through: count, lost: [] });

test('R37: the payment under way when the stream ends is waited for and counted, and none follows it', async () => {
  let sent = 0;
  const told: string[] = [];
  const stream = paymentStream((flows) => told.push(flowLine(['dev', 'prod'], flows)));
  const pay = async () => {
    sent++;
    await sleep(20);
    return result;
  };
  stream.begin('dev', pay);
  stream.begin('dev', pay);
  expect(await stream.end()).toEqual(new Map([['dev', through(1)]]));
  expect([sent, told]).toEqual([1, ['dev 1 → prod ·']]);
});

test('R37: a payment that was lost is named, and the next one is sent all the same', async () => {
  let enough = () => undefined as unknown;
  const twice = new Promise((resolve) => (enough = () => resolve(undefined)));
  const stream = paymentStream((flows) => {
    if (flows.get('dev')?.through === 1) enough();
  });
  const answers = [Promise.reject(new Error('lost at the table')), Promise.resolve(result)];
  stream.begin('dev', () => answers.shift() ?? Promise.reject(new Error('asked too often')));
  await twice;
  const flows = await stream.end();
  expect(flows.get('dev')).toEqual({ through: 1, lost: ['lost at the table'] });
  expect(() => expectNoneLost(['dev'], flows)).toThrow('dev: lost at the table');
});

test('R37: an environment without a payment is no proof', () => {
  const flows = new Map([['dev', through(3)]]);
  expect(() => expectNoneLost(['dev'], flows)).not.toThrow();
  expect(() => expectNoneLost(['dev', 'prod'], flows)).toThrow('prod: no payment went through');
});
