import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { configurationFileSchema } from '../../../infra/settings.ts';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { validRaw } from './validSettings.ts';

const text = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const committed = JSON.parse(text('config/settings.schema.json')) as object;
const accepts = new Ajv2020({ formats: { email: /@/ } }).compile(committed);

const file = (change: Readonly<Record<string, unknown>>) => ({
  config: Object.fromEntries(
    Object.entries({ ...validRaw, ...change }).map(([key, value]) => [`payments:${key}`, value]),
  ),
});

describe('R14: the JSON Schema for editors', () => {
  test('R14: is the one that follows from the code (npm run generate)', () => {
    expect(committed).toEqual(configurationFileSchema());
  });

  test('R14: accepts every committed environment, and each names it for editors', () => {
    const { environments } = loadConfiguration('config');
    for (const { environment } of environments) {
      const yaml = text(`config/${environment}.yaml`);
      expect(accepts(parse(yaml)) || accepts.errors).toBe(true);
      expect(yaml.split('\n')[0]).toBe('# yaml-language-server: $schema=./settings.schema.json');
    }
  });

  test('R14: refuses what an editor can see: wrong types, values out of range, unknown and missing keys', () => {
    expect(accepts(file({}))).toBe(true);
    for (const change of [
      { memory: 127 },
      { memory: '512' },
      { memroy: 512 },
      { account: 'x' },
      { logRetentionDays: 100 },
      { asyncRetries: 3 },
    ]) {
      expect(accepts(file(change))).toBe(false);
    }
    expect(accepts({ config: {} })).toBe(false);
    expect(accepts({ ...file({}), confg: {} })).toBe(false);
  });
});
