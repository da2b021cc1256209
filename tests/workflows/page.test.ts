import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJobs, roleOf, root, textOf, workflow, workflowNames, type Job } from './workflowFiles.ts';

const page = readFileSync(join(root, 'docs', 'workflows.md'), 'utf8');

/** The jobs that differ in nothing but the environment share a row. */
const anyEnvironment = (name: string): string => name.replace(/\/to-.*/, '/to-ENVIRONMENT');

function rowOf([name, job]: readonly [string, Job]): string {
  const permissions = Object.entries(job.permissions ?? {}).map(([permission, access]) => `${permission}: ${access}`);
  const role = job.uses === undefined ? (roleOf(job) ?? 'none') : 'as called';
  const who = role.replace('${{ inputs.environment }}', 'ENVIRONMENT');
  return `| \`${anyEnvironment(name)}\` | ${who} | ${permissions.sort().join(', ') || 'none'} |`;
}

test('R24: the page says of every job who it is and what it may ask', () => {
  const table =
    /<!-- jobs -->\n([\s\S]*?)\n<!-- \/jobs -->/
      .exec(page)?.[1]
      ?.split('\n')
      .filter((line) => line !== '') ?? [];
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  expect(table.slice(2).map(cells)).toEqual([...new Set(allJobs.map(rowOf))].map(cells));
});

test('R24: the page explains every permission that a job asks for', () => {
  const asked = new Set(
    allJobs.flatMap(([, { permissions = {} }]) => Object.entries(permissions).map((each) => each.join(': '))),
  );
  const explained = page.slice(page.indexOf('| permission | for |'));
  for (const permission of asked) expect(explained).toContain(`\`${permission}\``);
});

test('R24: the page names every workflow and every variable of the repository', () => {
  for (const name of workflowNames) expect(page).toContain(`\`${name}\``);
  const variables = new Set(
    workflowNames.flatMap((name) => [...textOf(name).matchAll(/vars\.(\w+)/g)].map(([, each]) => each)),
  );
  expect(variables.size).toBeGreaterThan(3);
  for (const variable of variables) expect(page).toContain(`\`${variable}\``);
});

test('R24: what the page says must be required are jobs of that name', () => {
  for (const [file, job] of [
    ['ci.yml', 'CI passed'],
    ['preview.yml', 'Preview passed'],
  ] as const) {
    expect(Object.values(workflow(file).jobs).map(({ name }) => name)).toContain(job);
    expect(page).toContain(`\`${job}\``);
  }
});
