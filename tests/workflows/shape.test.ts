import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfiguration } from '../../pipeline/configuration/index.ts';
import { longestWaitMinutes } from '../../.github/actions/promotion/wait.ts';
import { packageFile, sourceFile } from '../../pipeline/release/contents.ts';
import { allJobs, jobOf, needsOf, root, textOf, workflow, workflowNames, type Step } from './workflowFiles.ts';

const { environments, hub, lowerOf } = loadConfiguration(join(root, 'config'));
const names = environments.map(({ environment }) => environment);

const actions = readdirSync(join(root, '.github/actions')).map((name) => {
  const text = readFileSync(join(root, '.github/actions', name, 'action.yml'), 'utf8');
  const { runs } = parse(text) as { runs: { steps?: readonly Step[] } };
  return { name, text, steps: runs.steps ?? [] };
});

test('R24: every action of others is pinned to a commit, with its version beside it', () => {
  const texts = [...workflowNames.map(textOf), ...actions.map(({ text }) => text)].join('\n');
  const uses = [...texts.matchAll(/uses: (.*)$/gm)]
    .map(([, used = '']) => used)
    .filter((used) => !used.startsWith('./'));
  expect(uses.length).toBeGreaterThan(20);
  for (const used of uses) expect(used).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  const versions = new Map(uses.map((used) => [used.split('@')[0], new Set<string>()]));
  for (const used of uses) versions.get(used.split('@')[0])?.add(used);
  for (const [name, found] of versions) expect([name, [...found].length]).toEqual([name, 1]);
});

test('R24: no expression stands in a script, where it would be code', () => {
  const steps = [...allJobs.flatMap(([, job]) => job.steps ?? []), ...actions.flatMap(({ steps }) => steps)];
  expect(steps.length).toBeGreaterThan(40);
  for (const { run = '' } of steps) expect(run).not.toContain('${{');
});

test('R24: every job has a name, a time limit and a pinned runner', () => {
  for (const [name, job] of allJobs) {
    expect([name, job.name]).toEqual([name, expect.stringMatching(/\S/)]);
    if (job.uses !== undefined) continue;
    expect([name, job['runs-on']]).toEqual([name, 'ubuntu-24.04']);
    expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
  }
});

test('R24: no checkout leaves a token behind', () => {
  for (const [name, { steps = [] }] of allJobs) {
    for (const { uses = '', with: inputs } of steps) {
      if (uses.startsWith('actions/checkout@')) expect([name, inputs?.['persist-credentials']]).toEqual([name, false]);
    }
  }
});

test("R36: what a cancelled run must bring to an end gets its signal: engine commands are exec'ed", () => {
  for (const [name, { steps = [] }] of allJobs) {
    for (const { run = '' } of steps) {
      for (const line of run.split('\n').filter((each) => /node scripts\/(?!sandbox)/.test(each))) {
        expect([name, line.trim()]).toEqual([name, expect.stringMatching(/^exec node /)]);
      }
    }
  }
  for (const { name, steps } of actions.filter(({ name }) => name !== 'setup')) {
    for (const { run = 'exec' } of steps) expect([name, run]).toEqual([name, expect.stringMatching(/^exec/)]);
  }
});

test('R17: a promotion goes through the environments in the order of the configuration, each after the one before', () => {
  const { jobs } = workflow('promote.yml');
  const calls = Object.entries(jobs).filter(([, { uses }]) => uses === './.github/workflows/promote-environment.yml');
  expect(calls.map(([, job]) => job.with?.['environment'])).toEqual(names);
  calls.forEach(([, job], index) => {
    expect(needsOf(job)).toEqual(index === 0 ? ['release'] : ['release', calls[index - 1]?.[0]]);
    expect(job.if).toBeUndefined();
  });
});

test('R17: within an environment the order is plan, gate, deployment in the GitHub environment, a look at it', () => {
  expect(needsOf(jobOf('promote-environment.yml', 'gate'))).toEqual(['plan']);
  expect(jobOf('promote-environment.yml', 'gate').if).toBe("needs.plan.outputs.deploy == 'true'");
  const deploy = jobOf('promote-environment.yml', 'deploy');
  expect(needsOf(deploy)).toEqual(['plan', 'gate']);
  expect(deploy.if).toBeUndefined();
  expect(deploy.environment).toBe('${{ inputs.environment }}');
  expect(allJobs.filter(([, { environment }]) => environment !== undefined)).toHaveLength(1);
  expect(jobOf('promote-environment.yml', 'verify').if).toContain('!cancelled()');
});

test('R34: the deployment gets the fingerprint of the plan that was shown', () => {
  const { steps = [] } = jobOf('promote-environment.yml', 'deploy');
  expect(steps.at(-1)?.with).toMatchObject({
    step: 'deploy',
    'approved-plan': '${{ needs.plan.outputs.fingerprint }}',
  });
});

test('R34: a plan that is another one at the deployment starts plan and approval anew, by a job without credentials', () => {
  const { steps = [], outputs } = jobOf('promote-environment.yml', 'deploy');
  expect(outputs?.['anew']).toBe(`\${{ steps.${steps.at(-1)?.id ?? ''}.outputs.anew }}`);
  const anew = jobOf('promote-environment.yml', 'anew');
  expect(needsOf(anew)).toEqual(['deploy']);
  expect(anew.if).toBe("${{ !cancelled() && needs.deploy.outputs.anew == 'true' }}");
  expect(anew.steps?.at(-1)?.with).toMatchObject({ check: 'anew' });
  // Only workflows that can be started by hand can be started anew.
  const callers = workflowNames.filter((name) =>
    textOf(name).includes('uses: ./.github/workflows/promote-environment.yml'),
  );
  expect(callers.sort()).toEqual(['deploy.yml', 'promote.yml']);
  for (const name of callers) expect(Object.keys(workflow(name).on)).toContain('workflow_dispatch');
  expect(jobOf('promote.yml', 'release').if).toBe("github.ref == 'refs/heads/main'");
});

test("R43: nothing but one environment's deployment is held by a deployment, and it is never cancelled", () => {
  expect(workflow('promote.yml').concurrency).toBeUndefined();
  expect(workflow('promote-environment.yml').concurrency).toBeUndefined();
  expect(workflow('deploy.yml').concurrency).toBeUndefined();
  expect(jobOf('promote-environment.yml', 'deploy').concurrency).toEqual({
    group: 'deploy-${{ inputs.environment }}',
    'cancel-in-progress': false,
    queue: 'max',
  });
});

test('R43: the reviewers are checked before the credentials are fetched, and older runs are ended before', () => {
  const checks = (job: string) =>
    (jobOf('promote-environment.yml', job).steps ?? []).map(
      ({ uses = '', with: inputs = {} }) => inputs['check'] ?? uses.split('@')[0],
    );
  expect(checks('gate')).toEqual(['actions/checkout', './.github/actions/setup', 'reviewers', 'supersede']);
  const deploy = checks('deploy');
  expect(deploy.indexOf('reviewers')).toBeLessThan(deploy.indexOf('aws-actions/configure-aws-credentials'));
});

test('R23: a person chooses from lists that are those of the configuration, from main only, with a reason', () => {
  const { on, jobs } = workflow('deploy.yml');
  const { inputs } = on['workflow_dispatch'] as {
    inputs: Record<string, { options?: string[]; required?: boolean; type: string }>;
  };
  expect(inputs['action']).toMatchObject({
    type: 'choice',
    options: ['preview', 'promote', 'redeploy', 'drift check'],
  });
  expect(inputs['environment']).toMatchObject({ type: 'choice', options: names });
  expect(inputs['reason']).toMatchObject({ required: true });
  expect(jobs['request']?.steps?.[0]).toMatchObject({
    if: "github.ref != 'refs/heads/main'",
    run: expect.stringContaining('exit 1'),
  });
  for (const [name, job] of Object.entries(jobs)) if (name !== 'request') expect(needsOf(job)).toEqual(['request']);
});

test('R22: drift is looked for every night, off the hour, for any pair by hand, staging against prod by default', () => {
  const { on, concurrency } = workflow('drift.yml');
  const [schedule] = on['schedule'] as { cron: string }[];
  expect(schedule?.cron).toMatch(/^[1-9]\d? [0-6] \* \* \*$/);
  const { inputs } = on['workflow_dispatch'] as { inputs: Record<string, { options: string[]; default: string }> };
  expect(inputs['target']).toMatchObject({ options: names, default: hub.environment });
  expect(inputs['baseline']).toMatchObject({ options: names, default: lowerOf(hub.environment)?.environment });
  expect(concurrency?.['cancel-in-progress']).toBe(false);
});

test('R22: one failed observation does not stop the other, nor the comparison', () => {
  expect(jobOf('drift.yml', 'observe').strategy?.['fail-fast']).toBe(false);
  expect(jobOf('drift.yml', 'compare').if).toContain('!cancelled()');
  expect(jobOf('preview.yml', 'plan').strategy?.['fail-fast']).toBe(false);
});

test('R21: a documentation-only merge makes no release', () => {
  const { push } = workflow('promote.yml').on as { push: { branches: string[]; 'paths-ignore': string[] } };
  expect(push).toEqual({
    branches: ['main'],
    'paths-ignore': ['**/*.md', 'docs/**', 'LICENSE', '.github/ISSUE_TEMPLATE/**', '.github/CODEOWNERS'],
  });
});

test('R20: a previous preview of the same pull request is cancelled, since it only reads', () => {
  expect(workflow('preview.yml').concurrency).toEqual({
    group: 'preview-${{ github.event.pull_request.number }}',
    'cancel-in-progress': true,
  });
});

test('R24: the jobs to require look at every other job of their workflow', () => {
  for (const file of ['ci.yml', 'preview.yml']) {
    const { jobs } = workflow(file);
    const required = jobs['required'];
    expect(required?.if).toBe('always()');
    expect([...needsOf(required ?? {})].sort()).toEqual(
      Object.keys(jobs)
        .filter((name) => name !== 'required')
        .sort(),
    );
  }
});

test('R34: what is attested where a release is built is what a deployment verifies, for the commit that it is about', () => {
  const stepOf = (file: string, job: string, name: string) =>
    (jobOf(file, job).steps ?? []).find((step) => step.name === name);
  const archives = [sourceFile, packageFile];
  const attested = stepOf('promote.yml', 'release', 'Attest where it was built')?.with?.['subject-path'];
  expect(attested?.trim().split('\n').sort()).toEqual(
    [...archives, 'sbom.cdx.json'].map((name) => `release/${name}`).sort(),
  );
  const verified = stepOf('promote-environment.yml', 'deploy', 'Verify where it was built, and from which commit');
  expect(verified?.run).toContain(`for archive in ${archives.join(' ')}; do`);
  expect(verified?.run).toContain('gh attestation verify "$DIRECTORY/$archive" ');
  expect(verified?.run).toContain('--source-ref refs/heads/main --source-digest "$COMMIT"');
  expect(verified?.env).toMatchObject({
    DIRECTORY: '${{ steps.fetch.outputs.directory }}',
    COMMIT: '${{ inputs.commit }}',
  });
});

test('R41: a deployment is about the commit of its run, not about the one that a release was stored from first', () => {
  const passed = (file: string) =>
    Object.values(workflow(file).jobs).flatMap(({ uses, with: given }) =>
      uses === './.github/workflows/promote-environment.yml' ? [given?.['commit']] : [],
    );
  expect(new Set(passed('promote.yml'))).toEqual(new Set(['${{ needs.release.outputs.commit }}']));
  expect(passed('deploy.yml')).toEqual(['${{ needs.request.outputs.commit }}']);
  for (const job of ['plan', 'deploy']) {
    const step = (jobOf('promote-environment.yml', job).steps ?? []).find(({ with: given }) => given?.['step'] === job);
    expect(step?.with?.['commit']).toBe('${{ inputs.commit }}');
  }
});

test('R17: the plan job waits for a gate that only time keeps shut, and renews its session before it plans', () => {
  const { steps = [], ...job } = jobOf('promote-environment.yml', 'plan');
  expect(job['timeout-minutes']).toBeGreaterThanOrEqual(longestWaitMinutes + 20);
  const kinds = steps.map(({ uses = '', with: inputs = {} }) => inputs['step'] ?? uses.split('@')[0]);
  const session = 'aws-actions/configure-aws-credentials';
  expect(kinds.slice(2, 6)).toEqual([session, 'wait', session, 'plan']);
  expect(steps[3]?.id).toBe('wait');
  expect(steps[4]?.if).toBe("steps.wait.outputs.waited == 'true'");
  expect({ ...steps[3]?.with, step: 'plan' }).toEqual(steps[5]?.with);
});

test('R34: the plan that was approved goes to the deployment, unless values are withheld', () => {
  const stepUsing = (job: string, action: string) =>
    (jobOf('promote-environment.yml', job).steps ?? []).find(({ uses = '' }) => uses.startsWith(`actions/${action}@`));
  const [kept, fetched] = [stepUsing('plan', 'upload-artifact'), stepUsing('deploy', 'download-artifact')];
  expect(kept?.with).toMatchObject({ name: 'approved-plan-${{ inputs.environment }}', path: 'approved-plan' });
  expect(fetched?.with).toEqual({ name: kept?.with?.['name'], path: kept?.with?.['path'] });
  for (const step of [kept, fetched]) expect(step?.if).toContain("vars.WITHHOLD_VALUES != 'true'");
});

test('R17: an emergency means the same wherever somebody can ask for one', () => {
  const { inputs: byHand } = workflow('deploy.yml').on['workflow_dispatch'] as Described;
  const { inputs: called } = workflow('promote-environment.yml').on['workflow_call'] as Described;
  const action = parse(readFileSync(join(root, '.github/actions/promotion/action.yml'), 'utf8')) as Described;
  for (const { inputs } of [{ inputs: byHand }, { inputs: called }, action])
    expect(inputs['override']?.description).toContain('without soak time, alarms, freeze windows and pauses');
});

interface Described {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
}
