import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { interrupted, type Interruption } from './ctrlC.ts';
import { command } from './run.ts';

const seed = Number(process.env['PAYMENTS_SEED'] ?? 0);

/** From the start of the sandbox to the first deployment; `npm run soak -- interruptions` takes all moments of all commands. */
const early = fc.record({ lines: fc.integer({ min: 9, max: 40 }), milliseconds: fc.integer({ min: 0, max: 800 }) });

const onLinux = process.platform === 'linux' ? test : test.skip;

async function ends(interruption: Interruption, ...codes: readonly number[]): Promise<string> {
  const { reached, code, left, output, seconds } = await interrupted(interruption);
  expect({ reached, left, output: left.length === 0 ? '' : output }).toEqual({ reached: true, left: [], output: '' });
  expect(codes).toContain(code);
  expect(seconds).toBeLessThan(20);
  return output;
}

onLinux(
  `R37: Ctrl-C ends a rehearsal in order, and leaves no process and no file behind (seed ${seed})`,
  async () => {
    const [moment] = fc.sample(early, { seed, numRuns: 1 });
    await ends(
      {
        command: ['rehearse'],
        ...(moment as typeof moment & object),
      },
      1,
    );
  },
  120_000,
);

onLinux(
  'R37: Ctrl-C stops a sandbox that is being started, and the next start finds its data',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payments-interrupted-start-'));
    const environment = { PAYMENTS_SANDBOX_FOLDER: folder };
    try {
      const output = await ends({ command: ['sandbox', '--', 'start'], environment, lines: 9, milliseconds: 300 }, 1);
      expect(output).toMatch(/interrupted: the start of the sandbox was interrupted[^]*nothing of it is left running/);
      expect((await command({ environment }, 'sandbox', 'status')).results).toBe('no sandbox is running\n');
      expect(existsSync(join(folder, 'saved'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

onLinux(
  'R37: Ctrl-C ends the tests and everything that they started',
  async () => {
    const tests = ['test', '--', '-i', 'tests/integration/rehearsal.test.ts'];
    const output = await ends({ command: tests, lines: 8, milliseconds: 7000 }, 130);
    expect(output).toContain('interrupted: what the tests had started was ended, and their files were removed');
  },
  120_000,
);
