import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../../../.github/actions/promotion/bench.ts';
import { deploy, type DeployStep, type GitHubFacts } from '../../../.github/actions/promotion/deploy.ts';
import { request } from '../../../.github/actions/promotion/request.ts';
import { requireEnvironment } from '../../../pipeline/configuration/index.ts';
import type { EvidenceStart } from '../../../pipeline/release/evidence.ts';
import { fingerprint } from '../../../pipeline/release/fingerprint.ts';
import { changePromotion, type Deployment } from '../../../pipeline/release/promotionRecord.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { smallRelease } from '../release/histories/releases.ts';
import { contextOf, environments, newWorld, type World } from '../release/histories/world.ts';
import { MemoryStore } from '../release/memoryStore.ts';
import { deployment } from '../release/records.ts';

let root = '';
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'payments-commit-of-run-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

/** The release was stored first by somebody who tried it out from the commit before: the run is about another one. */
const [first, ofRun] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
const committedAt = '2026-03-02T08:00:00.000Z';

let world: World;
let outputs: Record<string, string>;
beforeEach(() => {
  world = newWorld(root);
  outputs = {};
});

async function stored(facts: Parameters<typeof smallRelease>[3] = {}) {
  const small = smallRelease(root, 'the one', environments, {
    commit: first,
    authors: ['first@example.com'],
    ...facts,
  });
  await storeRelease(new MemoryStore(world.documents), small.built);
  world.contents.set(small.release.id, 1);
  return small;
}

function bench(): Bench {
  const context = contextOf(world, {
    ...{ name: 'grace', interrupt: new AbortController().signal, hook: async () => {} },
    ...{ showCard: () => {}, onUpdate: () => {} },
  });
  return {
    ...context,
    surroundings: { ...context.surroundings, kind: 'aws' },
    tell: { info: () => {}, output: (name, value) => (outputs[name] = value), summary: async () => {} },
    settings: (name) => requireEnvironment(context.configuration, name),
    store: async () => new MemoryStore(world.documents),
  };
}

/** What GitHub knows: whoever wrote a commit has its digit in the login. */
const github = (approver: string): GitHubFacts => ({
  facts: {
    approversOf: async () => [approver],
    writersSince: async (sha) => [`writer-${sha[0]} <writer-${sha[0]}@example.com>`],
    checksOf: async (sha) => [{ name: `tests of ${sha[0]}`, conclusion: 'success', url: '' }],
  },
  ...{ review: async () => null, run: 7, runState: async () => 'unknown' as const },
});

async function deployToProd(release: string, how: Partial<DeployStep>): Promise<EvidenceStart> {
  const source = { ...smallRelease(root, 'the one', environments).source };
  const plan = await bench().effects.preview(
    { source, environment: 'prod', surroundings: bench().surroundings, purpose: 'deploy-prod' },
    { refresh: false },
  );
  await deploy(bench(), {
    ...{ environment: 'prod', release, commit: ofRun, committedAt, redeploy: false, override: true },
    ...{ reason: 'merged', approvedPlan: fingerprint(plan), github: github('octo') },
    ...how,
  });
  const key = [...world.documents.keys()].find((name) => /^evidence\/prod\/.*start\.json$/.test(name)) ?? '';
  return JSON.parse(new TextDecoder().decode(world.documents.get(key)?.body)) as EvidenceStart;
}

const runsIn = (environment: string, current: Deployment) =>
  changePromotion(new MemoryStore(world.documents), environment, (record) => ({
    ...{ ...record, current, verified: [current] },
  }));

describe('a deployment on GitHub', () => {
  test('R41: names commit, authors and tests of its run, not those of whoever stored the release first', async () => {
    const { release } = await stored();
    await runsIn('staging', deployment(release.id));
    expect(await deployToProd(release.id, {})).toMatchObject({
      ...{ commit: ofRun, authors: ['writer-b <writer-b@example.com>'], approvers: ['octo'] },
      tests: [{ name: 'tests of b' }],
    });
  });

  test('R41 R43: is refused when an author of that commit approved it', async () => {
    const { release } = await stored();
    await runsIn('staging', deployment(release.id));
    const attempt = deployToProd(release.id, { github: github('writer-b') });
    await expect(attempt).rejects.toThrow('writer-b wrote a commit of this release and cannot approve it for prod');
  });

  test('R41: of what was tried out uncommitted goes on once main built the same, and not before', async () => {
    const { release } = await stored({ dirty: true });
    await runsIn('staging', deployment(release.id));
    // By hand, and no commit is known that gave it.
    const byHand = deployToProd(release.id, { commit: first, committedAt: '' });
    await expect(byHand).rejects.toThrow('built with uncommitted changes, which prod does not take');
    expect(await deployToProd(release.id, {})).toMatchObject({ commit: ofRun });
  });

  test('R41 R43: back to an earlier release is compared by login too, with the authors of the commit that it was deployed for', async () => {
    const { release } = await stored();
    await runsIn('prod', deployment(release.id, { commit: ofRun }));
    const refused = deployToProd(release.id, { redeploy: true, github: github('writer-b') });
    await expect(refused).rejects.toThrow('writer-b wrote a commit of this release');
    expect(await deployToProd(release.id, { redeploy: true })).toMatchObject({
      ...{ kind: 'redeployment', commit: ofRun, authors: ['writer-b <writer-b@example.com>'], approvers: ['octo'] },
    });
  });
});

describe('a promotion by hand', () => {
  const asked = { environment: 'prod', release: '', reason: 'now', override: false };

  test.each([
    ['promote', 'staging'],
    ['redeploy', 'prod'],
  ])('R41: to %s is about the commit that the release was deployed for in %s', async (action, where) => {
    const { release } = await stored();
    await runsIn(where, deployment(release.id, { commit: ofRun, committedAt }));
    await request(bench(), { ...asked, action, release: release.id.slice(0, 12) });
    expect(outputs).toMatchObject({ release: release.id, commit: ofRun, 'committed-at': committedAt });
  });

  test('R41: of what was deployed uncommitted only, is about no commit that has a time', async () => {
    const { release } = await stored({ dirty: true });
    await runsIn('staging', deployment(release.id, { commit: first }));
    await request(bench(), { ...asked, action: 'promote' });
    expect(outputs).toMatchObject({ release: release.id, commit: first, 'committed-at': '' });
  });
});
