import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { repositorySettings } from '../../../pipeline/publish/repositorySettings.ts';
import { repositorySetup } from '../../../pipeline/publish/repositorySetup.ts';
import { connect, type Send } from '../../../pipeline/publish/transport.ts';
import { startGitHub, type GitHubStandIn } from '../../../sandbox/github/server.ts';
import { newWorld } from '../../../sandbox/github/world.ts';
import { githubInstructions, prepareGithub, requiredChecks, setUpGithub } from '../../../scripts/bootstrapGithub.ts';

const configuration = loadConfiguration('config');
const repository = { owner: 'acme', name: 'payments' };
const place = { owner: 'acme', repo: 'payments' };

let standIn: GitHubStandIn;
let send: Send;

beforeEach(async () => {
  standIn = await startGitHub(newWorld('acme', 'payments'));
  send = await connect({ token: 'github_pat_test', baseUrl: standIn.url });
});

afterEach(async () => {
  await standIn.close();
  // Every request and every answer is held to GitHub's own description.
  expect(standIn.violations).toEqual([]);
});

const prepare = (...reviewers: readonly string[]) =>
  prepareGithub(configuration, repositorySetup(send, place), reviewers);
const setUp = async (...reviewers: readonly string[]) =>
  setUpGithub(configuration, repository, await prepare(...reviewers));

const environmentsSet = () =>
  standIn.world.environments.map(({ branches, ...rest }) => ({
    ...rest,
    branches: branches?.names.map(({ name }) => name),
  }));

describe('what bootstrap sets in GitHub', () => {
  test('R43: every environment that asks for approval gets reviewers, no self-review, and main as its only branch', async () => {
    const branches = { protectedOnly: false, names: [{ id: 1, name: '*' }] };
    standIn.world.environments.push({ name: 'prod', reviewers: [], preventSelfReview: false, branches });
    await setUp('octo', 'acme/platform');
    expect(environmentsSet()).toEqual(
      configuration.environments.map(({ environment, gate }) => ({
        name: environment,
        reviewers: gate.requireApproval ? ['octo', 'acme/platform'] : [],
        preventSelfReview: gate.separationOfDuties,
        branches: ['main'],
      })),
    );
    expect(configuration.environments.filter(({ gate }) => gate.requireApproval)).not.toEqual([]);
  });

  test('R21: sets the variables that the workflows read, and no other; one with another value is corrected', async () => {
    standIn.world.variables.set('HUB_REGION', 'eu-north-1');
    await setUp('octo');
    expect([...standIn.world.variables].sort()).toEqual([
      ['HUB_ACCOUNT', '333333333333'],
      ['HUB_REGION', 'eu-west-1'],
    ]);
  });

  test('R20: main takes reviewed pull requests whose checks passed, from administrators too', async () => {
    await setUp('octo');
    expect([...standIn.world.protections]).toEqual([
      [
        'main',
        {
          required_status_checks: { strict: true, contexts: ['CI passed', 'Preview passed'] },
          enforce_admins: true,
          required_pull_request_reviews: {
            required_approving_review_count: 1,
            require_code_owner_reviews: true,
            dismiss_stale_reviews: true,
            require_last_push_approval: true,
          },
          restrictions: null,
          allow_force_pushes: false,
          allow_deletions: false,
        },
      ],
    ]);
    const workflows = ['ci', 'preview'].map((name) => readFileSync(`.github/workflows/${name}.yml`, 'utf8')).join('');
    for (const check of requiredChecks) expect(workflows).toContain(`    name: ${check}\n`);
  });

  test('R43: the doctor reads from GitHub what bootstrap has set there', async () => {
    await setUp('octo');
    const settings = repositorySettings(send, place);
    expect(await settings.variable('HUB_ACCOUNT')).toBe('333333333333');
    for (const { environment } of configuration.environments)
      expect([environment, await settings.deploymentBranches(environment)]).toEqual([environment, ['main']]);
  });

  test('R43: what would be overwritten is told before, and nothing is changed by asking', async () => {
    const branches = { protectedOnly: false, names: [{ id: 1, name: 'release/*' }] };
    standIn.world.environments.push({ name: 'prod', reviewers: ['oncall'], preventSelfReview: false, branches });
    standIn.world.variables.set('HUB_REGION', 'eu-north-1');
    const review = {
      required_approving_review_count: 2,
      require_code_owner_reviews: true,
      dismiss_stale_reviews: false,
    };
    standIn.world.protections.set('main', {
      ...{ required_status_checks: { strict: true, contexts: ['lint'] }, enforce_admins: true },
      ...{ required_pull_request_reviews: review, restrictions: null, required_linear_history: true },
    });
    const { overwrites } = await prepare('octo');
    expect(overwrites).toEqual([
      'variable HUB_REGION: eu-north-1 becomes eu-west-1',
      'environment prod: reviewer oncall goes',
      'environment prod: branch release/* deploys no more',
      'branch main: required checks: lint becomes CI passed, Preview passed',
      'branch main: approving reviews: 2 becomes 1',
      'branch main: stale reviews dismissed: no becomes yes',
      'branch main: last push approved by somebody else: no becomes yes',
      'branch main: linear history: yes becomes no',
    ]);
    expect(standIn.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    await setUp('octo');
    expect((await prepare('octo')).overwrites).toEqual([]);
  });

  test('R37: a second run adds and removes nothing', async () => {
    await setUp('octo');
    const before = JSON.stringify([environmentsSet(), [...standIn.world.variables]]);
    const start = standIn.calls.length;
    await setUp('octo');
    expect(JSON.stringify([environmentsSet(), [...standIn.world.variables]])).toBe(before);
    const again = standIn.calls.slice(start);
    expect(again.filter(({ method, status }) => /^(POST|DELETE)$/.test(method) || status === 404)).toEqual([]);
    expect(again.length).toBeGreaterThan(5);
  });

  test('R43: an approval that nobody could give is refused before anything is asked', async () => {
    await expect(setUp()).rejects.toMatchObject({ exitCode: 64 });
    expect(standIn.calls).toEqual([]);
  });

  test('R21: a reviewer that does not exist is told by name, and nothing is set then', async () => {
    await expect(setUp('octo', 'nobody')).rejects.toThrow('"nobody"');
    await expect(setUp('acme/nobody')).rejects.toThrow('"acme/nobody"');
    expect([standIn.world.variables.size, standIn.world.environments]).toEqual([0, []]);
  });

  test('R21: a token that may not says what it could not do', async () => {
    standIn.world.isAdministrator = false;
    await expect(setUp('octo')).rejects.toThrow('could not read how the branch main is protected');
    expect(standIn.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    standIn.world.isAdministrator = true;
    standIn.faults = ({ method, path }) =>
      method === 'PUT' && path.endsWith('/protection')
        ? { worked: false, answer: { status: 403, body: { message: 'Upgrade to GitHub Pro' } } }
        : null;
    await expect(setUp('octo')).rejects.toThrow('could not protect the branch main');
  });

  test('R36: a run that died half-way is finished by the next one', async () => {
    standIn.faults = ({ method, path }) =>
      method === 'POST' && path.includes('/environments/staging/') ? { worked: true, answer: null } : null;
    await expect(setUp('octo')).rejects.toThrow();
    standIn.faults = () => null;
    await setUp('octo');
    expect(environmentsSet().map(({ name, branches }) => [name, branches])).toEqual(
      ['dev', 'staging', 'prod'].map((name) => [name, ['main']]),
    );
    expect(standIn.world.protections.size).toBe(1);
  });

  test('R21: finds the ids that make a re-created repository another one', async () => {
    expect(await repositorySetup(send, place).ids()).toEqual({ owner: '7001', repository: '9001' });
  });

  test('R43: without a token every click is written down, for every environment', () => {
    const text = githubInstructions(configuration, repository).join('\n');
    for (const { environment } of configuration.environments)
      expect(text).toContain(`  ${environment}: deployment branches`);
    expect(text).toMatch(/HUB_ACCOUNT = 333333333333[^]*HUB_REGION = eu-west-1/);
    expect(text.match(/Prevent self-review/g)).toHaveLength(
      configuration.environments.filter(({ gate }) => gate.requireApproval && gate.separationOfDuties).length,
    );
  });
});
