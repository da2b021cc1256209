import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { earlierPort, readRecord, removeRecord, writeRecord } from '../../../sandbox/record.ts';
import { attachSandbox } from '../../../sandbox/index.ts';
import { landscape } from '../bootstrap/landscape.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'record-'))));
afterEach(() => rm(folder, { recursive: true }));

const record = { identity: 'x', pid: 4_000_000, port: 4566, startedAt: new Date(0).toISOString(), landscape };

test('R37: what was written is read again, and the port outlives the record', async () => {
  await writeRecord(folder, record);
  expect(readRecord(folder)).toEqual(record);
  await removeRecord(folder);
  expect(readRecord(folder)).toBeNull();
  expect(earlierPort(folder)).toEqual({ preferredPort: 4566 });
});

test.each(['', '{', '{"pid":1}', 'null'])('R37: a file that is no record (%s) reads as none', async (text) => {
  await writeFile(join(folder, 'sandbox.json'), text);
  expect(readRecord(folder)).toBeNull();
});

test('R37: attaching says how to start one when none runs, and when the recorded process is gone', async () => {
  const refusal = {
    name: 'ConfigurationError',
    exitCode: 64,
    advice: expect.stringContaining('npm run sandbox -- start'),
  };
  await expect(attachSandbox(folder)).rejects.toMatchObject(refusal);
  await writeRecord(folder, { ...record, pid: process.pid });
  await expect(attachSandbox(folder)).rejects.toMatchObject(refusal);
});
