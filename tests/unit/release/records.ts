import { join } from 'node:path';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import type { Settings } from '../../../infra/settings.ts';
import type { Actor } from '../../../pipeline/release/actor.ts';
import type { Deployment, PromotionRecord } from '../../../pipeline/release/promotionRecord.ts';

export const root = join(import.meta.dirname, '..', '..', '..');
export const configuration = loadConfiguration(join(root, 'config'));

export const openGate: Settings['gate'] = {
  soakMinutes: 0,
  requireApproval: false,
  reviewersRequired: 0,
  freezeWindows: [],
  separationOfDuties: false,
  autoRollback: false,
  requireAlarmsOk: false,
};

export const person: Actor = { kind: 'person', name: 'ada', host: 'laptop', processId: 42 };
export const ciRun: Actor = {
  kind: 'github-actions',
  name: 'grace',
  repository: 'acme/payments',
  runId: '7001',
  attempt: 2,
  url: 'https://github.com/acme/payments/actions/runs/7001',
};

export const releaseId = (digit: string): string => digit.repeat(64);

export const deployment = (release: string, overrides: Partial<Deployment> = {}): Deployment => ({
  release,
  commit: 'c0ffee',
  by: 'ada@laptop',
  startedAt: '2026-03-02T09:00:00.000Z',
  deployedAt: '2026-03-02T09:05:00.000Z',
  verifiedAt: '2026-03-02T09:10:00.000Z',
  plan: 'f'.repeat(64),
  reason: 'merge',
  ...overrides,
});

export const record = (environment: string, overrides: Partial<PromotionRecord> = {}): PromotionRecord => ({
  schemaVersion: 1,
  environment,
  current: null,
  verified: [],
  paused: null,
  emergency: null,
  ...overrides,
});
