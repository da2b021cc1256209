/** What the pipeline asks GitHub about environments, runs that wait for approval, and the pull request behind a commit. */
import * as z from 'zod/mini';
import { allPages, parse } from './conversations.ts';
import { refusal } from './failures.ts';
import type { Parameters, Repository, Send } from './transport.ts';

const reviewerRule = z.looseObject({
  type: z.string(),
  prevent_self_review: z.optional(z.boolean()),
  reviewers: z.optional(z.array(z.unknown())),
});
const environmentSchema = z.looseObject({ name: z.string(), protection_rules: z.optional(z.array(reviewerRule)) });
const runSchema = z.looseObject({
  id: z.number(),
  run_number: z.number(),
  html_url: z.string(),
  head_sha: z.string(),
});
const pendingSchema = z.looseObject({ environment: z.looseObject({ name: z.optional(z.string()) }) });
const pullSchema = z.looseObject({
  number: z.number(),
  state: z.string(),
  head: z.looseObject({ sha: z.string(), repo: z.nullish(z.looseObject({ full_name: z.string() })) }),
});

export type WorkflowRun = z.infer<typeof runSchema>;
export type PullRequest = z.infer<typeof pullSchema>;

export interface Protection {
  /** People and teams of whom one must approve. */
  readonly reviewers: number;
  readonly preventSelfReview: boolean;
}

export interface Deployments {
  /** Null when GitHub knows no environment of this name. */
  protection(environment: string): Promise<Protection | null>;
  /** Runs of a workflow file that wait for an approval or a timer, all pages. */
  waitingRuns(workflow: string): Promise<readonly WorkflowRun[]>;
  /** Names of the environments that a run waits for. */
  waitsFor(run: number): Promise<readonly string[]>;
  /** Succeeds as well when the run has ended meanwhile. */
  cancel(run: number): Promise<void>;
  /** Starts a workflow file on a branch, with what a person would have filled in. */
  start(workflow: string, branch: string, inputs: Readonly<Record<string, string>>): Promise<void>;
  /** Pull requests that brought a commit to its branch. */
  pullRequestsOf(sha: string): Promise<readonly PullRequest[]>;
  /** Open pull requests from a branch of another repository. */
  openFrom(headOwner: string, headBranch: string): Promise<readonly PullRequest[]>;
}

const repos = '/repos/{owner}/{repo}';

export function deployments(send: Send, repository: Repository): Deployments {
  const call = (route: string, parameters: Parameters) => send(route, { ...repository, ...parameters });
  return {
    async protection(name) {
      const answer = await call(`GET ${repos}/environments/{environment_name}`, { environment_name: name });
      if (answer.status === 404) return null;
      return protectionOf(parse(answer, environmentSchema, `read the protection of environment ${name}`));
    },
    waitingRuns: (workflow) => waitingRuns(call, workflow),
    async waitsFor(run) {
      const answer = await call(`GET ${repos}/actions/runs/{run_id}/pending_deployments`, { run_id: run });
      const pending = parse(answer, z.array(pendingSchema), `read what run ${run} waits for`);
      return pending.flatMap(({ environment }) => environment.name ?? []);
    },
    async cancel(run) {
      const answer = await call(`POST ${repos}/actions/runs/{run_id}/cancel`, { run_id: run });
      if (answer.status >= 400 && answer.status !== 409) throw refusal(answer, `cancel run ${run}`);
    },
    async start(workflow, branch, inputs) {
      const route = `POST ${repos}/actions/workflows/{workflow_id}/dispatches`;
      const answer = await call(route, { workflow_id: workflow, ref: branch, inputs });
      if (answer.status >= 400) throw refusal(answer, `start ${workflow}`);
    },
    pullRequestsOf: (sha) => allPages(call, `GET ${repos}/commits/{commit_sha}/pulls`, { commit_sha: sha }, pullSchema),
    openFrom: (headOwner, headBranch) =>
      allPages(call, `GET ${repos}/pulls`, { state: 'open', head: `${headOwner}:${headBranch}` }, pullSchema),
  };
}

function protectionOf({ protection_rules: rules = [] }: z.infer<typeof environmentSchema>): Protection {
  const required = rules.find(({ type }) => type === 'required_reviewers');
  return {
    reviewers: required?.reviewers?.length ?? 0,
    preventSelfReview: required?.prevent_self_review === true,
  };
}

async function waitingRuns(call: Send, workflow: string): Promise<WorkflowRun[]> {
  const route = `GET ${repos}/actions/workflows/{workflow_id}/runs`;
  const found: WorkflowRun[] = [];
  for (let page = 1; ; page++) {
    const answer = await call(route, { workflow_id: workflow, status: 'waiting', per_page: 100, page });
    const list = parse(
      answer,
      z.looseObject({ workflow_runs: z.array(runSchema) }),
      `list waiting runs of ${workflow}`,
    );
    found.push(...list.workflow_runs);
    if (!/rel="next"/.test(String(answer.headers['link'] ?? ''))) return found;
  }
}
