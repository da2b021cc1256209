import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { startEmulator } from '../../sandbox/emulator.ts';
import { attachSandbox, startSandbox } from '../../sandbox/index.ts';
import { groupAlive } from '../../sandbox/processGroup.ts';
import { freePort } from '../../sandbox/freePort.ts';
import { dev, prod, staging } from '../unit/bootstrap/landscape.ts';

let folder = '';
const children: ChildProcess[] = [];

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'sandbox-'))));
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await run(['scripts/sandbox.ts', 'stop']);
  await rm(folder, { recursive: true, maxRetries: 5 });
}, 30_000);

interface Result {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a script of ours on this Node with a sandbox folder of its own. */
async function run(args: readonly string[], variables: Record<string, string> = {}): Promise<Result> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, PAYMENTS_SANDBOX_FOLDER: folder, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: Buffer.concat(chunks).toString() };
}

async function owner(
  end: 'wait' | 'crash' | 'return' | 'stop',
): Promise<{ child: ChildProcess; pid: number; exited: Promise<unknown> }> {
  const child = spawn(process.execPath, ['tests/integration/sandboxOwner.ts', folder, end], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    return { child, pid: Number(line.split(' ')[0]), exited };
  }
  throw new Error('the owner printed nothing');
}

async function endsWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await sleep(50))
    if (!groupAlive(pid)) return true;
  return false;
}

// Sockets and environments of a process are read from /proc.
const onLinux = process.platform === 'linux' ? test : test.skip;

describe('a sandbox of one process', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'R37: ends when its owner gets %s',
    async (signal) => {
      const { child, pid, exited } = await owner('wait');
      expect(groupAlive(pid)).toBe(true);
      child.kill(signal);
      await exited;
      expect(await endsWithin(pid, 20_000)).toBe(true);
    },
    60_000,
  );

  test.each(['crash', 'return', 'stop'] as const)(
    'R37: ends when its owner ends by %s',
    async (end) => {
      const { pid, exited } = await owner(end);
      await exited;
      expect(await endsWithin(pid, 20_000)).toBe(true);
    },
    60_000,
  );

  test('R37: takes another port when the wanted one is taken', async () => {
    const server = createServer();
    const taken = await freePort();
    await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
    const emulator = await startEmulator({ folder, detached: false, preferredPort: taken });
    expect(emulator.port).not.toBe(taken);
    await emulator.stop();
    server.close();
    expect(groupAlive(emulator.pid)).toBe(false);
  }, 60_000);

  onLinux(
    "R37: listens on the loopback interface alone, and keeps the user's AWS settings out",
    async () => {
      const emulator = await startEmulator({ folder, detached: false });
      const environment = (await readFile(`/proc/${emulator.pid}/environ`, 'utf8')).split('\0');
      const sockets = await readFile('/proc/net/tcp', 'utf8');
      const listening = sockets
        .split('\n')
        .filter(
          (line) =>
            line.includes(`:${emulator.port.toString(16).toUpperCase().padStart(4, '0')} `) && / 0A /.test(line),
        );
      await emulator.stop();
      expect(listening.map((line) => line.trim().split(/\s+/)[1]?.split(':')[0])).toEqual(['0100007F']);
      expect(environment.filter((entry) => entry.startsWith('AWS_') || entry.startsWith('PULUMI_'))).toEqual([]);
      expect(environment).toContain(`HOME=${join(folder, 'home')}`);
    },
    60_000,
  );
});

describe('npm run sandbox', () => {
  test('R37: start leaves it running, a second start says so, env opens an account, stop ends everything', async () => {
    expect(await run(['scripts/sandbox.ts', 'status'])).toEqual({ code: 0, output: 'no sandbox is running\n' });
    const started = await run(['scripts/sandbox.ts', 'start']);
    expect([started.code, started.output]).toEqual([
      0,
      expect.stringMatching(/^started at http:\/\/127\.0\.0\.1:\d+$/m),
    ]);
    const again = await run(['scripts/sandbox.ts', 'start']);
    expect([again.code, again.output]).toEqual([
      0,
      expect.stringMatching(/^it runs already, at http:\/\/127\.0\.0\.1:\d+\n/),
    ]);
    const sandbox = await attachSandbox(folder);
    const status = await run(['scripts/sandbox.ts', 'status']);
    expect([status.code, status.output]).toEqual([0, expect.stringContaining(`runs at ${sandbox.endpoint} since `)]);
    const env = await run(['scripts/sandbox.ts', 'env', 'staging']);
    expect(env.output.split('\n')).toEqual(
      expect.arrayContaining([
        `export AWS_ENDPOINT_URL=${sandbox.endpoint}`,
        'export AWS_REGION=us-west-2',
        'export AWS_ACCESS_KEY_ID=222222222222',
      ]),
    );
    expect((await run(['scripts/sandbox.ts', 'env', 'qa'])).code).toBe(64);
    expect(await run(['scripts/sandbox.ts', 'stop'])).toEqual({
      code: 0,
      output: 'stopped; its data is kept for the next start\n',
    });
    expect(groupAlive(sandbox.pid)).toBe(false);
    expect(await run(['scripts/sandbox.ts', 'stop'])).toEqual({ code: 0, output: 'no sandbox is running\n' });
    const refused = await run(['scripts/sandbox.ts', 'env']);
    expect([refused.code, refused.output]).toEqual([64, expect.stringContaining('npm run sandbox -- start')]);
  }, 120_000);

  test('R37: two starts at once make one sandbox', async () => {
    const both = await Promise.all([run(['scripts/sandbox.ts', 'start']), run(['scripts/sandbox.ts', 'start'])]);
    expect(both.map(({ code, output }) => [code, /^(started|it runs already),? at/m.exec(output)?.[1]]).sort()).toEqual(
      [
        [0, 'it runs already'],
        [0, 'started'],
      ],
    );
  }, 120_000);

  test('R37: bootstrap of the sandbox makes the three stacks, which previews only read', async () => {
    await run(['scripts/sandbox.ts', 'start']);
    const sandbox = await attachSandbox(folder);
    const credentials = await sandbox.surroundings.credentials('preview');
    const s3 = new S3Client({
      region: 'eu-west-1',
      endpoint: sandbox.endpoint,
      forcePathStyle: true,
      credentials: {
        accessKeyId: credentials.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: credentials.AWS_SESSION_TOKEN ?? '',
      },
    });
    for (const stack of ['dev', 'staging', 'prod']) {
      const key = { Bucket: 'payments-state-333333333333', Key: `.pulumi/stacks/payments/${stack}.json` };
      const { Body } = await s3.send(new GetObjectCommand(key));
      expect(JSON.parse((await Body?.transformToString()) ?? '')).toMatchObject({
        checkpoint: { stack: `organization/payments/${stack}` },
      });
    }
  }, 120_000);

  test('R37: a sandbox that was killed is started anew, empty, and says so', async () => {
    await run(['scripts/sandbox.ts', 'start']);
    const killed = await attachSandbox(folder);
    process.kill(-killed.pid, 'SIGKILL');
    expect(await endsWithin(killed.pid, 5000)).toBe(true);
    expect((await run(['scripts/sandbox.ts', 'status'])).output).toBe('no sandbox is running\n');
    const { code, output } = await run(['scripts/sandbox.ts', 'start']);
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('empty: the earlier one was killed before it could save'),
    ]);
  }, 120_000);
});

describe('what is missing', () => {
  test('R37: no Python is a message with advice and exit code 64, and leaves nothing behind', async () => {
    const { code, output } = await run(['scripts/sandbox.ts', 'start'], { PYTHON: join(folder, 'none') });
    expect([code, output]).toEqual([64, expect.stringContaining('install Python 3.10 or newer')]);
  }, 60_000);

  test('R37: a Python that is too old says which one is needed', async () => {
    const old = join(folder, 'old');
    await mkdir(old);
    await writeFile(
      join(old, 'python3'),
      '#!/bin/sh\necho "the emulator needs Python 3.10 or newer, this is 3.8.1" >&2; exit 1\n',
      { mode: 0o755 },
    );
    const { code, output } = await run(['scripts/sandbox.ts', 'start'], { PYTHON: join(old, 'python3') });
    expect([code, output]).toEqual([
      64,
      expect.stringMatching(/this is 3\.8\.1\n {2}that is .*python3; put a newer one/),
    ]);
  }, 60_000);
});

test('R37: data survives a graceful stop and start, on the same port', async () => {
  const key = { Bucket: 'payments-state-333333333333', Key: 'releases/kept' };
  const options = { folder, detached: false, environments: [dev, staging, prod] };
  const client = (endpoint: string) =>
    new S3Client({
      region: 'eu-west-1',
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: prod.account, secretAccessKey: 'x' },
    });
  const first = await startSandbox(options);
  await client(first.endpoint).send(new PutObjectCommand({ ...key, Body: 'kept' }));
  await first.stop();
  const second = await startSandbox(options);
  expect(second.earlierData).toBe('kept');
  const { Body } = await client(second.endpoint).send(new GetObjectCommand(key));
  const text = await Body?.transformToString();
  await second.stop();
  expect([second.endpoint, text]).toEqual([first.endpoint, 'kept']);
}, 60_000);
