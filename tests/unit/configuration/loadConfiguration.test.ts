import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfiguration, requireEnvironment } from '../../../pipeline/configuration/index.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';

let folder = '';
let directory = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payments-configuration-'));
  directory = join(folder, 'config');
  cpSync('config', directory, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Replaces a text in a copied file and fails when it is not there. */
function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(directory, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} holds no ${String(from)}`);
  writeFileSync(path, after);
}

function lineOf(file: string, start: string): number {
  const index = readFileSync(join(directory, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.trim().startsWith(start));
  if (index < 0) throw new Error(`${file} has no line ${start}`);
  return index + 1;
}

/** The lines of the one error that loading throws. */
function refusal(): readonly string[] {
  try {
    loadConfiguration(directory);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    expect(error.exitCode).toBe(64);
    expect(error.advice).toMatch(/./);
    return error.message.split('\n');
  }
  throw new Error('the configuration was accepted');
}

describe('R14: the committed configuration', () => {
  test('R2, R11: is three environments in promotion order, in three accounts and regions, with the hub on top', () => {
    const { environments, hub, files, lowerOf, higherOf } = loadConfiguration('config');
    const places = environments.map(({ environment, account, region }) => `${environment} ${account} ${region}`);
    expect(places).toEqual([
      'dev 111111111111 us-east-1',
      'staging 222222222222 us-west-2',
      'prod 333333333333 eu-west-1',
    ]);
    expect(hub.environment).toBe('prod');
    expect([lowerOf('dev'), lowerOf('prod')?.environment]).toEqual([undefined, 'staging']);
    expect([higherOf('dev')?.environment, higherOf('prod')]).toEqual(['staging', undefined]);
    expect(Object.keys(files)).toEqual(['dev', 'staging', 'prod']);
  });

  test('R3, R4, R8, R9: has the sizes, recovery and retry counts that were asked for', () => {
    const rows = loadConfiguration('config').environments.map((settings) => [
      settings.reservedConcurrency,
      settings.memory,
      settings.pointInTimeRecovery,
      settings.asyncRetries,
      settings.receiveCount,
    ]);
    expect(rows).toEqual([
      [1, 512, false, 0, 5],
      [10, 1024, true, 1, 6],
      [100, 2048, true, 2, 8],
    ]);
  });

  test('R14: loading it changes no file', () => {
    const contents = () => readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
    const before = contents();
    loadConfiguration(directory);
    expect(contents()).toEqual(before);
  });
});

describe('R14: everything wrong is said at once, with file, line, key, expectation and value', () => {
  test('R14: problems of several files come in one error, each on its line', () => {
    edit('prod.yaml', 'payments:memory: 2048', 'payments:memory: 2GB');
    edit('dev.yaml', 'payments:asyncRetries: 0', 'payments:asyncRetries: 3');
    edit('staging.yaml', 'payments:tracing: true', 'payments:traicing: true');
    expect(refusal()).toEqual([
      `config/dev.yaml:${lineOf('dev.yaml', 'payments:asyncRetries')}: payments:asyncRetries: expected an integer from 0 to 2, got 3`,
      `config/prod.yaml:${lineOf('prod.yaml', 'payments:memory')}: payments:memory: expected an integer from 128 to 10240, got "2GB"`,
      'config/staging.yaml:3: payments:tracing: expected true or false, but it is missing',
      `config/staging.yaml:${lineOf('staging.yaml', 'payments:traicing')}: payments:traicing: unknown key, did you mean tracing?`,
    ]);
  });

  test('R14: a problem deep in a list or mapping has its own line', () => {
    edit('prod.yaml', /from: '16:00'/, "from: '16'");
    edit('dev.yaml', '- payments-oncall@dev.example.com', '- payments-oncall@dev.example.com\n    - nobody');
    expect(refusal()).toEqual([
      `config/dev.yaml:${lineOf('dev.yaml', '- nobody')}: payments:notificationAddresses[1]: expected an email address, got "nobody"`,
      `config/prod.yaml:${lineOf('prod.yaml', '- { from')}: payments:gate.freezeWindows[0].from: expected a time of day as "HH:MM", in quotes, got "16"`,
    ]);
  });

  test('R14: a duplicate key is an error and not a lost value', () => {
    edit('dev.yaml', 'payments:memory: 512', 'payments:memory: 512\n  payments:memory: 1024');
    const line = lineOf('dev.yaml', 'payments:memory: 1024');
    expect(refusal()).toEqual([`config/dev.yaml:${line}: duplicate key: the value further up would be lost`]);
  });

  test('R14: a key of another provider, a key without its namespace and an unknown top-level key are refused', () => {
    edit('dev.yaml', '  payments:memory: 512', '  payments:memory: 512\n  aws:region: us-east-1\n  memory: 512');
    edit('dev.yaml', 'config:\n', 'encryptionsalt: v1:abc\nconfg: {}\nconfig:\n');
    expect(refusal()).toEqual([
      `config/dev.yaml:${lineOf('dev.yaml', 'confg')}: confg: unknown key, did you mean config?`,
      `config/dev.yaml:${lineOf('dev.yaml', 'aws:region')}: aws:region: unknown key: settings begin with "payments:", and the provider takes none of its own`,
      `config/dev.yaml:${lineOf('dev.yaml', 'memory: 512')}: memory: unknown key, did you mean payments:memory?`,
    ]);
  });

  test('R14: YAML that does not parse is said with its line, and the other files are checked all the same', () => {
    writeFileSync(join(directory, 'staging.yaml'), 'config:\n  payments:account: "1\n  payments:region: [\n');
    edit('prod.yaml', 'payments:memory: 2048', 'payments:memory: 64');
    const lines = refusal();
    expect(lines.some((line) => /^config\/staging\.yaml:\d+: is not valid YAML: /.test(line))).toBe(true);
    expect(lines.some((line) => line.includes('config/prod.yaml') && line.includes('got 64'))).toBe(true);
  });

  test('R14: an empty file, a list and a file without config say what is expected', () => {
    for (const text of ['', '- a\n', 'other: 1\n', 'config: 5\n']) {
      writeFileSync(join(directory, 'dev.yaml'), text);
      expect(refusal()[0]).toBe('config/dev.yaml:1: expected a mapping with the key "config"');
    }
  });

  test('R14: an alias bomb is refused instead of expanded', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(',')}]`,
    );
    writeFileSync(join(directory, 'dev.yaml'), `l0: &l0 [x]\n${levels.join('\n')}\nconfig: {}\n`);
    expect(refusal().some((line) => line.startsWith('config/dev.yaml:1: is not valid YAML: '))).toBe(true);
  });

  test('R14: whatever is written into a file, loading ends with a ConfigurationError or a configuration', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        writeFileSync(join(directory, 'dev.yaml'), text);
        expect(refusal().length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('R11, R17: environments are apart and in one chain', () => {
  test('R11: an account or a region that two environments share is refused', () => {
    edit('staging.yaml', '222222222222', '111111111111');
    edit('prod.yaml', 'eu-west-1', 'us-east-1');
    expect(refusal()).toEqual([
      `config/prod.yaml:${lineOf('prod.yaml', 'payments:region')}: payments:region: config/dev.yaml has "us-east-1" too: an outage of one region would take both`,
      `config/staging.yaml:${lineOf('staging.yaml', 'payments:account')}: payments:account: config/dev.yaml has "111111111111" too: one account would let a role of one environment reach the other`,
    ]);
  });

  test('R9: a retry count that two environments share is refused, and one that is no number is told as that alone', () => {
    edit('prod.yaml', 'receiveCount: 8', 'receiveCount: 6');
    expect(refusal()).toEqual([
      `config/staging.yaml:${lineOf('staging.yaml', 'payments:receiveCount')}: payments:receiveCount: config/prod.yaml has 6 too: each environment has its own retry count, because giving up a message costs more in a higher one`,
    ]);
    edit('prod.yaml', 'receiveCount: 6', 'receiveCount: many');
    edit('staging.yaml', 'receiveCount: 6', 'receiveCount: many');
    expect(refusal()).toEqual([
      expect.stringContaining('payments:receiveCount: expected an integer from 5 to 1000, got "many"'),
      expect.stringContaining('payments:receiveCount: expected an integer from 5 to 1000, got "many"'),
    ]);
  });

  test('R12: networks that overlap are refused', () => {
    edit('staging.yaml', '10.20.0.0/20', '10.10.8.0/21');
    expect(refusal()).toEqual([
      `config/staging.yaml:${lineOf('staging.yaml', 'payments:vpcCidr')}: payments:vpcCidr: 10.10.8.0/21 overlaps 10.10.0.0/20 of config/dev.yaml: the networks could never be connected`,
    ]);
  });

  test('R17: a promotion cycle is refused', () => {
    edit('dev.yaml', /'1{12}'/, "'111111111111'\n  payments:promotesFrom: prod");
    const lines = refusal();
    expect(lines).toContain(
      `config/dev.yaml:${lineOf('dev.yaml', 'payments:promotesFrom')}: payments:promotesFrom: promotion goes in a circle: dev <- prod <- staging <- dev`,
    );
  });

  test('R17: an environment that promotes from itself, an unknown one, a fork and two lowest ones are refused', () => {
    edit('prod.yaml', 'promotesFrom: staging', 'promotesFrom: prod');
    expect(refusal().join()).toContain('promotion goes in a circle: prod <- prod');
    edit('prod.yaml', 'promotesFrom: prod', 'promotesFrom: stagign');
    expect(refusal().join()).toContain('there is no environment "stagign", did you mean staging? (dev, prod, staging)');
    edit('prod.yaml', 'promotesFrom: stagign', 'promotesFrom: dev');
    expect(refusal().join()).toContain('prod promotes from "dev" already: promotion is one chain');
    edit('prod.yaml', '  payments:promotesFrom: dev\n', '');
    expect(refusal().join()).toContain('is missing, and dev has none either');
  });

  test('R14: a missing file is noticed, whichever it is', () => {
    const missing = {
      'dev.yaml': 'no environment "dev"',
      'staging.yaml': 'no environment "staging"',
      'prod.yaml': 'is the file of the highest environment missing?',
    };
    for (const [file, message] of Object.entries(missing)) {
      const text = readFileSync(join(directory, file), 'utf8');
      rmSync(join(directory, file));
      expect(refusal().join()).toContain(message);
      writeFileSync(join(directory, file), text);
    }
  });

  test('R2: a fourth environment is one more file', () => {
    const text = readFileSync(join(directory, 'staging.yaml'), 'utf8');
    writeFileSync(
      join(directory, 'preprod.yaml'),
      text
        .replace('222222222222', '444444444444')
        .replace('us-west-2', 'eu-central-1')
        .replace('promotesFrom: dev', 'promotesFrom: staging')
        .replace('10.20.0.0', '10.25.0.0')
        .replace('receiveCount: 6', 'receiveCount: 7')
        .replaceAll('usw2', 'euc1'),
    );
    edit('prod.yaml', 'promotesFrom: staging', 'promotesFrom: preprod');
    const names = loadConfiguration(directory).environments.map(({ environment }) => environment);
    expect(names).toEqual(['dev', 'staging', 'preprod', 'prod']);
  });

  test('R14: a file with the ending .yml, an unreadable one and an empty directory are said', () => {
    cpSync(join(directory, 'dev.yaml'), join(directory, 'dev.yml'));
    expect(refusal()).toEqual(['config/dev.yml: expected the ending .yaml']);
    rmSync(join(directory, 'dev.yml'));
    mkdirSync(join(directory, 'folder.yaml'));
    expect(refusal()[0]).toContain('config/folder.yaml cannot be read');
    for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true });
    expect(refusal()[0]).toContain('holds no environment');
    rmSync(directory, { recursive: true });
    expect(refusal()[0]).toContain('cannot be read');
  });

  test('R14: an unknown environment is refused with the known ones', () => {
    const configuration = loadConfiguration(directory);
    expect(requireEnvironment(configuration, 'staging').account).toBe('222222222222');
    expect(() => requireEnvironment(configuration, 'stagng')).toThrow(
      'there is no environment "stagng", did you mean staging?',
    );
    try {
      requireEnvironment(configuration, 'qa');
      throw new Error('accepted');
    } catch (error) {
      expect((error as ConfigurationError).advice).toContain('dev, staging, prod');
    }
  });
});
