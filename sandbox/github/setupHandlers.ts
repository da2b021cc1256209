/** What an administrator sets in a repository: variables, environments and their branches, protection of branches. */
import { complete } from './complete.ts';
import { List, notFound, ok, problem, type Handler, type Reply } from './replies.ts';
import { firstReviewer, reviewerId, showEnvironment, showProtection } from './show.ts';
import type { StoredEnvironment, World } from './world.ts';

const ids = { owner: 7001, repository: 9001 } as const;

/** @param action what happens if the token may */
const asAdministrator =
  (action: Handler): Handler =>
  (world, request) =>
    world.isAdministrator ? action(world, request) : problem(403, 'Resource not accessible by personal access token');

const environments = '/repos/{owner}/{repo}/environments/{environment_name}';
const variables = '/repos/{owner}/{repo}/actions/variables';

export const setupHandlers: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}': ({ owner, repo }) => {
    const user = complete('simple-user', { id: ids.owner, login: owner });
    return ok(complete('full-repository', { id: ids.repository, name: repo, owner: user }));
  },

  'get /users/{username}': (world, { path }) => reviewer(world, path['username'] ?? '', 'public-user'),

  'get /orgs/{org}/teams/{team_slug}': (world, { path }) =>
    reviewer(world, `${path['org']}/${path['team_slug']}`, 'team-full'),

  [`get ${variables}/{name}`]: (world, { path: { name = '' } }) => {
    const value = world.variables.get(name);
    return value === undefined ? notFound() : ok(complete('actions-variable', { name, value }));
  },

  [`post ${variables}`]: asAdministrator((world, { body: { name, value } }) => {
    if (world.variables.has(String(name))) return problem(409, 'Already exists - Variable already exists');
    world.variables.set(String(name), String(value));
    return { status: 201, body: {} };
  }),

  [`patch ${variables}/{name}`]: asAdministrator((world, { path: { name = '' }, body: { value } }) => {
    if (!world.variables.has(name)) return notFound();
    world.variables.set(name, String(value));
    return { status: 204 };
  }),

  'get /repos/{owner}/{repo}/branches/{branch}/protection': asAdministrator((world, { path }) => {
    const asked = world.protections.get(path['branch'] ?? '');
    return asked === undefined ? problem(404, 'Branch not protected') : ok(showProtection(asked));
  }),

  'put /repos/{owner}/{repo}/branches/{branch}/protection': asAdministrator((world, { path, body }) => {
    world.protections.set(path['branch'] ?? '', body);
    return ok(complete('protected-branch', {}));
  }),

  [`put ${environments}`]: asAdministrator((world, { path: { environment_name: name = '' }, body }) => {
    const wanted = (body['reviewers'] ?? []) as readonly { readonly id: number }[];
    const named = wanted.map(({ id }) => world.reviewers[id - firstReviewer]);
    // https://docs.github.com/en/rest/deployments/environments: up to six people or teams.
    if (named.length > 6 || named.includes(undefined)) return problem(422, 'Validation Failed');
    const set: StoredEnvironment = {
      name,
      reviewers: named as readonly string[],
      preventSelfReview: body['prevent_self_review'] === true,
      ...branchesOf(body['deployment_branch_policy'], find(world, name)),
    };
    world.environments = [...world.environments.filter((each) => each.name !== name), set];
    return ok(showEnvironment(world, set));
  }),

  [`get ${environments}/deployment-branch-policies`]: (world, { path }) => {
    const names = find(world, path['environment_name'])?.branches?.names;
    if (names === undefined) return notFound();
    const wrap = (items: readonly unknown[]) => ({ total_count: names.length, branch_policies: items });
    return ok(new List(names.map(showPolicy), wrap));
  },

  [`post ${environments}/deployment-branch-policies`]: asAdministrator((world, { path, body }) => {
    const branches = find(world, path['environment_name'])?.branches;
    if (branches === undefined || branches.protectedOnly) return notFound();
    if (branches.names.some(({ name }) => name === body['name'])) return { status: 303 };
    const added = { id: world.nextId++, name: String(body['name']) };
    branches.names.push(added);
    return ok(showPolicy(added));
  }),

  [`delete ${environments}/deployment-branch-policies/{branch_policy_id}`]: asAdministrator((world, { path }) => {
    const names = find(world, path['environment_name'])?.branches?.names ?? [];
    const position = names.findIndex(({ id }) => String(id) === path['branch_policy_id']);
    if (position < 0) return notFound();
    names.splice(position, 1);
    return { status: 204 };
  }),
};

function reviewer(world: World, name: string, schema: 'public-user' | 'team-full'): Reply {
  return world.reviewers.includes(name) ? ok(complete(schema, { id: reviewerId(world, name) })) : notFound();
}

const find = ({ environments: all }: World, name: string | undefined): StoredEnvironment | undefined =>
  all.find((each) => each.name === name);

/** Patterns that were there stay while the environment goes by patterns. */
function branchesOf(policy: unknown, before: StoredEnvironment | undefined): Pick<StoredEnvironment, 'branches'> {
  if (typeof policy !== 'object' || policy === null) return {};
  const protectedOnly = (policy as { protected_branches?: unknown }).protected_branches === true;
  return { branches: { protectedOnly, names: protectedOnly ? [] : (before?.branches?.names ?? []) } };
}

const showPolicy = ({ id, name }: { readonly id: number; readonly name: string }) =>
  complete('deployment-branch-policy', { id, name, type: 'branch' });
