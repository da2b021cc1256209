import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ok, problem, unknown } from '../../../pipeline/doctor/check.ts';
import { stateChecks } from '../../../pipeline/doctor/state.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { configuration } from '../release/records.ts';
import { outcomesOf } from './outcomes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-doctor-'));
  write('.pulumi/meta.yaml', 'version: 1\n');
  for (const name of ['dev', 'staging', 'prod']) writeStack(name, {});
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(key: string, text: string): void {
  mkdirSync(dirname(join(folder, key)), { recursive: true });
  writeFileSync(join(folder, key), text);
}
const stackKey = (name: string) => `.pulumi/stacks/payments/${name}.json`;
const writeStack = (name: string, latest: object) =>
  write(stackKey(name), JSON.stringify({ version: 3, checkpoint: { latest } }));
const bucket = { urn: 'urn:pulumi:prod::payments::aws:s3/bucket:Bucket::x', type: 'aws:s3/bucket:Bucket' };

const world = (change: Partial<Surroundings> = {}): Surroundings => ({
  ...{ kind: 'aws', stateBackend: `file://${folder}?x=1`, blindSpots: [] },
  secretsProvider: () => 'passphrase',
  credentials: async () => ({}),
  attachProvider: () => Promise.reject(new Error('nothing is deployed here')),
  ...change,
});
const look = (change?: Partial<Surroundings>) => outcomesOf(stateChecks(configuration, world(change)));
const run = 'Run: npm run bootstrap';

test('R36: a backend with a stack for each environment and nothing half done is fine', async () => {
  writeStack('prod', { resources: [bucket] });
  const done = ok('no lock, no pending operation');
  expect(await look()).toEqual({
    'state.bucket': ok(`file://${folder}`),
    'state.dev.stack': ok('initialised, nothing deployed yet'),
    'state.dev.unfinished': done,
    'state.staging.stack': ok('initialised, nothing deployed yet'),
    'state.staging.unfinished': done,
    'state.prod.stack': ok('1 resources'),
    'state.prod.unfinished': done,
  });
});

test('R36: what a dead run left is a problem, with whose lock it is and the command that recovers', async () => {
  writeStack('prod', { pending_operations: [{ resource: bucket, type: 'creating' }] });
  const lock = { pid: 7, username: 'ada', hostname: 'laptop', timestamp: '2026-11-24T10:00:00Z' };
  write('.pulumi/locks/organization/payments/prod/1.json', JSON.stringify(lock));
  expect(await look()).toMatchObject({
    'state.prod.unfinished': problem(
      '1 operations were under way when a run died; locked by ada@laptop (process 7) since 2026-11-24T10:00:00Z',
      'If nobody deploys right now: npm run recover -- prod',
    ),
    'state.staging.unfinished': { state: 'ok' },
  });
});

test('R36: a folder that is no backend, and a stack that is missing, send to bootstrap', async () => {
  rmSync(join(folder, '.pulumi', 'meta.yaml'));
  rmSync(join(folder, stackKey('dev')));
  expect(await look()).toMatchObject({
    'state.bucket': problem(`file://${folder} answers and is no Pulumi backend yet`, run),
    'state.dev.stack': problem('there is no such stack', run),
    'state.dev.unfinished': unknown('there is no such stack', run),
    'state.prod.stack': { state: 'ok' },
  });
});

test('R33: a truncated checkpoint is unknown for its environment alone', async () => {
  write(stackKey('prod'), '{"version":3,"checkp');
  const found = await look();
  expect(found['state.prod.stack']).toMatchObject({ state: 'unknown', reason: expect.stringContaining('prod') });
  expect(found['state.prod.unfinished']?.state).toBe('unknown');
  expect(found['state.staging.stack']?.state).toBe('ok');
});

test('R33: without an identity nothing of the state is known, and nothing of it is called fine', async () => {
  const error = new ConfigurationError('no profile', { advice: 'log in' });
  const found = await look({ credentials: () => Promise.reject(error) });
  expect(Object.keys(found)).toHaveLength(7);
  expect(Object.values(found).map(({ state }) => state)).not.toContain('ok');
});
