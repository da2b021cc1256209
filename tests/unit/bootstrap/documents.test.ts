import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const security = readFileSync('docs/security.md', 'utf8');
const adopt = readFileSync('docs/adopt.md', 'utf8');

/** `file.test.ts` "start of a name", possibly on the next line. */
const cited = [...security.matchAll(/`(tests\/[\w/.-]+\.ts)`\s+"([^"]+)"/g)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

/** Test names as they stand in a file, without the marks of quoting. */
const namesIn = (file: string) => readFileSync(file, 'utf8').replaceAll('\\', '');

describe('the security documents', () => {
  test('R21: every test that is named as showing a control exists, in that file and under that name', () => {
    expect(cited.length).toBeGreaterThan(15);
    const missing = cited.filter(({ file, name }) => !existsSync(file) || !namesIn(file).includes(name));
    expect(missing).toEqual([]);
  });

  test('R21: every threat has a control and a test that shows it', () => {
    const rows = security.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter((row) => !/\| `tests\/\S+` "/.test(row))).toEqual([]);
  });

  test('R37: every option of bootstrap that the documents name exists', () => {
    const options = new Set(
      ['bootstrap', 'workplace', 'command'].flatMap((file) =>
        [...readFileSync(`scripts/${file}.ts`, 'utf8').matchAll(/'(--[a-z-]+)/g)].map(([, option]) => option),
      ),
    );
    const named = [...`${security}${adopt}`.matchAll(/npm run bootstrap -- ([^\n`]*)/g)].flatMap(([, rest = '']) =>
      [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option),
    );
    expect(named).toEqual(expect.arrayContaining(['--destroy', '--github', '--coverage', '--profile']));
    expect(named.filter((option) => !options.has(option))).toEqual([]);
  });

  test('R11: what bootstrap points to in the documents is there', () => {
    expect(security).toMatch(/^## Decommissioning$/m);
    expect(adopt).toContain('(security.md#decommissioning)');
  });
});
