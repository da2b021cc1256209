import { beforeEach, describe, expect, test } from '@jest/globals';
import { insightsOf } from '../../../pipeline/insights/insights.ts';
import { noRules } from '../../../pipeline/comparison/rules.ts';
import { changePromotion } from '../../../pipeline/release/promotionRecord.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { MemoryStore } from '../release/memoryStore.ts';
import { deployment } from '../release/records.ts';
import { march, storeDeployment, storeRelease } from './history.ts';

const hour = 3600;
/** Four weeks. */
const span = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-29T00:00:00Z') };
let store: MemoryStore;
beforeEach(() => void (store = new MemoryStore()));

async function deliveryIn(environment: string) {
  const { delivery } = await insightsOf({
    ...{ store, environments: ['dev', 'prod'], rules: noRules, reports: null, span, now: span.to },
  });
  return delivery.find((each) => each.environment === environment);
}

describe('how one environment is delivered to', () => {
  test('R41: lead time, frequency, failures and restoring are those of a history counted by hand', async () => {
    const first = await storeRelease(store, 'first', march('02T09:00'));
    const second = await storeRelease(store, 'second', march('04T09:00'));
    const third = await storeRelease(store, 'third', march('06T09:00'));
    const history = [
      { release: first, startedAt: march('02T10:00'), end: [march('02T11:00'), 'verified'] }, // 2 h after its commit
      { release: second, startedAt: march('04T10:00'), end: [march('04T10:10'), 'failed'] }, // restored 3 h later
      { release: second, startedAt: march('04T12:00'), end: [march('04T13:00'), 'verified'] }, // 4 h after its commit
      { release: third, startedAt: march('06T10:00'), end: [march('06T15:00'), 'verified'] }, // 6 h, then taken back
      // Goes back: a repair of the third, 11 h after that began, and no delivery of the second.
      { release: second, kind: 'redeployment', startedAt: march('06T20:00'), end: [march('06T21:00'), 'verified'] },
      { release: third, startedAt: march('20T10:00') },
      // Outside of the span.
      { release: third, startedAt: march('29T00:00'), end: [march('29T01:00'), 'failed'] },
    ] as const;
    for (const deployed of history) await storeDeployment(store, deployed);
    expect(await deliveryIn('prod')).toEqual({
      environment: 'prod',
      deployments: 5,
      perWeek: 1,
      leadTime: { count: 3, medianSeconds: 4 * hour, percentile90Seconds: 6 * hour },
      failures: 2,
      changeFailureRate: 0.4,
      timeToRestore: { count: 2, medianSeconds: 3 * hour, percentile90Seconds: 11 * hour },
      notRestored: 0,
      open: 1,
    });
  });

  test('R41: a failure that nothing followed is not restored, and has no time to restore', async () => {
    const release = await storeRelease(store, 'only', march('02T09:00'));
    await storeDeployment(store, { release, startedAt: march('02T10:00'), end: [march('02T10:30'), 'recovered'] });
    expect(await deliveryIn('prod')).toMatchObject({
      ...{ deployments: 1, failures: 1, changeFailureRate: 1, notRestored: 1 },
      timeToRestore: { count: 0, medianSeconds: null },
    });
  });

  test('R41: a deployment without evidence is taken from the promotion record, once', async () => {
    const release = await storeRelease(store, 'only', march('02T09:00'));
    await changePromotion(store, 'dev', (record) => ({ ...record, verified: [deployment(release)] }));
    await changePromotion(store, 'prod', (record) => ({ ...record, verified: [deployment(release)] }));
    const startedAt = march('02T09:00');
    await storeDeployment(store, { release, startedAt, end: [march('02T09:10'), 'verified'] });
    const one = { deployments: 1, leadTime: { count: 1, medianSeconds: 600, percentile90Seconds: 600 } };
    expect(await deliveryIn('dev')).toMatchObject(one);
    expect(await deliveryIn('prod')).toMatchObject(one);
  });

  test('R41: a release that is no longer stored has no lead time, and still counts', async () => {
    await storeDeployment(store, {
      ...{ release: 'f'.repeat(64), startedAt: march('02T10:00'), end: [march('02T11:00'), 'verified'] },
    });
    expect(await deliveryIn('prod')).toMatchObject({ deployments: 1, perWeek: 0.25, leadTime: { count: 0 } });
  });
});

test('R33: an empty history is no data: nothing is called zero that was never measured', async () => {
  const nothing = { count: 0, medianSeconds: null, percentile90Seconds: null };
  expect(await deliveryIn('prod')).toEqual({
    ...{ environment: 'prod', deployments: 0, perWeek: 0, leadTime: nothing, failures: 0, changeFailureRate: null },
    ...{ timeToRestore: nothing, notRestored: 0, open: 0 },
  });
});

test.each([
  ['evidence/prod/1.start.json', /evidence\/prod\/1\.start\.json/],
  ['promotions/prod.json', /promotions\/prod\.json/],
  ['releases/aaaa/release.json', /releases\/aaaa\/release\.json/],
])('R33: a record that cannot be read ends it with its name, and no figure leaves it out: %s', async (key, name) => {
  await store.create(key, encode({ schemaVersion: 9 }));
  await expect(deliveryIn('prod')).rejects.toThrow(name);
});
