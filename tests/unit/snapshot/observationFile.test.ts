import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import { digestOf } from '../../../pipeline/snapshot/digest.ts';
import { readObservation, writeObservation } from '../../../pipeline/snapshot/observationFile.ts';
import { contextOf, prod, rawPayments } from './rawPayments.ts';

const observation = canonicalise(rawPayments(prod), contextOf(prod));
let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'observation-'))));
afterEach(() => rm(folder, { recursive: true }));

test('R7: what one runner observed is what another one compares', async () => {
  const file = join(folder, 'deep', 'prod.json');
  await writeObservation(file, observation);
  expect(await readObservation(file, 'prod')).toEqual(observation);
  expect(await readdir(join(folder, 'deep'))).toEqual(['prod.json']);
});

test('R7: the digest is about the content, not about how the file is written', async () => {
  const file = join(folder, 'prod.json');
  const reversed = Object.entries({ ...observation, digest: digestOf(observation) }).reverse();
  await writeFile(file, JSON.stringify(Object.fromEntries(reversed), null, 7));
  expect(await readObservation(file)).toEqual(observation);
});

test('R33: every part of an observation counts in its digest', () => {
  const changes = {
    release: null,
    causes: ['x'],
    completeness: 'partial' as const,
    region: 'eu-west-2',
    notObservable: [{ resource: 'a', path: 'b', reason: 'c' }],
  };
  const digests = Object.entries(changes).map(([key, value]) => digestOf({ ...observation, [key]: value }));
  const [first, ...others] = observation.resources;
  if (first === undefined) throw new Error('no resources');
  digests.push(digestOf({ ...observation, resources: others }));
  digests.push(digestOf({ ...observation, resources: [{ ...first, live: { status: 'missing' } }, ...others] }));
  expect(new Set([digestOf(observation), ...digests]).size).toBe(1 + digests.length);
});

test('R33: a file that was edited, or is about another environment, is refused with what to do', async () => {
  const file = join(folder, 'prod.json');
  await writeObservation(file, observation);
  const refused = readObservation(file, 'staging');
  await expect(refused).rejects.toThrow('is about "prod", not about "staging"');
  await expect(refused).rejects.toMatchObject({ exitCode: 64, advice: 'Observe again; nothing was compared.' });
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"memorySize": 2048', '"memorySize": 1024'));
  await expect(readObservation(file)).rejects.toThrow('its digest does not match');
});

test('R33: a truncated file, one of a newer pipeline and one with unknown parts are refused, each with its reason', async () => {
  const file = join(folder, 'prod.json');
  await writeObservation(file, observation);
  const text = await readFile(file, 'utf8');
  const cases: readonly (readonly [string, string])[] = [
    [text.slice(0, text.length / 2), 'is truncated or no JSON'],
    ['', 'is truncated or no JSON'],
    ['null', 'is not an observation'],
    [text.replace('"schemaVersion": 1', '"schemaVersion": 2'), 'has schema version 2; this pipeline reads version 1'],
    [text.replace('"schemaVersion": 1', '"schemaVersion": 1, "more": true'), 'is not an observation'],
    [text.replace(/"digest": "[0-9a-f]+"/, `"digest": "${'0'.repeat(64)}"`), 'its digest does not match'],
  ];
  for (const [content, reason] of cases) {
    await writeFile(file, content);
    await expect(readObservation(file)).rejects.toThrow(reason);
    await expect(readObservation(file)).rejects.toMatchObject({ exitCode: 64 });
  }
});
