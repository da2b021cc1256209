import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { allJobs, jobOf, roleOf, root, subjectOf, textOf, workflow, workflowNames } from './workflowFiles.ts';

const { environments } = loadConfiguration(join(root, 'config'));

test('R24: the workflows are these', () => {
  expect(workflowNames).toEqual([
    'ci.yml',
    'deploy.yml',
    'drift.yml',
    'preview-offline-comment.yml',
    'preview.yml',
    'promote-environment.yml',
    'promote.yml',
    'soak.yml',
  ]);
});

test('R15: nothing is permitted unless a job asks for it', () => {
  for (const name of workflowNames) expect([name, workflow(name).permissions]).toEqual([name, {}]);
});

test('R15: each job has these permissions and no other', () => {
  expect(Object.fromEntries(allJobs.map(([name, { permissions }]) => [name, permissions]))).toEqual({
    'ci.yml/test': { contents: 'read' },
    'ci.yml/check': { contents: 'read' },
    'ci.yml/dist': { contents: 'read' },
    'ci.yml/required': {},
    'deploy.yml/request': { contents: 'read', 'id-token': 'write' },
    'deploy.yml/preview': { contents: 'read', 'id-token': 'write' },
    'deploy.yml/deploy': called,
    'deploy.yml/drift': { contents: 'read', 'id-token': 'write', issues: 'write' },
    'drift.yml/observe': { contents: 'read', 'id-token': 'write' },
    'drift.yml/compare': { contents: 'read', 'id-token': 'write', issues: 'write' },
    'preview-offline-comment.yml/comment': { actions: 'read', contents: 'read', 'pull-requests': 'write' },
    'preview.yml/configuration': { contents: 'read' },
    'preview.yml/plan': { contents: 'read', 'id-token': 'write' },
    'preview.yml/comment': { contents: 'read', 'pull-requests': 'write' },
    'preview.yml/offline': { contents: 'read' },
    'preview.yml/required': {},
    'promote-environment.yml/plan': {
      actions: 'read',
      contents: 'read',
      'id-token': 'write',
      'pull-requests': 'read',
    },
    'promote-environment.yml/gate': { actions: 'write', contents: 'read', 'pull-requests': 'write' },
    'promote-environment.yml/deploy': {
      actions: 'read',
      attestations: 'read',
      checks: 'read',
      contents: 'read',
      'id-token': 'write',
      'pull-requests': 'read',
    },
    'promote-environment.yml/verify': { contents: 'read', 'id-token': 'write' },
    'promote-environment.yml/anew': { actions: 'write', contents: 'read' },
    'promote.yml/release': { attestations: 'write', contents: 'read', 'id-token': 'write' },
    ...Object.fromEntries(environments.map(({ environment }) => [`promote.yml/to-${environment}`, called])),
    'soak.yml/soak': { contents: 'read' },
  });
});

const called = {
  actions: 'write',
  attestations: 'read',
  checks: 'read',
  contents: 'read',
  'id-token': 'write',
  'pull-requests': 'write',
};

test('R15: each job becomes this role with this subject, and the others none', () => {
  const identities = allJobs.map(
    ([name, job]) => [name, roleOf(job), subjectOf(name.split('/')[0] ?? '', job)] as const,
  );
  expect(identities.filter(([, role]) => role !== null)).toEqual([
    ['deploy.yml/request', 'observe', 'ref:refs/heads/main'],
    ['deploy.yml/preview', 'observe', 'ref:refs/heads/main'],
    ['drift.yml/observe', 'observe', 'ref:refs/heads/main'],
    ['drift.yml/compare', 'observe', 'ref:refs/heads/main'],
    ['preview.yml/plan', 'preview', 'pull_request'],
    ['promote-environment.yml/plan', 'observe', 'ref:refs/heads/main'],
    ['promote-environment.yml/deploy', 'deploy-${{ inputs.environment }}', 'environment:${{ inputs.environment }}'],
    ['promote-environment.yml/verify', 'observe', 'ref:refs/heads/main'],
    ['promote.yml/release', 'release', 'ref:refs/heads/main'],
  ]);
});

test('R15: a job may ask for an identity token exactly when it becomes a role', () => {
  for (const [name, job] of allJobs) {
    if (job.uses !== undefined) continue;
    expect([name, job.permissions?.['id-token'] === 'write']).toEqual([name, roleOf(job) !== null]);
  }
});

test('R15: every role is in the hub account of the repository variable, and no other account is accepted', () => {
  for (const [name, { steps = [] }] of allJobs) {
    for (const { uses = '', with: inputs = {} } of steps) {
      if (!uses.startsWith('aws-actions/')) continue;
      expect([name, inputs['role-to-assume']]).toEqual([
        name,
        expect.stringMatching(/^arn:aws:iam::\$\{\{ vars\.HUB_ACCOUNT \}\}:role\/payments-entry-/),
      ]);
      expect([name, inputs['allowed-account-ids']]).toEqual([name, '${{ vars.HUB_ACCOUNT }}']);
    }
  }
});

test('R15: no workflow uses a stored secret', () => {
  for (const name of workflowNames)
    expect([name, /secrets[.[]|secrets: inherit/.test(textOf(name))]).toEqual([name, false]);
});

test('R20: pull requests from forks and by Dependabot get no credentials, and no code of theirs runs where there are some', () => {
  const own =
    "github.event.pull_request.head.repo.full_name == github.repository && github.event.pull_request.user.login != 'dependabot[bot]'";
  expect(jobOf('preview.yml', 'plan').if).toBe(own);
  expect(jobOf('preview.yml', 'comment').if).toBe(`!cancelled() && ${own}`);
  expect(roleOf(jobOf('preview.yml', 'offline'))).toBeNull();
  for (const name of workflowNames) expect([name, 'pull_request_target' in workflow(name).on]).toEqual([name, false]);
});

test('R20: the workflow that posts for forks checks out main only, and unpacks their artifact outside of it', () => {
  const { steps = [] } = jobOf('preview-offline-comment.yml', 'comment');
  const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkout?.with).toEqual({ 'persist-credentials': false });
  const download = steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'));
  expect(download?.with?.['path']).toBe('${{ runner.temp }}/previews');
  expect(textOf('preview-offline-comment.yml')).not.toMatch(/ref:|head_sha|pull_requests\[/);
});

test('R15: each permission has its reason on its line', () => {
  for (const name of workflowNames) {
    for (const line of textOf(name).split('\n')) {
      if (/^ {6}[a-z-]+: (read|write)\b/.test(line))
        expect([name, line]).toEqual([name, expect.stringMatching(/ # \S/)]);
    }
  }
});
