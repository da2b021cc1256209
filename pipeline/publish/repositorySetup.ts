/** Sets a repository up for the pipeline, with the token of one of its administrators. */
import * as z from 'zod/mini';
import { PublishError } from '../errors.ts';
import { parse } from './conversations.ts';
import { refusal } from './failures.ts';
import { repositoryOverwrites } from './repositoryOverwrites.ts';
import { protection, type EnvironmentSetup, type RepositoryWish, type Reviewer } from './repositoryWish.ts';
import type { Answer, Parameters, Repository, Send } from './transport.ts';

export interface RepositorySetup {
  /** Numbers that no other repository ever gets. */
  ids(): Promise<{ readonly owner: string; readonly repository: string }>;
  /** @param name `login`, or `organisation/team` */
  reviewer(name: string): Promise<Reviewer>;
  /** What of this would overwrite something, in words. */
  overwrites(wish: RepositoryWish): Promise<readonly string[]>;
  /** Writes a variable of the repository. */
  variable(name: string, value: string): Promise<void>;
  /** Reviewers, no self-review where wanted, and main as the one branch that may deploy. */
  environment(setup: EnvironmentSetup): Promise<void>;
  /** Pull requests with an approving review of a code owner and these checks, also for administrators; no force push. */
  protectMain(checks: readonly string[]): Promise<void>;
}

const repos = '/repos/{owner}/{repo}';
const numbered = z.looseObject({ id: z.number() });
const repositorySchema = z.looseObject({ id: z.number(), owner: numbered });
const policiesSchema = z.looseObject({ branch_policies: z.array(z.looseObject({ id: z.number(), name: z.string() })) });

type Call = (route: string, parameters?: Parameters) => Promise<Answer>;

export function repositorySetup(send: Send, repository: Repository): RepositorySetup {
  const call: Call = (route, parameters = {}) => send(route, { ...repository, ...parameters });
  return {
    async ids() {
      const found = parse(await call(`GET ${repos}`), repositorySchema, 'read the ids of the repository');
      return { owner: String(found.owner.id), repository: String(found.id) };
    },
    reviewer: (name) => reviewer(send, name),
    overwrites: (wish) => repositoryOverwrites(send, repository, wish),
    async variable(name, value) {
      const answer = await call(`PATCH ${repos}/actions/variables/{name}`, { name, value });
      const done = answer.status === 404 ? await call(`POST ${repos}/actions/variables`, { name, value }) : answer;
      requireDone(done, `set the variable ${name}`);
    },
    environment: (setup) => environment(call, setup),
    async protectMain(checks) {
      const answer = await call(`PUT ${repos}/branches/{branch}/protection`, { branch: 'main', ...protection(checks) });
      requireDone(answer, 'protect the branch main');
    },
  };
}

async function reviewer(send: Send, name: string): Promise<Reviewer> {
  const [owner = '', team] = name.split('/');
  const answer =
    team === undefined
      ? await send('GET /users/{username}', { username: owner })
      : await send('GET /orgs/{org}/teams/{team_slug}', { org: owner, team_slug: team });
  if (answer.status === 404) {
    throw new PublishError(`GitHub knows no reviewer "${name}"`, {
      advice: 'A person by login, a team as ORGANISATION/TEAM; the token must be allowed to see the team.',
    });
  }
  return { type: team === undefined ? 'User' : 'Team', id: parse(answer, numbered, `look up reviewer ${name}`).id };
}

async function environment(call: Call, { environment: name, reviewers, preventSelfReview }: EnvironmentSetup) {
  const route = `${repos}/environments/{environment_name}`;
  const at = { environment_name: name };
  const answer = await call(`PUT ${route}`, {
    ...at,
    reviewers: reviewers.length === 0 ? null : reviewers,
    prevent_self_review: preventSelfReview,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  requireDone(answer, `set up the environment ${name}`);
  const list = await call(`GET ${route}/deployment-branch-policies`, { ...at, per_page: 100 });
  const policies = parse(list, policiesSchema, `read the deployment branches of ${name}`).branch_policies;
  if (!policies.some((policy) => policy.name === 'main')) {
    const added = await call(`POST ${route}/deployment-branch-policies`, { ...at, name: 'main', type: 'branch' });
    requireDone(added, `let main deploy to ${name}`);
  }
  for (const { id } of policies.filter((policy) => policy.name !== 'main')) {
    const removed = await call(`DELETE ${route}/deployment-branch-policies/{branch_policy_id}`, {
      ...at,
      branch_policy_id: id,
    });
    requireDone(removed, `remove a deployment branch of ${name}`);
  }
}

function requireDone(answer: Answer, doing: string): void {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer, doing);
}
