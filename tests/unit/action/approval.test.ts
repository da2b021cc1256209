import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { requireReviewers } from '../../../.github/actions/approval/reviewers.ts';
import { startAnew } from '../../../.github/actions/approval/startAnew.ts';
import { supersede } from '../../../.github/actions/approval/supersede.ts';
import { ConfigurationError, PublishError } from '../../../pipeline/errors.ts';
import { deployments } from '../../../pipeline/publish/deployments.ts';
import { addIssue, type StoredRun } from '../../../sandbox/github/world.ts';
import { openSetting, type Setting } from '../publish/setting.ts';
import { openGate } from '../release/records.ts';

let setting: Setting;

beforeEach(async () => {
  setting = await openSetting();
});

afterEach(async () => {
  expect(setting.standIn.violations).toEqual([]);
  await setting.standIn.close();
});

const github = () => ({ ...deployments(setting.send, setting.repository), ...setting.github });
const refOf = (workflow: string) => `acme/payments/.github/workflows/${workflow}@refs/heads/main`;
const asked = { ...openGate, requireApproval: true, reviewersRequired: 2, separationOfDuties: true };

describe('reviewers', () => {
  const page = 'https://github.com/acme/payments/settings/environments';
  const checked = (gate = asked) => requireReviewers(github(), { environment: 'prod', gate, page });
  const guarded = (reviewers: readonly string[], preventSelfReview: boolean) =>
    setting.standIn.world.environments.push({ name: 'prod', reviewers, preventSelfReview });

  test('R43: a gate that GitHub guards as the settings ask opens to its reviewers', async () => {
    guarded(['octo', 'oncall'], true);
    await expect(checked()).resolves.toBe('prod is approved by one of 2 reviewers.');
  });

  test.each([
    ['an environment that GitHub would make on the fly', null, true, 'GitHub has no environment of this name'],
    ['an environment without reviewers', [], true, 'it names 0 reviewers, the settings ask for 2'],
    ['too few reviewers', ['octo'], true, 'it names 1 reviewers, the settings ask for 2'],
    [
      'reviewers who may approve what they started',
      ['octo', 'oncall'],
      false,
      'who starts a deployment may approve it',
    ],
  ])('R43: %s fails closed, and the way to set it is said', async (_name, reviewers, preventSelfReview, problem) => {
    if (reviewers !== null) guarded(reviewers, preventSelfReview);
    const failure: unknown = await checked().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure).toMatchObject({
      message: `the gate of prod is not guarded: ${problem}`,
      advice: expect.stringMatching(/Set required reviewers .*settings\/environments.*Enterprise only/),
    });
  });

  test('R43: where the settings ask for nobody, GitHub is not asked either', async () => {
    await expect(checked(openGate)).resolves.toBe('The settings of prod ask for no approval.');
    expect(setting.standIn.calls).toEqual([]);
  });
});

describe('an older run that waits', () => {
  const run = (number: number, waitsFor: readonly string[], headSha = String(number).repeat(40)): StoredRun => ({
    ...{ id: 100 + number, number, workflow: 'promote.yml', headSha, conclusion: null, waitsFor },
    status: waitsFor.length > 0 ? 'waiting' : 'in_progress',
  });
  const superseded = (workflowRef = refOf('promote.yml'), environment = 'prod') =>
    supersede({
      ...{
        github: github(),
        clock: setting.clock,
        author: 'github-actions[bot]',
        environment,
        workflow: 'promote.yml',
        workflowRef,
      },
      run: { id: 105, number: 5, url: 'https://github.com/acme/payments/actions/runs/105' },
    });
  const states = () => setting.standIn.world.runs.map(({ number, conclusion }) => [number, conclusion]);

  test('R43: gives way to a newer release, and its pull request is told; other runs go on', async () => {
    const { world } = setting.standIn;
    world.runs.push(run(2, ['staging']), run(3, ['prod']), run(4, []), run(5, []), run(6, ['prod']));
    const pull = { headRepository: 'acme/payments', headBranch: 'topic', headSha: '0'.repeat(40) };
    const { number } = addIssue(world, { author: 'ada', title: 'Change', body: '', pull });
    world.mergedBy.set('3'.repeat(40), [number]);

    expect((await superseded())?.map(({ id }) => id)).toEqual([103]);
    expect(states()).toEqual([2, 3, 4, 5, 6].map((each) => [each, each === 3 ? 'cancelled' : null]));
    const [comment, ...more] = world.issues[0]?.comments ?? [];
    expect(more).toEqual([]);
    expect(comment?.body).toMatch(/prod.*\[run 5\]\(https:\/\/github\.com\/acme\/payments\/actions\/runs\/105\)/s);

    // Again: it waits no longer, and nobody is told twice.
    expect(await superseded()).toEqual([]);
    expect(world.issues[0]?.comments).toHaveLength(1);
  });

  test('R43: goes on when a person redeploys by hand: numbers of two workflows say nothing about each other', async () => {
    const { world } = setting.standIn;
    world.runs.push(run(3, ['prod']), { ...run(4, ['prod']), workflow: 'deploy.yml' });
    expect(await superseded(refOf('deploy.yml'))).toBeNull();
    expect(states()).toEqual([3, 4].map((each) => [each, null]));
    expect((await superseded())?.map(({ id }) => id)).toEqual([103]);
    expect(states()).toEqual([
      [3, 'cancelled'],
      [4, null],
    ]);
  });

  test('R43: is found among more runs than a page holds', async () => {
    const older = Array.from({ length: 130 }, (_, index) => ({ ...run(1, ['dev']), id: 1000 + index }));
    setting.standIn.world.runs.push(run(3, ['prod']), ...older);
    expect((await superseded())?.map(({ id }) => id)).toEqual([103]);
  });

  test('R43: is not ended by a token that may not, and the missing permission is named', async () => {
    setting.standIn.world.permissions = { ...setting.standIn.world.permissions, actions: 'read' };
    setting.standIn.world.runs.push(run(3, ['prod']));
    await expect(superseded()).rejects.toThrow(PublishError);
    expect(states()).toEqual([[3, null]]);
  });
});

describe('a plan that is no longer the approved one', () => {
  const started = (change: object = {}) =>
    startAnew(github(), {
      ...{ environment: 'prod', gate: asked, inputs: {} },
      workflowRef: 'acme/payments/.github/workflows/promote.yml@refs/heads/main',
      ...change,
    });

  test('R34: starts plan and approval anew after a merge', async () => {
    await expect(started()).resolves.toContain('promote.yml starts again on main');
    expect(setting.standIn.world.started).toEqual([{ workflow: 'promote.yml', ref: 'main', inputs: {} }]);
  });

  test('R34: starts what a person had asked for with the same words', async () => {
    const inputs = {
      action: 'redeploy',
      environment: 'prod',
      release: '0123456789ab',
      reason: 'drift',
      override: 'false',
    };
    await started({ inputs, workflowRef: 'acme/payments/.github/workflows/deploy.yml@refs/heads/main' });
    expect(setting.standIn.world.started).toEqual([{ workflow: 'deploy.yml', ref: 'main', inputs }]);
  });

  test('R34: does not go round where no person is in between', async () => {
    await expect(started({ gate: openGate })).resolves.toContain('re-run all jobs');
    expect(setting.standIn.world.started).toEqual([]);
  });

  test('R34: fails where the workflow is not known, or the token may not start it', async () => {
    await expect(started({ workflowRef: '' })).rejects.toThrow(ConfigurationError);
    setting.standIn.world.permissions = { ...setting.standIn.world.permissions, actions: 'read' };
    await expect(started()).rejects.toThrow(PublishError);
  });
});
