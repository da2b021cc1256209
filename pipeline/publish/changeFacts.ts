/** What GitHub knows about a change: who approved its deployment, who wrote it, and how its checks went. */
import * as z from 'zod/mini';
import { allPages, parse } from './conversations.ts';
import type { Parameters, Repository, Send } from './transport.ts';

const user = z.nullish(z.looseObject({ login: z.string() }));
const approvalSchema = z.looseObject({
  state: z.string(),
  user,
  environments: z.array(z.looseObject({ name: z.optional(z.string()) })),
});
const pullSchema = z.looseObject({ number: z.number(), user });
const commitSchema = z.looseObject({ author: user, committer: user });
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
  /** Logins of everybody who approved a deployment of this run to the environment. */
  approversOf(run: number, environment: string): Promise<readonly string[]>;
  /** Logins of everybody who wrote the pull requests that brought a commit, or opened them. */
  authorsOf(sha: string): Promise<readonly string[]>;
  checksOf(sha: string): Promise<readonly CheckResult[]>;
}

/** GitHub's own account on commits that were made in the browser. */
const browser = 'web-flow';

const repos = '/repos/{owner}/{repo}';

/** @throws PublishError when GitHub refuses to say: needs `actions`, `pull-requests` and `checks`, each `read` */
export function changeFacts(send: Send, repository: Repository): ChangeFacts {
  const call = (route: string, parameters: Parameters) => send(route, { ...repository, ...parameters });
  return {
    async approversOf(run, environment) {
      const answer = await call(`GET ${repos}/actions/runs/{run_id}/approvals`, { run_id: run });
      const reviews = parse(answer, z.array(approvalSchema), `read who approved run ${run}`);
      const given = reviews.filter(
        ({ state, environments }) => state === 'approved' && environments.some(({ name }) => name === environment),
      );
      return unique(given.map((review) => review.user?.login));
    },
    async authorsOf(sha) {
      const pulls = await allPages(call, `GET ${repos}/commits/{commit_sha}/pulls`, { commit_sha: sha }, pullSchema);
      const route = `GET ${repos}/pulls/{pull_number}/commits`;
      const commits = await Promise.all(
        pulls.map(({ number }) => allPages(call, route, { pull_number: number }, commitSchema)),
      );
      return unique([
        ...pulls.map((pull) => pull.user?.login),
        ...commits.flat().flatMap(({ author, committer }) => [author?.login, committer?.login]),
      ]);
    },
    checksOf: (sha) => checksOf(call, sha),
  };
}

const unique = (logins: readonly (string | undefined)[]): readonly string[] =>
  [...new Set(logins.filter((login) => login !== undefined && login !== browser))].sort() as string[];

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
