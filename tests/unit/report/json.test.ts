import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderJson } from '../../../pipeline/report/json.ts';
import { drifted, hostile, inSync, many } from './reports.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../pipeline/report/report.schema.json'), 'utf8'),
) as Record<string, unknown>;
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const accepted = (report: unknown): boolean => validate(report);

test.each([
  ['in sync', inSync],
  ['drifted', drifted],
  ['hostile', hostile],
  ['large', many(100)],
])('R10: report.json matches the schema that is in the repository: %s', (_, report) => {
  const parsed = JSON.parse(renderJson(report)) as unknown;
  expect([accepted(parsed), validate.errors]).toEqual([true, null]);
  expect(parsed).toEqual(JSON.parse(JSON.stringify(report)));
});

test('R10: the schema refuses what is no report', () => {
  const [finding] = drifted.findings;
  for (const wrong of [
    { ...drifted, schemaVersion: 2 },
    { ...drifted, verdict: 'fine' },
    { ...drifted, more: 1 },
    { ...drifted, summary: {} },
    { ...drifted, findings: [{ ...finding, severity: 'bad' }] },
    { ...drifted, findings: [{ ...finding, id: '' }] },
    { ...drifted, findings: [{ ...finding, expected: undefined, actual: undefined }] },
  ])
    expect(accepted(JSON.parse(JSON.stringify(wrong)))).toBe(false);
});

test('R10: absent is null, and a secret says only that it is one', () => {
  const text = renderJson(drifted);
  expect(text).toContain('"expected": null');
  expect(text).not.toMatch(/\[secret:/);
});
