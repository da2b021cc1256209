import { describe, expect, test } from '@jest/globals';
import { ok, notApplicable, problem, unknown } from '../../../pipeline/doctor/check.ts';
import { githubChecks, type GitHubQuestions } from '../../../pipeline/doctor/github.ts';
import { PublishError } from '../../../pipeline/errors.ts';
import { configuration } from '../release/records.ts';
import { outcomesOf } from './outcomes.ts';

const fine: GitHubQuestions['settings'] = {
  branchIsProtected: async () => true,
  deploymentBranches: async () => ['main'],
  subjectIsDefault: async () => true,
  schedule: async () => ({ state: 'active', since: '2026-01-01T00:00:00Z', lastRun: '2026-11-24T02:00:00Z' }),
  variable: async (name) => (name === 'HUB_ACCOUNT' ? '333333333333' : 'eu-west-1'),
};
const reviewed = async () => ({ reviewers: 2, preventSelfReview: true });

const lookAt = (
  settings: Partial<GitHubQuestions['settings']> = {},
  protection: GitHubQuestions['protection'] = reviewed,
) =>
  outcomesOf(
    githubChecks(configuration, {
      ...{ protection, settings: { ...fine, ...settings } },
      now: () => new Date('2026-11-24T12:00:00Z'),
    }),
  );

const environment = ok('2 reviewers, deployed from main only');
const everything = {
  'github.branch': ok('changes come in by pull request'),
  'github.environment.dev': environment,
  'github.environment.staging': environment,
  'github.environment.prod': environment,
  'github.oidc-subject': ok('the default one, which the entry roles trust'),
  'github.schedule': ok('ran 10 h ago'),
  'github.variable.HUB_ACCOUNT': ok('333333333333'),
  'github.variable.HUB_REGION': ok('eu-west-1'),
};

describe('what GitHub must be set to', () => {
  test('R21: is fine when all of it is', async () => {
    expect(await lookAt()).toEqual(everything);
  });

  test.each<[keyof typeof everything, Partial<GitHubQuestions['settings']>, string, RegExp]>([
    ['github.branch', { branchIsProtected: async () => false }, 'anybody with write access may push to it', /Rulesets/],
    ['github.branch', { branchIsProtected: async () => null }, 'there is no branch main', /push it/],
    [
      'github.oidc-subject',
      { subjectIsDefault: async () => false },
      'the subject is customised, the entry roles trust the default one',
      /gh api -X PUT/,
    ],
    ['github.schedule', { schedule: async () => null }, 'GitHub does not know drift.yml', /enable Actions/],
    [
      'github.schedule',
      { schedule: async () => ({ state: 'disabled_inactivity', since: '2026-01-01T00:00:00Z', lastRun: null }) },
      'the workflow is disabled_inactivity',
      /gh workflow enable/,
    ],
    [
      'github.schedule',
      { schedule: async () => ({ state: 'active', since: '2026-01-01T00:00:00Z', lastRun: '2026-11-22T11:00:00Z' }) },
      'its last scheduled run was 49 h ago',
      /gh workflow run/,
    ],
    [
      'github.schedule',
      { schedule: async () => ({ state: 'active', since: '2026-11-01T00:00:00Z', lastRun: null }) },
      'it never ran by schedule',
      /default branch/,
    ],
  ])('R21 R22: %s is a problem with its fix (%#)', async (id, settings, reason, fix) => {
    const found = await lookAt(settings);
    expect(found).toEqual({ ...everything, [id]: problem(reason, expect.stringMatching(fix) as unknown as string) });
  });

  test('R22 R33: a schedule before its first night is unknown, and not yet wrong', async () => {
    const schedule = async () => ({ state: 'active', since: '2026-11-23T20:00:00Z', lastRun: null });
    expect((await lookAt({ schedule }))['github.schedule']).toEqual(unknown('it has not had its first night yet'));
  });

  test('R21: a variable that is missing or wrong comes with the command that sets it', async () => {
    const variable = async (name: string) => (name === 'HUB_ACCOUNT' ? null : 'us-east-1');
    expect(await lookAt({ variable })).toEqual({
      ...everything,
      'github.variable.HUB_ACCOUNT': problem('it is not set', 'Run: gh variable set HUB_ACCOUNT --body 333333333333'),
      'github.variable.HUB_REGION': problem(
        'it is us-east-1, the configuration says eu-west-1',
        'Run: gh variable set HUB_REGION --body eu-west-1',
      ),
    });
  });
});

describe('the gate of an environment', () => {
  const prod = async (protection: GitHubQuestions['protection'], settings = {}) =>
    (await lookAt(settings, protection))['github.environment.prod'];
  const fix = 'Settings > Environments > prod: set what its gate asks for.';

  test('R43: without reviewers, or with self-review, is a problem where it asks for them, and fine in dev', async () => {
    const alone = async () => ({ reviewers: 0, preventSelfReview: false });
    expect(await prod(alone)).toEqual(
      problem('0 reviewers, the gate asks for 1; who starts a deployment may approve it', fix),
    );
    expect((await lookAt({}, alone))['github.environment.dev']).toEqual(ok('0 reviewers, deployed from main only'));
  });

  test.each([
    ['all', 'any branch may deploy to it'],
    [['main', 'feature/*'], 'deployed from main, feature/*'],
  ] as const)('R11: that may be deployed from %j is a problem', async (branches, reason) => {
    expect(await prod(reviewed, { deploymentBranches: async () => branches })).toEqual(problem(reason, fix));
  });

  test('R21: that GitHub does not know is a problem', async () => {
    expect(await prod(async () => null)).toMatchObject({
      ...{ state: 'problem', reason: 'GitHub has no environment of this name' },
      fix: expect.stringContaining('npm run bootstrap'),
    });
  });
});

describe('GitHub that cannot be seen', () => {
  test('R33: makes every check unknown without a token, with what to set', async () => {
    const found = await outcomesOf(githubChecks(configuration, { unavailable: 'no token', fix: 'Set GH_TOKEN.' }));
    expect(found).toEqual(
      Object.fromEntries(Object.keys(everything).map((id) => [id, unknown('no token', 'Set GH_TOKEN.')])),
    );
  });

  test('R33: leaves only the refused question unknown when GitHub refuses one', async () => {
    const error = new PublishError('GitHub answered 403', { advice: 'Give the token read access.' });
    const found = await lookAt({ subjectIsDefault: () => Promise.reject(error) });
    expect(found).toEqual({
      ...everything,
      'github.oidc-subject': unknown('GitHub answered 403', 'Give the token read access.'),
    });
  });

  test('R37: does not apply on the sandbox', async () => {
    const found = await outcomesOf(githubChecks(configuration, null));
    expect(new Set(Object.values(found))).toEqual(
      new Set(Object.keys(everything).map(() => notApplicable('the sandbox has no repository settings'))),
    );
  });
});
