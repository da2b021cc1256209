import { expect, test } from '@jest/globals';
import type { Annotation } from '../../../.github/actions/drift-check/annotations.ts';
import { readEvent } from '../../../.github/actions/drift-check/event.ts';
import type { Inputs } from '../../../.github/actions/drift-check/inputs.ts';
import { secretValues } from '../../../.github/actions/drift-check/masks.ts';
import { publisher } from '../../../.github/actions/drift-check/publication.ts';
import { run, type Job } from '../../../.github/actions/drift-check/run.ts';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { PublishError } from '../../../pipeline/errors.ts';
import { addIssue } from '../../../sandbox/github/world.ts';
import { finding, openSetting, report } from '../publish/setting.ts';

const inputs: Inputs = {
  environments: ['staging', 'prod'],
  observations: [],
  baseline: 'staging',
  target: 'prod',
  publish: 'auto',
  githubToken: 'ghs_token',
  stateBackend: '',
  failOn: 'unexpected',
  issueLabels: ['drift'],
  issueAssignees: [],
  reportDirectory: 'out',
  withholdValues: false,
  author: '',
};

function recordingJob() {
  const told = {
    outputs: {} as Record<string, string>,
    annotations: [] as Annotation[],
    summary: '',
    lines: [] as string[],
  };
  const job: Job = {
    group: (_, work) => work(),
    info: (line) => told.lines.push(line),
    annotate: (annotation) => told.annotations.push(annotation),
    output: (name, value) => (told.outputs[name] = value),
    summary: async (render) => {
      told.summary = render(1_000_000);
    },
  };
  return { job, told };
}

const program = (about: Report) => ({
  check: async () => about,
  renderer: async () => (shown: Report) => JSON.stringify(shown.findings.map(({ id, actual }) => [id, actual])),
});

const dependencies = (about: Report, job: Job) => ({
  job,
  program: program(about),
  publish: async () => ({ action: 'created', url: 'https://github.com/acme/payments/issues/1' }),
  runUrl: 'https://github.com/acme/payments/actions/runs/1',
});

const drifted = report('drifted', [
  finding('low', { severity: 'low', reason: 'r1' }),
  finding('worst', { severity: 'critical', path: '', change: 'missing', reason: 'r2' }),
]);

test('R22: outputs, summary, annotations worst first, and a failure that says how many', async () => {
  const { job, told } = recordingJob();
  expect(await run(inputs, dependencies(drifted, job))).toEqual({
    verdict: 'drifted',
    url: 'https://github.com/acme/payments/issues/1',
    failure: 'prod differs from staging: 2 unexpected',
  });
  expect(told.outputs).toEqual({
    verdict: 'drifted',
    unexpected: '2',
    'report-json': 'out/report.json',
    'report-markdown': 'out/report.md',
    'report-html': 'out/report.html',
    'issue-url': 'https://github.com/acme/payments/issues/1',
  });
  expect(told.summary).toBe('[["low",1024],["worst",1024]]');
  expect(told.annotations).toEqual([
    { level: 'error', title: 'critical: processor missing in prod', message: 'aws:lambda/function:Function: r2' },
    {
      level: 'warning',
      title: 'low: processor memorySize changed in prod',
      message: 'aws:lambda/function:Function: r1',
    },
  ]);
});

test.each([
  ['in-sync', 'unexpected', null],
  ['in-sync', 'unknown', null],
  ['drifted', 'unexpected', 'prod differs from staging: 2 unexpected'],
  ['drifted', 'unknown', 'prod differs from staging: 2 unexpected'],
  ['drifted', 'never', null],
  ['unknown', 'unexpected', null],
  ['unknown', 'unknown', 'whether prod matches staging could not be determined'],
  ['unknown', 'never', null],
] as const)('R33: verdict %s with fail-on %s fails with %s', async (verdict, failOn, failure) => {
  const about = verdict === 'drifted' ? drifted : report(verdict);
  const { job } = recordingJob();
  expect((await run({ ...inputs, failOn }, dependencies(about, job))).failure).toBe(failure);
});

test('R33: an environment that was not observed completely is annotated, whatever the verdict', async () => {
  const { job, told } = recordingJob();
  await run(inputs, dependencies(report('unknown'), job));
  expect(told.annotations.map(({ title }) => title)).toEqual([
    'staging was not observed completely',
    'prod was not observed completely',
  ]);
});

test('R22: what was found is in outputs and summary even when GitHub refuses to post it', async () => {
  const { job, told } = recordingJob();
  const publish = async () => {
    throw new PublishError('could not open an issue');
  };
  await expect(run(inputs, { ...dependencies(drifted, job), publish })).rejects.toBeInstanceOf(PublishError);
  expect(told.outputs).toMatchObject({ verdict: 'drifted', unexpected: '2', 'report-json': 'out/report.json' });
  expect(told.summary).not.toBe('');
});

test('R22: withheld values are in neither post, summary nor annotations', async () => {
  const { job, told } = recordingJob();
  let posted = '';
  const publish = async (_: Inputs, __: Report, render: (budget: number) => string) => {
    posted = render(60_000);
    return { action: 'created', url: null };
  };
  await run({ ...inputs, withholdValues: true }, { ...dependencies(drifted, job), publish });
  expect(`${posted}${told.summary}${JSON.stringify(told.annotations)}`).not.toMatch(/1024|r1|r2/);
  expect(posted).toContain('worst');
});

const contextOf = (pullRequest?: number) => ({
  repo: { owner: 'acme', repo: 'payments' },
  payload: pullRequest === undefined ? {} : { pull_request: { number: pullRequest } },
  serverUrl: 'https://github.com',
  runId: 7,
});

test.each([
  ['auto', undefined, ['POST /repos/acme/payments/issues']],
  ['auto', 1, ['POST /repos/acme/payments/issues/1/comments']],
  ['issue', 1, ['POST /repos/acme/payments/issues']],
  ['comment', 1, ['POST /repos/acme/payments/issues/1/comments']],
  ['none', 1, []],
] as const)('R22: publish %s on pull request %s posts %j', async (publish, pullRequest, posts) => {
  const setting = await openSetting();
  try {
    const { world } = setting.standIn;
    addIssue(world, {
      author: 'a',
      title: 't',
      body: '',
      pull: { headRepository: 'a/p', headBranch: 'b', headSha: 's' },
    });
    const event = readEvent(contextOf(pullRequest));
    const github = { send: async () => setting.send, clock: setting.clock, log: () => undefined };
    await publisher(event, github)({ ...inputs, publish }, drifted, () => 'report');
    const calls = setting.standIn.calls.filter(({ method }) => method !== 'GET');
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(posts);
    expect(setting.standIn.violations).toEqual([]);
  } finally {
    await setting.standIn.close();
  }
});

test('R22: a comment without a pull request is refused, with the way on', async () => {
  const send = async () => {
    throw new Error('nothing may be sent');
  };
  const publish = publisher(readEvent(contextOf()), { send, clock: (await openedClock()).clock, log: () => undefined });
  await expect(publish({ ...inputs, publish: 'comment' }, drifted, () => '')).rejects.toMatchObject({
    name: 'ConfigurationError',
    advice: 'Use `publish: auto`, which opens an issue where there is no pull request.',
  });
});

const openedClock = async () => {
  const setting = await openSetting();
  await setting.standIn.close();
  return setting;
};

test('R22: the token and every credential of the job are masked', () => {
  const environment = {
    AWS_SECRET_ACCESS_KEY: 'k',
    AWS_SESSION_TOKEN: 's',
    PATH: '/bin',
    PULUMI_CONFIG_PASSPHRASE: '',
  };
  expect(secretValues('ghs_token', environment)).toEqual(['ghs_token', 'k', 's']);
});
