/** What a user may get wrong before a sandbox or an account is reached: what is wrong, where, what to do; nothing is changed. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startEmulator, type Emulator } from '../../../sandbox/emulator.ts';
import { command, root, type Ended } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'payments-bad-input-'));
const checkout = join(folder, 'checkout');
const environment = { PAYMENTS_SANDBOX_FOLDER: join(folder, 'none') };
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ folder: join(folder, 'emulator'), detached: false });
}, 60_000);
beforeEach(() => {
  rmSync(checkout, { recursive: true, force: true });
  mkdirSync(checkout);
  cpSync(join(root, 'config'), join(checkout, 'config'), { recursive: true });
  for (const name of ['infra', 'payments', 'package.json', 'node_modules'])
    symlinkSync(join(root, name), join(checkout, name));
});
afterAll(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

/** Nothing but the message. */
const refused = ({ code, results, told }: Ended) => ({ code, results, told: told.trimEnd().split('\n') });
const refusal = (...lines: readonly RegExp[]) => ({
  code: 64,
  results: '',
  told: lines.map((line): unknown => expect.stringMatching(line)),
});

const inCheckout = (name: string, ...rest: readonly string[]) =>
  command({ environment, directory: checkout }, name, ...rest);
const config = (name: string) => join(checkout, 'config', `${name}.yaml`);
const configured = () =>
  Object.fromEntries(
    readdirSync(join(checkout, 'config')).map((name) => [name, readFileSync(join(checkout, 'config', name), 'utf8')]),
  );

test('R37: without a running sandbox each command says where it looked and how to start one', async () => {
  const out = join(folder, 'out');
  const commands = [
    ...[['preview'], ['deploy', 'dev'], ['promote'], ['observe', 'dev', '--out', out], ['drift', '--out', out]],
    ...[
      ['compare', 'staging', 'prod', '--out', out],
      ['recover', 'dev'],
      ['releases'],
      ['redrive', 'dev'],
      ['evidence'],
    ],
    ...[['redeploy', 'dev', '0f3a9c1d2e4b', '--reason', 'why'], ['insights'], ['doctor'], ['bootstrap']],
  ];
  for (const [name = '', ...rest] of commands) {
    const ended = await inCheckout(name, ...rest, '--sandbox');
    expect({ name, ...refused(ended) }).toEqual({
      name,
      ...refusal(/^error: no sandbox is running \(looked in .*none\)$/, /^ {2}start one: npm run sandbox -- start$/),
    });
  }
  expect(existsSync(join(folder, 'none'))).toBe(false);
}, 180_000);

test.each([
  ['preview --nope', [/^error: unknown option '--nope'/, /--help/]],
  ['deploy', [/^error: missing required argument 'environment'/, /--help/]],
  ['observe dev', [/^error: required option '--out <file>' not specified/, /--help/]],
  ['redeploy dev 0f3a9c1d2e4b', [/^error: required option '--reason <text>' not specified/, /--help/]],
  // Fewer digits fit any release, and none at all fit every one.
  ['redeploy dev 0f3 --reason why --sandbox', [/expected a release id, or at least its first four digits/, /--help/]],
  ['redeploy dev XYZ12 --reason why --sandbox', [/expected a release id, or at least its first four digits/, /--help/]],
  ['sandbox restart', [/^error: unknown command 'restart'/, /Did you mean start/, /--help/]],
  ['evidence --from tomorrow', [/^error: expected a date such as 2026-09-30, got "tomorrow"/, /--help/]],
  ['compare a.json b.json', [/^error: cannot read the observation a.json/, /npm run observe/, /ENOENT/]],
] as const)('R14: `%s` is bad usage', async (line, told) => {
  const [name = '', ...rest] = line.split(' ');
  expect(refused(await inCheckout(name, ...rest))).toEqual(refusal(...told));
});

test.each([
  ...['preview prd', 'deploy prd', 'promote --to prd', 'recover prd', 'redrive prd', 'releases --resume prd'],
  ...['redeploy prd 0f3a --reason why', 'evidence --environment prd', 'drift --target prd', 'compare prd prod'],
])('R14: `%s` is refused by the name before any account is asked', async (line) => {
  const [name = '', ...rest] = line.split(' ');
  expect(refused(await inCheckout(name, ...rest))).toEqual(
    refusal(/^error: there is no environment "prd", did you mean prod\?$/, /Known environments: dev, staging, prod\./),
  );
});

test.each(['preview', 'sandbox start'])(
  'R14: YAML that does not parse stops `%s` with file and line, before anything runs',
  async (line) => {
    writeFileSync(config('staging'), readFileSync(config('staging'), 'utf8').replace('config:', 'config: ['));
    const before = configured();
    const [name = '', ...rest] = line.split(' ');
    const { code, results, told } = await inCheckout(name, ...rest);
    expect([code, results, told]).toEqual([64, '', expect.stringMatching(/^error: [^]*config\/staging\.yaml:\d+: /)]);
    expect(configured()).toEqual(before);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  },
);

test('R14: an environment whose file is missing is named, with the file that asks for it', async () => {
  rmSync(config('staging'));
  const { code, told } = await inCheckout('preview', '--sandbox');
  expect([code, told]).toEqual([64, expect.stringMatching(/config\/prod\.yaml:\d+: payments:promotesFrom: .*staging/)]);
});

test('R14: all problems of all files are told at once', async () => {
  for (const name of ['dev', 'prod'])
    writeFileSync(
      config(name),
      readFileSync(config(name), 'utf8').replace(/payments:memory: .*/, 'payments:memory: 2GB'),
    );
  const { code, told } = await inCheckout('promote', '--sandbox');
  expect(code).toBe(64);
  for (const name of ['dev', 'prod'])
    expect(told).toMatch(new RegExp(`config/${name}\\.yaml:\\d+: payments:memory: .*2GB`));
});

/** The shell of somebody who is root of this account. */
const asRootOf = (account: string) => ({
  ...environment,
  AWS_ENDPOINT_URL: emulator.endpoint,
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'any',
});

test.each(['preview', 'deploy dev', 'drift'])(
  'R11 R15: `%s` with credentials of another account says whose they are and whose are needed',
  async (line) => {
    const [name = '', ...rest] = line.split(' ');
    const out = name === 'drift' ? ['--out', join(folder, 'reports')] : [];
    const ended = await command({ environment: asRootOf('999999999999') }, name, ...rest, ...out);
    expect(refused(ended)).toEqual(
      refusal(
        /^error: AWS_ACCESS_KEY_ID: expected account 333333333333, found 999999999999/,
        /aws sts get-caller-identity/,
      ),
    );
  },
);

test.each(['preview dev', 'deploy dev', 'releases'])(
  'R11: `%s` before bootstrap says that the state bucket is missing',
  async (line) => {
    const [name = '', ...rest] = line.split(' ');
    const { code, results, told } = await command({ environment: asRootOf('333333333333') }, name, ...rest);
    expect([code, results, told]).toEqual([
      64,
      '',
      expect.stringMatching(/state bucket "payments-state-333333333333" does not exist[^]*npm run bootstrap/),
    ]);
  },
);

test('R33: a place that nothing can be written to is refused before anything is observed', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const [drift, compare] = await Promise.all([
    inCheckout('drift', '--sandbox', '--out', file),
    inCheckout('compare', 'staging', 'prod', '--sandbox', '--out', join(file, 'below')),
  ]);
  for (const ended of [drift, compare])
    expect(refused(ended)).toEqual(
      refusal(/^error: --out .*a-file.*: nothing can be written there/, /nothing was done/, /because/),
    );
});
