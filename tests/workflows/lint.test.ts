import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowChecks } from '../../scripts/checks/workflows.ts';

let clone: string;

beforeAll(async () => {
  clone = await mkdtemp(join(tmpdir(), 'payments-lint-'));
  await mkdir(join(clone, '.git'));
  await mkdir(join(clone, '.github/workflows'), { recursive: true });
});

afterAll(() => rm(clone, { recursive: true, force: true }));

const workflow = (step: string) => `name: Bad
on: pull_request
permissions: {}
jobs:
  bad:
    runs-on: ubuntu-24.04
    steps:
      - ${step}
`;

const mistakes = [
  ['workflows', 'run: echo ${{ github.nothing }}', 'Context access might be invalid'],
  ['workflows', 'rum: echo', 'Unexpected value'],
  ['actionlint', 'run: echo ${{ steps.missing.outputs.x }}', 'property "missing" is not defined'],
  ['zizmor', 'run: echo "${{ github.event.pull_request.title }}"', 'template-injection'],
  ['zizmor', 'uses: actions/checkout@v7', 'unpinned-uses'],
] as const;

test.each(mistakes)(
  'R24: %s finds the mistake in "%s"',
  async (name, step, expected) => {
    await writeFile(join(clone, '.github/workflows/bad.yml'), workflow(step));
    const check = workflowChecks(clone).find((each) => each.name === name);
    const result = await check?.run();
    expect(result?.passed).toBe(false);
    expect(result?.output).toContain(expected);
  },
  180_000,
);

test.each(workflowChecks().map((check) => [check.name, check] as const))(
  'R24: %s finds nothing in this repository',
  async (_, check) => {
    expect(await check.run()).toMatchObject({ passed: true });
  },
  180_000,
);

test('R24: a linter that has nothing to look at has not passed', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'payments-lint-empty-'));
  try {
    for (const check of workflowChecks(empty)) expect(await check.run()).toMatchObject({ passed: false });
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
}, 180_000);
