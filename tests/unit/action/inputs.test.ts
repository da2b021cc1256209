import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readInputs } from '../../../.github/actions/drift-check/inputs.ts';

const file = join(import.meta.dirname, '../../../.github/actions/drift-check/action.yml');
const action = parse(readFileSync(file, 'utf8')) as {
  inputs: Record<string, { default?: string; description: string }>;
  outputs: Record<string, unknown>;
  runs: { using: string; main: string };
};

/** Inputs as the runner gives them: the default of action.yml, unless the step says otherwise. */
const given = (values: Readonly<Record<string, string>> = {}) => {
  const all = { ...values };
  return readInputs((name) => {
    const input = action.inputs[name];
    if (input === undefined) throw new Error(`${name} is not an input of action.yml`);
    return all[name] ?? (input.default === '${{ github.token }}' ? 'ghs_token' : (input.default ?? ''));
  });
};

test('R22: the action has the inputs and outputs of the contract, and three more', () => {
  expect(Object.keys(action.inputs)).toEqual([
    'environments',
    'observations',
    'baseline',
    'target',
    'publish',
    'github-token',
    'state-backend',
    'fail-on',
    'issue-labels',
    'report-directory',
    'issue-assignees',
    'withhold-values',
    'author',
  ]);
  expect(Object.keys(action.outputs)).toEqual([
    'verdict',
    'unexpected',
    'report-json',
    'report-markdown',
    'report-html',
    'issue-url',
  ]);
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/main.mjs' });
});

test('R22: without inputs, prod is compared with staging and the token of the run posts', () => {
  expect(given()).toEqual({
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
    reportDirectory: 'drift-report',
    withholdValues: false,
    author: '',
  });
});

test('R22: lists are separated by commas or lines', () => {
  const { environments, observations, issueLabels } = given({
    environments: 'dev, staging\nprod',
    observations: 'a.json\n b.json ,',
    'issue-labels': 'drift,on call',
  });
  expect(environments).toEqual(['dev', 'staging', 'prod']);
  expect(observations).toEqual(['a.json', 'b.json']);
  expect(issueLabels).toEqual(['drift', 'on call']);
});

test('R22: every problem of every input is told at once', () => {
  const bad = {
    environments: 'dev,Prod',
    baseline: 'staging; rm',
    target: 'prod',
    publish: 'both',
    'state-backend': 'https://example.com',
    'fail-on': 'always',
    'report-directory': '../out',
    'issue-assignees': '@octo',
    'withhold-values': 'yes',
    author: 'a b',
  };
  expect(() => given(bad)).toThrow(
    [
      'The inputs of drift-check are not valid:',
      '  baseline: expected the name of an environment, got "staging; rm"',
      '  environments: "Prod" is not valid here',
      '  publish: expected one of auto, issue, comment, none, got "both"',
      '  state-backend: expected a Pulumi backend such as s3://bucket?region=…, got "https://example.com"',
      '  fail-on: expected one of unexpected, unknown, never, got "always"',
      '  issue-assignees: "@octo" is not valid here',
      '  report-directory: expected a folder inside the workspace, got "../out"',
      '  withhold-values: expected one of true, false, got "yes"',
      '  author: expected a login, got "a b"',
    ].join('\n'),
  );
});

test.each([
  [{ target: 'staging' }, 'target: expected another environment than the baseline, got "staging"'],
  [{ 'github-token': '' }, 'github-token: expected a token, since something is to be published; got nothing'],
  [{ 'report-directory': '/etc' }, 'report-directory: expected a folder inside the workspace, got "/etc"'],
  [{ 'report-directory': 'a/../../b' }, 'report-directory: expected a folder inside the workspace, got "a/../../b"'],
])('R22: %j is refused', (values, problem) => {
  expect(() => given(values as Record<string, string>)).toThrow(problem);
});

test('R22: nothing needs a token when nothing is published', () => {
  expect(given({ 'github-token': '', publish: 'none' }).publish).toBe('none');
});
