import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationChecks, readConfiguration } from '../../../pipeline/doctor/configuration.ts';
import { outcomesOf } from './outcomes.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'payments-doctor-'));
  cpSync(join(import.meta.dirname, '..', '..', '..', 'config'), join(root, 'config'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const look = () => outcomesOf(configurationChecks(root));
const spoil = (name: string, from: string | RegExp, to: string) => {
  const path = join(root, 'config', name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
};

test('R14: the committed configuration is fine, with its order and its hub', async () => {
  expect(await look()).toMatchObject({
    'configuration.environments': { state: 'ok', reason: 'dev -> staging -> prod; the hub is prod' },
    'configuration.parity': { state: 'ok', reason: expect.stringMatching(/^\d+ declared variations, 0 waivers$/) },
  });
});

test('R14 R33: a wrong setting is a problem with its place, and the rules that depend on it are unknown', async () => {
  spoil('prod.yaml', /payments:memory: .*/, 'payments:memory: 2GB');
  expect(readConfiguration(root)).toBeNull();
  expect(await look()).toEqual({
    'configuration.environments': {
      state: 'problem',
      reason: expect.stringMatching(/config\/prod\.yaml:\d+: payments:memory: .*2GB/),
      fix: expect.any(String),
    },
    'configuration.parity': { state: 'unknown', reason: 'the configuration it belongs to is not valid' },
  });
});

test('R18: a wrong parity rule is a problem of its own', async () => {
  spoil('parity.yaml', 'waivers: []', 'waivers: none');
  expect(await look()).toMatchObject({
    'configuration.environments': { state: 'ok' },
    'configuration.parity': { state: 'problem', reason: expect.stringContaining('parity.yaml') },
  });
});
