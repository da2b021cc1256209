import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvedPlan, keepPlan } from '../../../.github/actions/promotion/approvedPlan.ts';
import type { Plan } from '../../../pipeline/engine/plan.ts';
import { fingerprint } from '../../../pipeline/release/fingerprint.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'payments-approved-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const plan = (delaySeconds: number): Plan => ({
  ...{ environment: 'prod', release: 'a'.repeat(64), notes: [] },
  changes: [
    {
      urn: 'urn:pulumi:prod::payments::aws:sqs/queue:Queue::ingest',
      ...{ type: 'aws:sqs/queue:Queue', name: 'ingest', operation: 'update', properties: { delaySeconds: 'update' } },
      ...{ oldInputs: { delaySeconds: 0 }, newInputs: { delaySeconds, redrivePolicy: undefined } },
    },
  ],
});

test('R34: the plan that was approved reaches the deployment, which can then say what differs', async () => {
  const approved = fingerprint(plan(5));
  await keepPlan(root, plan(5), ['ingest was changed']);
  const found = await approvedPlan(root, { environment: 'prod', approved });
  expect(found).toMatchObject({ fingerprint: approved, plan: { changes: [{ newInputs: { delaySeconds: 5 } }] } });
  expect(found.overwritten).toEqual(['ingest was changed']);
});

test('R34: a kept plan that is not the approved one is none: the fingerprint is what was approved', async () => {
  await keepPlan(root, plan(5), ['ingest was changed']);
  const approved = fingerprint(plan(6));
  expect(await approvedPlan(root, { environment: 'prod', approved })).toEqual({ fingerprint: approved });
});

test('R34: without a kept plan, or with one that cannot be read, the fingerprint alone decides', async () => {
  const asked = { environment: 'prod', approved: 'f'.repeat(64) };
  expect(await approvedPlan(root, asked)).toEqual({ fingerprint: asked.approved });
  await keepPlan(root, plan(5), ['ingest was changed']);
  await writeFile(join(root, 'approved-plan', 'plan.json'), '{"cut');
  expect(await approvedPlan(root, asked)).toEqual({ fingerprint: asked.approved });
});
