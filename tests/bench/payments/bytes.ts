/** What the function weighs, how long it takes to import, and what libraries would add to it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../payments/package.ts';
import { atMost, indication, median } from '../row.ts';
import type { Row } from '../row.ts';

const ours = `export * from './payments/index.ts';`;
const clients = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
export const clients = [new DynamoDBClient({}), new SNSClient({})];`;

/** How each library would be used here; tree shaking leaves only that. */
const libraries: Readonly<Record<string, string>> = {
  'zod for the message': `import { z } from 'zod';
    export const schema = z.strictObject({ merchant: z.string().regex(/a/), amountMinor: z.int().min(1), currency: z.enum(['EUR']), reference: z.string().optional() });`,
  'zod/mini for the message': `import * as z from 'zod/mini';
    export const schema = z.strictObject({ merchant: z.string().check(z.regex(/a/)), amountMinor: z.int().check(z.minimum(1)), currency: z.enum(['EUR']), reference: z.optional(z.string()) });`,
  'Powertools batch': `export { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';`,
  'Powertools logger': `import { Logger } from '@aws-lambda-powertools/logger'; export const logger = new Logger();`,
  'Powertools idempotency': `export { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
    export { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';`,
};

const pairs = 25;

export async function bytes(): Promise<readonly Row[]> {
  const code = await bundle({ text: ours });
  const bare = await bundle({ text: clients });
  return [
    atMost('function bundle, unzipped', code.length, 450_000, 'bytes'),
    indication('the two SDK clients alone', bare.length, 'bytes'),
    ...(await added(code.length)),
    await importTime(code, bare),
  ];
}

const added = (size: number): Promise<Row[]> =>
  Promise.all(
    Object.entries(libraries).map(async ([name, text]) => {
      const { length } = await bundle({ text: `${ours}\n${text}` });
      return indication(`bytes that ${name} would add`, length - size, 'bytes', 'not used');
    }),
  );

async function importTime(code: Uint8Array, bare: Uint8Array): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-import-'));
  try {
    const files = { ours: join(folder, 'ours.mjs'), bare: join(folder, 'bare.mjs') };
    await writeFile(files.ours, code);
    await writeFile(files.bare, bare);
    const ratios = Array.from({ length: pairs }, (_, pair) => {
      const order = pair % 2 === 0 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
      const times = { ours: 0, bare: 0 };
      for (const name of order) times[name] = timeOfImport(files[name]);
      return times.ours / times.bare;
    });
    return atMost('import beside the two bare SDK clients', median(ratios), 1.3, 'x', `median of ${pairs} pairs`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function timeOfImport(file: string): number {
  const program = `const started = performance.now(); await import(${JSON.stringify(`file://${file}`)}); console.log(performance.now() - started);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      TABLE_NAME: 't',
      TOPIC_ARN: 'a',
      SERVICE_STAGE: 'dev',
      AWS_REGION: 'us-east-1',
    },
  });
  if (status !== 0) throw new Error(`the bundle cannot be imported: ${stderr}`);
  return Number(stdout);
}
