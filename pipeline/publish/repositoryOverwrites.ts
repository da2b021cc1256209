/** What setting a repository up would overwrite in it, in words, so that somebody can say no before. */
import * as z from 'zod/mini';
import { parse } from './conversations.ts';
import { protection, type EnvironmentSetup, type RepositoryWish } from './repositoryWish.ts';
import type { Answer, Parameters, Repository, Send } from './transport.ts';

const repos = '/repos/{owner}/{repo}';
const variableSchema = z.looseObject({ value: z.string() });
const named = z.looseObject({ id: z.number(), login: z.optional(z.string()), slug: z.optional(z.string()) });
const ruleSchema = z.looseObject({
  type: z.string(),
  wait_timer: z.optional(z.number()),
  reviewers: z.optional(z.array(z.looseObject({ reviewer: z.optional(named) }))),
});
const environmentSchema = z.looseObject({ protection_rules: z.optional(z.array(ruleSchema)) });
const branchesSchema = z.looseObject({ branch_policies: z.array(z.looseObject({ name: z.string() })) });
const enabled = z.nullish(z.looseObject({ enabled: z.boolean() }));
const protectionSchema = z.looseObject({
  required_status_checks: z.nullish(z.looseObject({ strict: z.nullish(z.boolean()), contexts: z.array(z.string()) })),
  required_pull_request_reviews: z.nullish(
    z.looseObject({
      required_approving_review_count: z.nullish(z.number()),
      require_code_owner_reviews: z.nullish(z.boolean()),
      dismiss_stale_reviews: z.nullish(z.boolean()),
      require_last_push_approval: z.nullish(z.boolean()),
    }),
  ),
  restrictions: z.nullish(z.looseObject({})),
  enforce_admins: enabled,
  allow_force_pushes: enabled,
  allow_deletions: enabled,
  required_linear_history: enabled,
  required_conversation_resolution: enabled,
  block_creations: enabled,
  lock_branch: enabled,
});

type Read = (route: string, parameters?: Parameters) => Promise<Answer>;

/** One line for each setting that is there and would be another one; nothing is changed. */
export async function repositoryOverwrites(
  send: Send,
  repository: Repository,
  { variables, environments, checks }: RepositoryWish,
): Promise<readonly string[]> {
  const read: Read = (route, parameters = {}) => send(`GET ${repos}${route}`, { ...repository, ...parameters });
  const lines = [];
  for (const [name, value] of Object.entries(variables)) lines.push(...(await ofVariable(read, name, value)));
  for (const setup of environments) lines.push(...(await ofEnvironment(read, setup)));
  return [...lines, ...(await ofMain(read, checks))];
}

async function ofVariable(read: Read, name: string, value: string): Promise<readonly string[]> {
  const answer = await read('/actions/variables/{name}', { name });
  if (answer.status === 404) return [];
  const { value: before } = parse(answer, variableSchema, `read the variable ${name}`);
  return before === value ? [] : [`variable ${name}: ${before} becomes ${value}`];
}

async function ofEnvironment(read: Read, { environment, reviewers }: EnvironmentSetup): Promise<readonly string[]> {
  const at = { environment_name: environment };
  const answer = await read('/environments/{environment_name}', at);
  if (answer.status === 404) return [];
  const { protection_rules: rules = [] } = parse(answer, environmentSchema, `read the environment ${environment}`);
  const present = rules.flatMap((rule) => rule.reviewers ?? []).flatMap(({ reviewer }) => reviewer ?? []);
  const gone = present.filter(({ id }) => !reviewers.some((kept) => kept.id === id));
  const policies = await read('/environments/{environment_name}/deployment-branch-policies', { ...at, per_page: 100 });
  const branches =
    policies.status === 404
      ? []
      : parse(policies, branchesSchema, `read the branches of ${environment}`).branch_policies;
  return [
    ...gone.map(({ login, slug, id }) => `reviewer ${login ?? slug ?? id} goes`),
    ...rules.flatMap(({ wait_timer: minutes }) => (minutes ? [`the wait of ${minutes} minutes goes`] : [])),
    ...branches.filter(({ name }) => name !== 'main').map(({ name }) => `branch ${name} deploys no more`),
  ].map((line) => `environment ${environment}: ${line}`);
}

async function ofMain(read: Read, checks: readonly string[]): Promise<readonly string[]> {
  const answer = await read('/branches/{branch}/protection', { branch: 'main' });
  if (answer.status === 404) return [];
  const before = inWords(parse(answer, protectionSchema, 'read how the branch main is protected'));
  const { enforce_admins: admins, allow_force_pushes: force, allow_deletions: deletions, ...rest } = protection(checks);
  const on = (flag: boolean) => ({ enabled: flag });
  const flags = { enforce_admins: on(admins), allow_force_pushes: on(force), allow_deletions: on(deletions) };
  const after = inWords({ ...rest, ...flags });
  return Object.entries(before).flatMap(([setting, old]) =>
    old === after[setting] ? [] : [`branch main: ${setting}: ${old} becomes ${after[setting]}`],
  );
}

/** What a request leaves out, GitHub sets back. */
function inWords(found: z.infer<typeof protectionSchema>): Readonly<Record<string, string>> {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = found;
  const flag = (value: boolean | null | undefined) => (value === true ? 'yes' : 'no');
  return {
    'required checks': [...(checks?.contexts ?? [])].sort().join(', ') || 'none',
    'up to date before merging': flag(checks?.strict),
    'approving reviews': String(reviews?.required_approving_review_count ?? 0),
    'review of a code owner': flag(reviews?.require_code_owner_reviews),
    'stale reviews dismissed': flag(reviews?.dismiss_stale_reviews),
    'last push approved by somebody else': flag(reviews?.require_last_push_approval),
    'limits who may push': flag(Boolean(found.restrictions)),
    'administrators are held to it': flag(found.enforce_admins?.enabled),
    'force pushes': flag(found.allow_force_pushes?.enabled),
    deletion: flag(found.allow_deletions?.enabled),
    'linear history': flag(found.required_linear_history?.enabled),
    'conversations resolved': flag(found.required_conversation_resolution?.enabled),
    'creations blocked': flag(found.block_creations?.enabled),
    locked: flag(found.lock_branch?.enabled),
  };
}
