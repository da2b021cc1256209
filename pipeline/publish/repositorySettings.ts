/** Settings of the repository that the pipeline relies on and cannot make true by itself. */
import * as z from 'zod/mini';
import { parse } from './conversations.ts';
import type { Answer, Parameters, Repository, Send } from './transport.ts';

const branchSchema = z.looseObject({ protected: z.boolean() });
const ruleSchema = z.looseObject({ type: z.string() });
const policySchema = z.looseObject({
  deployment_branch_policy: z.nullish(
    z.looseObject({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() }),
  ),
});
const branchPoliciesSchema = z.looseObject({ branch_policies: z.array(z.looseObject({ name: z.string() })) });
const subjectSchema = z.looseObject({ use_default: z.boolean() });
const workflowSchema = z.looseObject({ state: z.string(), created_at: z.string() });
const runsSchema = z.looseObject({ workflow_runs: z.array(z.looseObject({ created_at: z.string() })) });
const variableSchema = z.looseObject({ value: z.string() });

export interface RepositorySettings {
  /** Whether pushes to a branch are held to any rule, by branch protection or a ruleset. Null when there is no such branch. */
  branchIsProtected(branch: string): Promise<boolean | null>;
  /** Branches that may deploy to an environment: `all`, `protected`, or their name patterns. */
  deploymentBranches(environment: string): Promise<'all' | 'protected' | readonly string[]>;
  /** Whether OIDC subjects are the default ones that the roles trust. */
  subjectIsDefault(): Promise<boolean>;
  /** State of a workflow file and its last scheduled run (ISO 8601). Null when GitHub does not know the file. */
  schedule(
    workflow: string,
  ): Promise<{ readonly state: string; readonly since: string; readonly lastRun: string | null } | null>;
  /** A variable of the repository; null when it is not set. */
  variable(name: string): Promise<string | null>;
}

const repos = '/repos/{owner}/{repo}';

export function repositorySettings(send: Send, repository: Repository): RepositorySettings {
  const call = (route: string, parameters: Parameters = {}) =>
    send(`GET ${repos}${route}`, { ...repository, ...parameters });
  return {
    branchIsProtected: (branch) => branchIsProtected(call, branch),
    deploymentBranches: (environment) => deploymentBranches(call, environment),
    subjectIsDefault: async () =>
      parse(await call('/actions/oidc/customization/sub'), subjectSchema, 'read the format of OIDC subjects')
        .use_default,
    schedule: (workflow) => schedule(call, workflow),
    variable: async (name) => {
      const answer = await call('/actions/variables/{name}', { name });
      return answer.status === 404 ? null : parse(answer, variableSchema, `read the variable ${name}`).value;
    },
  };
}

type Call = (route: string, parameters?: Parameters) => Promise<Answer>;

async function branchIsProtected(call: Call, branch: string): Promise<boolean | null> {
  const answer = await call('/branches/{branch}', { branch });
  if (answer.status === 404) return null;
  if (parse(answer, branchSchema, `read branch ${branch}`).protected) return true;
  const rules = parse(
    await call('/rules/branches/{branch}', { branch }),
    z.array(ruleSchema),
    `read rules of ${branch}`,
  );
  return rules.some(({ type }) => type === 'pull_request');
}

async function deploymentBranches(call: Call, environment: string): Promise<'all' | 'protected' | readonly string[]> {
  const route = '/environments/{environment_name}';
  const parameters = { environment_name: environment };
  const { deployment_branch_policy: policy } = parse(
    await call(route, parameters),
    policySchema,
    `read environment ${environment}`,
  );
  if (policy === null || policy === undefined) return 'all';
  if (policy.protected_branches) return 'protected';
  const answer = await call(`${route}/deployment-branch-policies`, parameters);
  return parse(answer, branchPoliciesSchema, `read deployment branches of ${environment}`).branch_policies.map(
    ({ name }) => name,
  );
}

async function schedule(call: Call, workflow: string): ReturnType<RepositorySettings['schedule']> {
  const route = '/actions/workflows/{workflow_id}';
  const answer = await call(route, { workflow_id: workflow });
  if (answer.status === 404) return null;
  const { state, created_at } = parse(answer, workflowSchema, `read workflow ${workflow}`);
  const runs = await call(`${route}/runs`, { workflow_id: workflow, event: 'schedule', per_page: 1 });
  const [last] = parse(runs, runsSchema, `list scheduled runs of ${workflow}`).workflow_runs;
  return { state, since: created_at, lastRun: last?.created_at ?? null };
}
