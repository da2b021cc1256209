import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportJsonSchema } from '../report/reportJsonSchema.ts';
import { rulesJsonSchema } from '../comparison/rulesSchema.ts';
import { observationJsonSchema } from './observationJsonSchema.ts';
import { settableFromProvider } from './settableFromProvider.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test.each<readonly [string, () => unknown, string]>([
  ['pipeline/snapshot/observation.schema.json', observationJsonSchema, 'tests/unit/snapshot/observationJsonSchema.ts'],
  ['pipeline/report/report.schema.json', reportJsonSchema, 'tests/unit/report/reportJsonSchema.ts'],
  ['config/parity.schema.json', rulesJsonSchema, 'tests/unit/comparison/rulesSchema.ts'],
  ['pipeline/snapshot/settable.json', settableFromProvider, 'tests/unit/snapshot/settableFromProvider.ts'],
])('R10: %s is what its source makes', (file, make, source) => {
  const committed = JSON.parse(readFileSync(join(root, file), 'utf8')) as unknown;
  expect({ source, content: committed }).toEqual({ source, content: JSON.parse(JSON.stringify(make())) as unknown });
});

test('R30: the table knows what a program can set of every resource that the program makes', () => {
  const table = JSON.parse(readFileSync(join(root, 'pipeline/snapshot/settable.json'), 'utf8')) as Record<
    string,
    { settable: string[] }
  >;
  for (const environment of ['dev', 'staging', 'prod']) {
    const text = readFileSync(join(root, `tests/components/expected/${environment}.json`), 'utf8');
    const { resources } = JSON.parse(text) as { resources: Readonly<Record<string, unknown>> };
    const types = Object.keys(resources).flatMap((name) => /^aws:\S+/.exec(name) ?? []);
    expect(types.length).toBeGreaterThan(30);
    expect([...new Set(types)].filter((type) => !(type in table))).toEqual([]);
  }
});
