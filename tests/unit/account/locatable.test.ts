import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locatableTypes } from '../../../pipeline/account/locate/index.ts';

const folder = join(import.meta.dirname, '..', '..', 'components', 'expected');

test.each(['dev', 'staging', 'prod'])(
  'R36: recovery can ask the account about every type of resource that %s has',
  (environment) => {
    const text = readFileSync(join(folder, `${environment}.json`), 'utf8');
    const types = [...text.matchAll(/^ *"(aws:[\w/]+:\w+)[^"]*": \{$/gm)].map(([, type]) => type ?? '');
    expect(types.length).toBeGreaterThan(30);
    expect([...new Set(types)].filter((type) => !locatableTypes.includes(type))).toEqual([]);
  },
);
