import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../../../pipeline/configuration/index.ts';
import { repositorySetup } from '../../../pipeline/publish/repositorySetup.ts';
import type { Answer, Parameters } from '../../../pipeline/publish/transport.ts';
import { githubInstructions, requiredChecks, setUpGithub } from '../../../scripts/bootstrapGithub.ts';

const configuration = loadConfiguration('config');
const repository = { owner: 'acme', name: 'payments' };

/** A repository as far as bootstrap asks for it: what is set is kept, so that a second run meets what the first one left. */
function fakeGithub(answers: Readonly<Record<string, number>> = {}) {
  const calls: [string, Parameters][] = [];
  const variables = new Map<unknown, unknown>();
  const branches = new Map<unknown, string[]>([['prod', ['*']]]);
  const send = (route: string, parameters: Parameters): Promise<Answer> => {
    const { owner: _owner, repo: _repo, ...rest } = parameters;
    calls.push([route.replace('/repos/{owner}/{repo}', ''), rest]);
    const refused = answers[route];
    if (refused !== undefined) return Promise.resolve({ status: refused, headers: {}, data: { message: 'refused' } });
    return Promise.resolve({ headers: {}, ...answer(route, parameters) });
  };
  function answer(route: string, { name, value, environment_name: environment }: Parameters) {
    if (route.startsWith('PATCH')) return variables.has(name) ? { status: 204, data: null } : { status: 404, data: {} };
    if (route.endsWith('/actions/variables')) return (variables.set(name, value), { status: 201, data: {} });
    if (route.startsWith('GET /users/')) return { status: 200, data: { id: 11 } };
    if (route.startsWith('GET /orgs/')) return { status: 200, data: { id: 22 } };
    if (route.startsWith('POST') && route.endsWith('policies')) {
      branches.set(environment, [...(branches.get(environment) ?? []), String(name)]);
      return { status: 200, data: {} };
    }
    if (route.startsWith('DELETE')) return (branches.set(environment, ['main']), { status: 204, data: null });
    if (route.startsWith('GET') && route.endsWith('policies')) {
      const list = (branches.get(environment) ?? []).map((branch, index) => ({ id: index + 1, name: branch }));
      return { status: 200, data: { branch_policies: list } };
    }
    if (route === 'GET /repos/{owner}/{repo}') return { status: 200, data: { id: 9001, owner: { id: 7001 } } };
    return { status: 200, data: {} };
  }
  return { setup: repositorySetup(send, { owner: 'acme', repo: 'payments' }), calls, branches };
}

const bodies = (calls: readonly [string, Parameters][], start: string) =>
  calls.filter(([route]) => route.startsWith(start)).map(([, body]) => body);

describe('what bootstrap sets in GitHub', () => {
  test('R43: every environment that asks for approval gets reviewers, no self-review, and main as its only branch', async () => {
    const { setup, calls, branches } = fakeGithub();
    await setUpGithub(configuration, repository, setup, ['ada', 'acme/platform']);
    const reviewers = [
      { type: 'User', id: 11 },
      { type: 'Team', id: 22 },
    ];
    const deployment_branch_policy = { protected_branches: false, custom_branch_policies: true };
    expect(bodies(calls, 'PUT /environments/')).toEqual(
      configuration.environments.map(({ environment, gate }) => ({
        environment_name: environment,
        reviewers: gate.requireApproval ? reviewers : null,
        prevent_self_review: gate.separationOfDuties,
        deployment_branch_policy,
      })),
    );
    expect(configuration.environments.filter(({ gate }) => gate.requireApproval)).not.toEqual([]);
    expect(Object.fromEntries(branches)).toEqual({ dev: ['main'], staging: ['main'], prod: ['main'] });
  });

  test('R21: sets the variables that the workflows read, and no other', async () => {
    const { setup, calls } = fakeGithub();
    await setUpGithub(configuration, repository, setup, ['ada']);
    expect(bodies(calls, 'POST /actions/variables')).toEqual([
      { name: 'HUB_ACCOUNT', value: '333333333333' },
      { name: 'HUB_REGION', value: 'eu-west-1' },
    ]);
  });

  test('R20: main takes reviewed pull requests whose checks passed, from administrators too', async () => {
    const { setup, calls } = fakeGithub();
    await setUpGithub(configuration, repository, setup, ['ada']);
    expect(bodies(calls, 'PUT /branches/')).toEqual([
      expect.objectContaining({
        branch: 'main',
        enforce_admins: true,
        allow_force_pushes: false,
        allow_deletions: false,
        required_status_checks: { strict: true, contexts: ['CI passed', 'Preview passed'] },
        required_pull_request_reviews: expect.objectContaining({
          required_approving_review_count: 1,
          require_code_owner_reviews: true,
          dismiss_stale_reviews: true,
        }),
      }),
    ]);
    const workflows = ['ci', 'preview'].map((name) => readFileSync(`.github/workflows/${name}.yml`, 'utf8')).join('');
    for (const check of requiredChecks) expect(workflows).toContain(`    name: ${check}\n`);
  });

  test('R37: a second run adds nothing', async () => {
    const { setup, calls, branches } = fakeGithub();
    await setUpGithub(configuration, repository, setup, ['ada']);
    const before = JSON.stringify([...branches]);
    const start = calls.length;
    await setUpGithub(configuration, repository, setup, ['ada']);
    expect(JSON.stringify([...branches])).toBe(before);
    expect(calls.slice(start).filter(([route]) => /^(POST|DELETE)/.test(route))).toEqual([]);
  });

  test('R43: an approval that nobody could give is refused before anything is set', async () => {
    const { setup, calls } = fakeGithub();
    await expect(setUpGithub(configuration, repository, setup, [])).rejects.toMatchObject({ exitCode: 64 });
    expect(calls).toEqual([]);
  });

  test('R21: a reviewer that does not exist, and a token that may not, are told by name', async () => {
    const unknown = fakeGithub({ 'GET /users/{username}': 404 });
    await expect(setUpGithub(configuration, repository, unknown.setup, ['nobody'])).rejects.toThrow('"nobody"');
    const weak = fakeGithub({ 'PUT /repos/{owner}/{repo}/branches/{branch}/protection': 403 });
    await expect(setUpGithub(configuration, repository, weak.setup, ['ada'])).rejects.toThrow(
      'could not protect the branch main',
    );
  });

  test('R21: finds the ids that make a re-created repository another one', async () => {
    expect(await fakeGithub().setup.ids()).toEqual({ owner: '7001', repository: '9001' });
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
