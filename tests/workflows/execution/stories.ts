/** Stories of events, as they come in the life of the repository. What must become of each event is said where they are told. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { applyBootstrap, planBootstrap } from '../../../pipeline/bootstrap/index.ts';
import { listReleases } from '../../../pipeline/release/releaseStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { worldOfSandbox } from '../../../scripts/bootstrapWorld.ts';
import { addIssue } from '../../../sandbox/github/world.ts';
import { events, fork } from './events.ts';
import { allowFunctions, denyFunctions, recordOtherAlarm, setMemory } from './hand.ts';
import { changeSetting } from './repository.ts';
import type { Stage } from './stage.ts';

export const stories = {
  /** Pull requests, and a preview by hand, before anything is deployed. */
  async pullRequests(stage: Stage) {
    await stage.carryOut('preview.yml', events.pullRequest);
    await stage.carryOut('deploy.yml', events.byHand({ action: 'preview', environment: 'dev' }));
    openFromFork(stage);
    await hostileArtifact(stage);
    await stage.carryOut('preview-offline-comment.yml', events.forkPreviewed);
  },

  /** A pull request by somebody without write access, and the workflow of main that posts for it. */
  async fork(stage: Stage) {
    openFromFork(stage);
    await changeSetting(stage.repository, ['staging', 'prod'], 'payments:batchSize: 10', 'payments:batchSize: 5');
    await stage.carryOut('preview.yml', events.forkPullRequest);
    await stage.carryOut('preview-offline-comment.yml', events.forkPreviewed);
  },

  /**
   * A merge; a quiet night; a change behind the pipeline's back, found, reverted by hand, and gone; a promotion by hand that
   * finds everything in place; a pull request that would end the parity of staging and prod.
   */
  async merge(stage: Stage) {
    // What bootstrap makes is looked at by night too, so it has to have made it, and not just the sandbox's own start.
    await bootstrapped(stage);
    await stage.carryOut('promote.yml', events.push);
    await stage.carryOut('drift.yml', events.night);
    await setMemory(stage, 'prod', 1024);
    await stage.carryOut('drift.yml', events.night);
    const release = await newestRelease(stage);
    await stage.carryOut('deploy.yml', events.byHand({ action: 'redeploy', environment: 'prod', release }));
    await stage.carryOut('deploy.yml', events.byHand({ action: 'drift check', environment: 'prod' }));
    await stage.carryOut('deploy.yml', events.byHand({ action: 'promote', environment: 'prod' }));
    await changeSetting(stage.repository, ['prod'], 'payments:batchSize: 10', 'payments:batchSize: 5');
    await stage.carryOut('preview.yml', events.pullRequest);
  },

  /** The same merge, started again until nothing stands in its way; the last time by the pipeline itself. */
  async failures(stage: Stage) {
    await denyFunctions(stage, 'dev');
    await denyFunctions(stage, 'prod');
    keepReview(stage, 'dev');
    await stage.carryOut('promote.yml', events.push);
    await allowFunctions(stage, 'dev');
    await stage.carryOut('promote.yml', events.push);
    await allowFunctions(stage, 'prod');
    const act = () => recordOtherAlarm(stage, 'prod');
    await stage.carryOut('promote.yml', events.push, { after: 'Make way for prod', act });
    await stage.carryOut('promote.yml', events.anew);
  },
};

export type StoryName = keyof typeof stories;

function openFromFork({ world }: Stage): void {
  const pull = { headRepository: fork.from, headBranch: 'change', headSha: fork.sha };
  addIssue(world, { author: fork.login, title: 'A change from outside', body: '', pull });
}

/** What the code of a fork may hand over: a preview that wants to be more than text, and a file that is none. */
async function hostileArtifact({ artifacts }: Stage): Promise<void> {
  const folder = join(artifacts, 'offline-preview');
  await mkdir(folder, { recursive: true });
  const change = {
    ...{ operation: 'create', type: 'aws:sns/topic:Topic', properties: {} },
    name: '```\n</details><img src=x onerror=alert(1)> @example/owners',
  };
  const planned = { plan: { changes: [change], notes: [] }, widenings: [], parity: null, own: null };
  await writeFile(join(folder, 'all.json'), JSON.stringify([{ status: 'planned', environment: 'dev', ...planned }]));
  const elsewhere = { status: 'planned', environment: '[prod](https://example.com)', ...planned };
  await writeFile(join(folder, 'more.json'), JSON.stringify([elsewhere]));
}

/** The preview of the pull request that is merged planned nothing here. */
function keepReview({ world }: Stage, environment: string): void {
  const results = [{ environment, plan: { environment, release: 'change', notes: [], changes: [] } }];
  world.artifacts.push({
    ...{ id: 1, name: `preview-${environment}`, headSha: '1'.repeat(40) },
    createdAt: new Date(Date.now() - 3_600_000).toISOString(),
    content: zipSync({ [`${environment}.json`]: strToU8(JSON.stringify(results)) }),
  });
}

async function bootstrapped({ sandbox }: Stage): Promise<void> {
  const world = worldOfSandbox(sandbox);
  await applyBootstrap(world, await planBootstrap(world, { adopt: false }), {});
}

async function newestRelease({ sandbox: { surroundings } }: Stage): Promise<string> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const [newest] = await listReleases(store);
  if (newest === undefined) throw new Error('no release was stored');
  return newest.id.slice(0, 12);
}
