import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

interface Results {
  readonly preview: Ended;
  readonly deployment: Ended;
  readonly stock: string;
  readonly unchanged: { readonly resources: number; readonly evidence: number; readonly keys: number };
  readonly advised: Ended;
  readonly updated: string;
  readonly keysAfterUpdate: number;
}

/** The engine runs outside jest, in a program of its own. */
async function run(): Promise<Results> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guardrails', 'run.ts')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`ended with ${String(code)}: ${said.stderr}`);
  return JSON.parse(said.stdout) as Results;
}

const refusal =
  'payments-function: lambda-arm64: architectures are ["x86_64"]. ' +
  'One architecture everywhere: a package that was tested on one is not proven on another. (R13)';

describe('guardrails in the real engine', () => {
  let results: Results;
  beforeAll(async () => {
    results = await run();
  }, 240_000);

  test('R18: a broken mandatory rule stops the preview and names rule, resource, reason and source', () => {
    expect(results.preview.code).toBe(1);
    expect(results.preview.output).toContain(refusal);
  });

  test('R18: it stops the deployment as well, and nothing was changed: no state, no evidence, nothing in the account', () => {
    expect(results.deployment.code).toBe(1);
    expect(results.deployment.output).toContain(refusal);
    expect(results.unchanged).toEqual({ resources: 0, evidence: 0, keys: 0 });
  });

  test('R18: an update judges by itself too, before the resource is made', () => {
    expect(results.updated).toContain('payments-key: kms-rotation: is not rotated. ');
    expect(results.updated).toContain('(AWS Security Hub KMS.4; PCI DSS 3.7.4)');
    expect(results.keysAfterUpdate).toBe(0);
  });

  test('R18: a broken advisory rule stops nothing and is shown with the plan', () => {
    expect(results.advised.code).toBe(0);
    expect(results.advised.output).toMatch(
      /! payments-ingest-age: alarm-tells-the-end: does not say when it is over\. /u,
    );
  });

  test('R18: what only the update can judge is named in the preview of a new environment', () => {
    expect(results.advised.output).toMatch(/! payments-table: dynamodb-own-key: is judged by the update: kmsKeyArn /u);
  });

  test('R18: the pack of the stock CLI refuses the same without a language host', () => {
    expect(results.stock).toContain('payments-function: lambda-arm64: ');
    expect(results.stock).toContain('payments-function architectures are ["x86_64"]');
  });
});
