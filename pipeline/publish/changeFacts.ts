/** What GitHub knows about a change: who approved its deployment, who wrote it, and how its checks went. */
import * as z from 'zod/mini';
import { parse } from './conversations.ts';
import type { Parameters, Repository, Send } from './transport.ts';
import { writersSince } from './writers.ts';

const user = z.nullish(z.looseObject({ login: z.string() }));
const approvalSchema = z.looseObject({
  state: z.string(),
  user,
  environments: z.array(z.looseObject({ name: z.optional(z.string()) })),
});
const checkRunSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  conclusion: z.nullable(z.string()),
  html_url: z.nullable(z.string()),
});

export interface CheckResult {
  readonly name: string;
  /** GitHub's conclusion, or its status while there is none. */
  readonly conclusion: string;
  readonly url: string;
}

export interface ChangeFacts {
  /**
   * Logins of everybody who approved a deployment of this run to the environment, in whichever attempt of it: GitHub's answer
   * names neither attempt nor time. So after a re-run these may be too many, never too few; GitHub asks anew in each attempt, and
   * an author who approved an earlier one is refused in this one too. A new run starts with nobody.
   * https://docs.github.com/en/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
   */
  approversOf(run: number, environment: string): Promise<readonly string[]>;
  /**
   * Everybody who wrote what a commit has and the first known of `bases` (newest first) has not: authors and committers of each
   * commit, and of the pull request that brought it. Without bases, of the commit alone. As git writes people, where both login
   * and mail address are known: `ada <ada@example.com>`.
   */
  writersSince(sha: string, bases: readonly string[]): Promise<readonly string[]>;
  checksOf(sha: string): Promise<readonly CheckResult[]>;
}

const repos = '/repos/{owner}/{repo}';

/** @throws PublishError when GitHub refuses to say: needs `actions`, `contents`, `pull-requests` and `checks`, each `read` */
export function changeFacts(send: Send, repository: Repository): ChangeFacts {
  const call = (route: string, parameters: Parameters) => send(route, { ...repository, ...parameters });
  return {
    async approversOf(run, environment) {
      const answer = await call(`GET ${repos}/actions/runs/{run_id}/approvals`, { run_id: run });
      const reviews = parse(answer, z.array(approvalSchema), `read who approved run ${run}`);
      const given = reviews.filter(
        ({ state, environments }) => state === 'approved' && environments.some(({ name }) => name === environment),
      );
      return [...new Set(given.flatMap((review) => review.user?.login ?? []))].sort();
    },
    writersSince: (sha, bases) => writersSince(call, sha, bases),
    checksOf: (sha) => checksOf(call, sha),
  };
}

async function checksOf(call: Send, sha: string): Promise<readonly CheckResult[]> {
  const found: CheckResult[] = [];
  for (let page = 1; ; page++) {
    const answer = await call(`GET ${repos}/commits/{ref}/check-runs`, { ref: sha, per_page: 100, page });
    const list = parse(answer, z.looseObject({ check_runs: z.array(checkRunSchema) }), `list the checks of ${sha}`);
    found.push(
      ...list.check_runs.map(({ name, status, conclusion, html_url: url }) => ({
        name,
        conclusion: conclusion ?? status,
        url: url ?? '',
      })),
    );
    if (!/rel="next"/.test(String(answer.headers['link'] ?? ''))) return found;
  }
}
