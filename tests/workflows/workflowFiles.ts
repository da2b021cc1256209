/** The workflow files, parsed, with what a reviewer asks about each job. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Readonly<Record<string, string | boolean>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>>; readonly 'fail-fast': boolean };
  readonly 'timeout-minutes'?: number;
  readonly 'runs-on'?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Readonly<Record<string, string | boolean>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.github', 'workflows');

export const workflowNames = readdirSync(folder).sort();
export const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
export const workflow = (name: string): Workflow => parse(textOf(name)) as Workflow;

export const jobOf = (file: string, name: string): Job => {
  const job = workflow(file).jobs[name];
  if (job === undefined) throw new Error(`${file} has no job ${name}`);
  return job;
};

/** Every job of every workflow, as `file/job`. */
export const allJobs: readonly (readonly [string, Job])[] = workflowNames.flatMap((file) =>
  Object.entries(workflow(file).jobs).map(([name, job]) => [`${file}/${name}`, job] as const),
);

export const needsOf = ({ needs = [] }: Job): readonly string[] => (typeof needs === 'string' ? [needs] : needs);

const roles = 'aws-actions/configure-aws-credentials@';

/** Name of the entry role that a job becomes, or null. */
export function roleOf({ steps = [] }: Job): string | null {
  const arn = steps.find(({ uses }) => uses?.startsWith(roles))?.with?.['role-to-assume'];
  return arn?.split(':role/payments-entry-')[1] ?? null;
}

/** The subject context of a job's identity token, by GitHub's rule: its environment, else the pull request, else the branch. */
export function subjectOf(file: string, job: Job): string {
  if (job.environment !== undefined) return `environment:${job.environment}`;
  return 'pull_request' in workflow(file).on ? 'pull_request' : 'ref:refs/heads/main';
}
