import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { reviewedPlan } from '../../../pipeline/publish/reviewedPlan.ts';
import { addIssue, type StoredArtifact } from '../../../sandbox/github/world.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;

const merged = 'a'.repeat(40);
const head = 'b'.repeat(40);
const find = (environment = 'prod') => reviewedPlan(setting.send, setting.repository, { sha: merged, environment });

beforeEach(async () => {
  setting = await openSetting();
  const { world } = setting.standIn;
  const pull = { headRepository: 'acme/payments', headBranch: 'topic', headSha: head };
  world.mergedBy.set(merged, [addIssue(world, { author: 'ada', title: 'Change', body: '', pull }).number]);
});

afterEach(async () => {
  expect(setting.standIn.violations).toEqual([]);
  await setting.standIn.close();
});

const artifact = (
  id: number,
  createdAt: string,
  text: string,
  change: Partial<StoredArtifact> = {},
): StoredArtifact => ({
  ...{ id, name: 'preview-prod', headSha: head, createdAt },
  content: zipSync({ 'prod.json': strToU8(text), 'prod.log': strToU8('lines') }),
  ...change,
});

test('R35: the newest preview of the pull request behind a merge is what was reviewed', async () => {
  setting.standIn.world.artifacts.push(
    artifact(1, '2026-11-20T08:00:00Z', 'first'),
    artifact(2, '2026-11-21T08:00:00Z', 'second'),
    artifact(3, '2026-11-22T08:00:00Z', 'of another commit', { headSha: 'c'.repeat(40) }),
    artifact(4, '2026-11-23T08:00:00Z', 'gone', { expired: true }),
  );
  expect(await find()).toEqual({ text: 'second', at: '2026-11-21T08:00:00Z', pullRequest: 1 });
});

test('R35: without a preview nothing was reviewed', async () => {
  expect(await find()).toBeNull();
  setting.standIn.world.artifacts.push(artifact(1, '2026-11-20T08:00:00Z', 'x', { content: zipSync({}) }));
  expect(await find()).toBeNull();
});

test('R35: an artifact that is no zip is an error and not an empty review', async () => {
  setting.standIn.world.artifacts.push(artifact(1, '2026-11-20T08:00:00Z', '', { content: strToU8('not a zip') }));
  await expect(find()).rejects.toMatchObject({ name: 'PublishError', message: expect.stringContaining('no zip') });
});
