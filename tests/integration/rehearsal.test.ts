import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(...commandLine: readonly string[]): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const child = spawn(process.execPath, commandLine, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.once('error', reject);
  child.once('close', (code) => resolve({ code, output }));
  return promise;
}

describe('npm run rehearse', () => {
  it('R7 R17 R18 R30 R37: rehearses the whole path from empty accounts to a repaired drift, and every check passes', async () => {
    const reports = await mkdtemp(join(tmpdir(), 'payments-reports-'));
    try {
      const { code, output } = await run('scripts/rehearse.ts', '--report', reports);
      expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
      expect(output).toMatch(/11 of 11 checks passed/);
      const verdicts = await Promise.all(
        ['clean', 'drifted', 'repaired'].map((name) => verdictOf(join(reports, name))),
      );
      expect(verdicts).toEqual(['in-sync', 'drifted', 'in-sync']);
      const summary = await readFile(join(reports, 'index.html'), 'utf8');
      expect(summary).toContain('<h1>11 of 11 checks passed</h1>');
      expect([...summary.matchAll(/deployed, a payment went through/g)]).toHaveLength(3);
      expect([...summary.matchAll(/[1-9]\d* through, 0 lost/g)]).toHaveLength(3);
      const reportPages = ['clean', 'drifted', 'repaired'].map((name) => `${name}/report.html`);
      // All of them first, and each again at its check.
      expect([...summary.matchAll(/href="([^"]+)"/g)].map(([, link]) => link)).toEqual([
        ...reportPages,
        ...reportPages,
      ]);
    } finally {
      await rm(reports, { recursive: true, force: true });
    }
  }, 600_000);
});

async function verdictOf(folder: string): Promise<string> {
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as { verdict: string };
  return report.verdict;
}
