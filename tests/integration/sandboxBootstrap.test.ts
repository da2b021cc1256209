import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'bootstrap-'))));
afterAll(() => rm(folder, { recursive: true, maxRetries: 5 }));

interface Report {
  readonly first: [string, Record<string, number>][];
  readonly second: [string, Record<string, number>][];
  readonly identities: string[];
}

describe('the bootstrap program on bare accounts', () => {
  test('R11: makes hub and spokes, changes nothing the second time, and every role can be assumed', () => {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['tests/integration/sandboxBootstrapRun.ts', folder],
      { encoding: 'utf8' },
    );
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    const { first, second, identities } = JSON.parse(stdout) as Report;
    expect(first).toEqual([
      ['prod', { create: 33 }],
      ['dev', { create: 13 }],
      ['staging', { create: 13 }],
    ]);
    expect(second.map(([environment, changes]) => [environment, Object.keys(changes)])).toEqual([
      ['prod', ['same']],
      ['dev', ['same']],
      ['staging', ['same']],
    ]);
    expect(identities).toEqual([
      'preview',
      'observe',
      'release',
      'deploy-dev',
      'deploy-staging',
      'deploy-prod',
      'smoke-dev',
      'smoke-staging',
      'smoke-prod',
    ]);
  }, 180_000);
});
