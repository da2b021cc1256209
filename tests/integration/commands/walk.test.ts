/** Every command of the contract, in the order of a first day, on one sandbox. Each test goes on where the one before ended. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client, DeleteObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { groupsWorkingIn } from '../../../sandbox/processGroup.ts';
import { command, npmRun, root, type Ended } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'payments-walk-'));
const environment = { PAYMENTS_SANDBOX_FOLDER: join(folder, 'sandbox') };
const at = (...path: readonly string[]) => join(folder, ...path);
const run = (name: string, ...rest: readonly string[]) => command({ environment }, name, ...rest);
const onSandbox = (name: string, ...rest: readonly string[]) => run(name, ...rest, '--sandbox');
const minute = 60_000;
/** What was promoted. */
let release = '';

afterAll(async () => {
  await run('sandbox', 'stop');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, minute);

/** With what it told, so that a failure shows it. */
const outcome = ({ code, told }: Ended) => ({ code, told: code === 0 ? '' : told });
const done = { code: 0, told: '' };
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const validReport = new Ajv2020({ strict: false, validateFormats: false }).compile(
  readJson(join(root, 'pipeline', 'report', 'report.schema.json')) as object,
);

interface Report {
  readonly verdict: string;
  readonly baseline: string;
  readonly target: string;
  readonly findings: readonly Record<string, unknown>[];
  readonly summary: { readonly unexpected: number };
}

function reportIn(path: string): Report {
  const report = readJson(join(path, 'report.json'));
  expect({ valid: validReport(report), errors: validReport.errors }).toEqual({ valid: true, errors: null });
  for (const other of ['report.md', 'report.html']) expect(readFileSync(join(path, other), 'utf8')).not.toBe('');
  return report as Report;
}

/** What `sandbox env` prints, as a shell would take it. */
async function rootOf(name: string) {
  const { code, results } = await run('sandbox', 'env', name);
  expect(code).toBe(0);
  const lines = results
    .trim()
    .split('\n')
    .map((line) => /^export (\w+)=(.*)$/.exec(line)?.slice(1) as [string, string]);
  const variables = Object.fromEntries(lines) as Record<string, string>;
  return {
    region: variables['AWS_REGION'] ?? '',
    endpoint: variables['AWS_ENDPOINT_URL'] ?? '',
    credentials: {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
}

const functionName = 'payments-prod-processor';
const memory = async () =>
  (
    await new LambdaClient(await rootOf('prod')).send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    )
  ).MemorySize;

test(
  'R37: sandbox start leaves it running, and status says where',
  async () => {
    const started = await run('sandbox', 'start');
    expect(outcome(started)).toEqual(done);
    expect(started.told).toMatch(/starting the emulator[^]*creating accounts, roles and the state bucket/);
    const { code, results } = await npmRun({ environment }, 'sandbox', 'status');
    expect([code, results]).toEqual([0, expect.stringMatching(/^runs at http:\/\/127\.0\.0\.1:\d+ since /)]);
  },
  minute,
);

test(
  'R17 R20 R33: preview shows an empty environment as new, on the screen and as JSON, and changes nothing',
  async () => {
    const ended = await onSandbox('preview', 'dev', '--json', at('new', 'plans.json'));
    expect(outcome(ended)).toEqual(done);
    expect(ended.results).toMatch(/^dev: \d+ to create\n/);
    expect(readJson(at('new', 'plans.json'))).toEqual([
      expect.objectContaining({
        environment: 'dev',
        status: 'planned',
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        // The lowest environment alone is held against the one above it, which is planned for that and not shown.
        parity: expect.objectContaining({ baseline: 'staging' }),
      }),
    ]);
    expect((await onSandbox('releases')).results).toMatch(/dev +nothing deployed yet/);
  },
  minute,
);

test(
  'R17 R37: promote walks one release through all; it says that the clock is put forward and that plans are approved',
  async () => {
    const ended = await onSandbox('promote');
    expect(outcome(ended)).toEqual(done);
    expect(ended.told).toMatch(/prod +the sandbox's clock is put forward to 2\d{3}-/);
    expect(ended.results).toContain('prod asks for approval. There is no terminal, and this is the sandbox: approved.');
    const promoted = /^(dev|staging|prod) +promoted +\d+ to create; a payment went through in \d+ ms$/gm;
    release = /release ([0-9a-f]{12}) built/.exec(ended.told)?.[1] ?? '';
    expect([...ended.results.matchAll(promoted)].map(([, name]) => name)).toEqual(['dev', 'staging', 'prod']);
  },
  2 * minute,
);

test(
  'R17: deploy of what runs already changes nothing, while observe writes what it saw',
  async () => {
    const [deployed, ...observed] = await Promise.all([
      onSandbox('deploy', 'dev'),
      ...['staging', 'prod'].map((name) => onSandbox('observe', name, '--out', at(`${name}.json`))),
    ]);
    expect([deployed, ...observed].map(outcome)).toEqual([done, done, done]);
    expect(deployed.results).toMatch(/^dev +in place/m);
    expect(readJson(at('prod.json'))).toMatchObject({ environment: 'prod', completeness: 'complete' });
  },
  minute,
);

test(
  'R7 R30: two observation files are compared without a sandbox, and are in sync',
  async () => {
    const elsewhere = { PAYMENTS_SANDBOX_FOLDER: at('none') };
    const files = [at('staging.json'), at('prod.json')] as const;
    const ended = await command({ environment: elsewhere }, 'compare', ...files, '--out', at('files'));
    expect(outcome(ended)).toEqual(done);
    expect(reportIn(at('files'))).toMatchObject({ verdict: 'in-sync', baseline: 'staging', target: 'prod' });
  },
  minute,
);

test(
  'R7: what the SDK changes with the credentials of sandbox env, drift finds: exit code 2, through npm too',
  async () => {
    const lambda = new LambdaClient(await rootOf('prod'));
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: functionName, MemorySize: 1024 }));
    const ended = await npmRun(
      { environment },
      'drift',
      '--sandbox',
      '--out',
      at('drifted'),
      '--observations',
      at('staging.json'),
    );
    expect({ code: ended.code, told: ended.code === 2 ? '' : ended.told }).toEqual({ code: 2, told: '' });
    expect(reportIn(at('drifted'))).toMatchObject({
      ...{ verdict: 'drifted', summary: { unexpected: 1 } },
      findings: expect.arrayContaining([
        expect.objectContaining({
          ...{ kind: 'live-drift', environment: 'prod', classification: 'unexpected', change: 'changed' },
          ...{ path: 'memorySize', expected: 2048, actual: 1024 },
        }),
      ]),
    });
  },
  minute,
);

test(
  'R36: a locked stack is left alone: the holder is named, and how to recover; nothing is changed',
  async () => {
    const s3 = new S3Client({ ...(await rootOf('prod')), forcePathStyle: true });
    const Bucket = 'payments-state-333333333333';
    const Key = '.pulumi/locks/organization/payments/prod/7f1c.json';
    const holder = { pid: 4711, username: 'somebody', hostname: 'elsewhere', timestamp: new Date().toISOString() };
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(holder) }));
    const refused = await onSandbox('redeploy', 'prod', release, '--reason', 'put right');
    expect(refused.code).toBe(1);
    expect(refused.told).toMatch(/error: stack prod is locked by somebody@elsewhere[^]*npm run recover -- prod/);
    expect(await memory()).toBe(1024);
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'leases/prod' }));
    expect(Contents).toEqual([]);
  },
  minute,
);

test(
  'R42: redeploy puts it right, and recover finds nothing to do elsewhere meanwhile',
  async () => {
    const [redeployed, recovered] = await Promise.all([
      onSandbox('redeploy', 'prod', release, '--reason', 'put right'),
      onSandbox('recover', 'dev'),
    ]);
    expect([outcome(redeployed), outcome(recovered)]).toEqual([done, done]);
    expect(redeployed.results).toMatch(/^prod runs release [0-9a-f]{12}: \d+ to update/);
    expect(recovered.results).toMatch(/no lease was left behind\nstate and account agree/);
    expect(await memory()).toBe(2048);
  },
  minute,
);

test(
  'R18 R30: compare looks at two environments, and an observation made before is one side as well',
  async () => {
    const [looked, redriven, evidence] = await Promise.all([
      onSandbox('compare', at('staging.json'), 'prod', '--out', at('compared')),
      onSandbox('redrive', 'dev'),
      onSandbox('evidence', '--out', at('evidence.json'), '--json'),
    ]);
    expect([outcome(looked), outcome(redriven)]).toEqual([done, done]);
    expect(reportIn(at('compared'))).toMatchObject({ verdict: 'in-sync', findings: expect.any(Array) });
    expect(redriven.results).toContain('dev: 0 sent, 0 would be sent (--send), 0 left');
    // By hand no tests are on record, which an auditor would ask for.
    expect(evidence.code).toBe(3);
    expect(JSON.parse(evidence.results)).toEqual(readJson(at('evidence.json')));
    expect(changesIn(evidence.results)).toEqual([
      ...['promotion dev verified', 'promotion staging verified', 'promotion prod verified'],
      ...['redeployment prod failed', 'redeployment prod verified'],
    ]);
  },
  minute,
);

const card = '4111111111111111';
const letter = (merchant: string, changes: object = {}) =>
  JSON.stringify({ merchant, idempotencyKey: 'order-0001', amountMinor: 1999, currency: 'EUR', ...changes });

/** Puts messages where they are when their receives are used up. */
async function bury(...bodies: readonly string[]): Promise<void> {
  const sqs = new SQSClient(await rootOf('dev'));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'payments-dev-ingest-dead-letters' }));
  for (const MessageBody of bodies) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

/** When the payment was recorded, as soon as it is. */
async function recordedAt(key: string): Promise<string> {
  const dynamo = new DynamoDBClient(await rootOf('dev'));
  const command = new GetItemCommand({ TableName: 'payments-dev-payments', Key: { pk: { S: key } } });
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const { Item } = await dynamo.send(command);
    if (Item !== undefined) return Item['recordedAt']?.S ?? '';
  }
  throw new Error(`${key} was not recorded`);
}

test(
  'R9: redrive shows dead letters without a card number, sends the chosen ones, and pays nothing twice when repeated',
  async () => {
    await bury(letter('acme'), letter('other'), letter('acme', { reference: card }));
    const shown = await onSandbox('redrive', 'dev');
    expect(outcome(shown)).toEqual(done);
    expect(shown.results).toMatch(/would be sent +payable +acme order-0001\n/);
    expect(shown.results).toMatch(/would be sent +payable +other order-0001\n/);
    expect(shown.results).toMatch(/left +refused +card-number: message: expected no card numbers/);
    expect(shown.results).toContain('dev: 0 sent, 2 would be sent (--send), 1 left');
    expect(shown.results + shown.told).not.toContain(card);

    const send = ['redrive', 'dev', '--filter', 'merchant=acme', '--send'] as const;
    expect((await onSandbox(...send)).results).toContain('dev: 1 sent, 0 would be sent (--send), 2 left');
    const first = await recordedAt('acme#order-0001');
    // As after a redrive that died between sending and deleting.
    await bury(letter('acme'));
    expect((await onSandbox(...send)).results).toContain('dev: 1 sent, 0 would be sent (--send), 2 left');
    const rest = await onSandbox('redrive', 'dev', '--send');
    expect(rest.results).toContain('dev: 1 sent, 0 would be sent (--send), 1 left');
    await recordedAt('other#order-0001');
    expect(await recordedAt('acme#order-0001')).toBe(first);
    const owed = await onSandbox('redrive', 'dev', '--owed');
    expect(outcome(owed)).toEqual(done);
    expect(owed.results).toContain(
      'dev: asked to tell up to 1000 owed payments; /aws/lambda/payments-dev-processor says',
    );
  },
  2 * minute,
);

const changesIn = (evidence: string): readonly string[] => {
  const { changes } = JSON.parse(evidence) as {
    changes: { start: { kind: string; environment: string }; end: { outcome: string } | null }[];
  };
  return changes.map(({ start, end }) => `${start.kind} ${start.environment} ${end?.outcome}`);
};

test(
  'R37 R41: doctor finds everything in order, and insights count what was done here',
  async () => {
    const [doctor, insights] = await Promise.all([onSandbox('doctor', '--json'), onSandbox('insights', '--json')]);
    const { checks } = JSON.parse(doctor.results) as { checks: { id: string; state: string }[] };
    expect(checks.filter(({ state }) => state !== 'ok' && state !== 'not-applicable')).toEqual([]);
    expect(checks.filter(({ id, state }) => id.startsWith('github.') && state === 'ok')).toEqual([]);
    expect([doctor.code, checks.length > 25]).toEqual([0, true]);
    expect(outcome(insights)).toEqual(done);
    const { delivery } = JSON.parse(insights.results) as { delivery: { environment: string }[] };
    // Prod: the promotion, the redeployment that met a lock, and the one that put things right.
    expect(delivery).toMatchObject([
      ...['dev', 'staging'].map((name) => ({ environment: name, deployments: 1, failures: 0, notRestored: 0 })),
      { environment: 'prod', deployments: 3, failures: 1, notRestored: 0, timeToRestore: { count: 1 } },
    ]);
  },
  minute,
);

test(
  'R37: sandbox stop ends every process of it, and the next command says how to start one',
  async () => {
    expect(await run('sandbox', 'stop')).toMatchObject({
      code: 0,
      results: 'stopped; its data is kept for the next start\n',
    });
    expect(groupsWorkingIn(folder)).toEqual([]);
    const after = await onSandbox('releases');
    expect(after).toMatchObject({ code: 64, told: expect.stringContaining('start one: npm run sandbox -- start') });
  },
  minute,
);
