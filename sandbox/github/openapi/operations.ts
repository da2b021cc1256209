/** Every operation of GitHub's API that this repository calls: what the stand-in serves and the description holds. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
}

const repository = '/repos/{owner}/{repo}';

export const operations: readonly Operation[] = [
  { method: 'get', path: '/user' },
  { method: 'get', path: '/users/{username}' },
  { method: 'get', path: '/orgs/{org}/teams/{team_slug}' },
  { method: 'get', path: repository },
  { method: 'get', path: `${repository}/actions/variables/{name}` },
  { method: 'post', path: `${repository}/actions/variables` },
  { method: 'patch', path: `${repository}/actions/variables/{name}` },
  { method: 'get', path: `${repository}/branches/{branch}/protection` },
  { method: 'put', path: `${repository}/branches/{branch}/protection` },
  { method: 'put', path: `${repository}/environments/{environment_name}` },
  { method: 'get', path: `${repository}/environments/{environment_name}/deployment-branch-policies` },
  { method: 'post', path: `${repository}/environments/{environment_name}/deployment-branch-policies` },
  {
    method: 'delete',
    path: `${repository}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}`,
  },
  { method: 'get', path: `${repository}/issues` },
  { method: 'post', path: `${repository}/issues` },
  { method: 'patch', path: `${repository}/issues/{issue_number}` },
  { method: 'get', path: `${repository}/issues/{issue_number}/comments` },
  { method: 'post', path: `${repository}/issues/{issue_number}/comments` },
  { method: 'patch', path: `${repository}/issues/comments/{comment_id}` },
  { method: 'delete', path: `${repository}/issues/comments/{comment_id}` },
  { method: 'get', path: `${repository}/pulls` },
  { method: 'get', path: `${repository}/pulls/{pull_number}/commits` },
  { method: 'get', path: `${repository}/commits/{commit_sha}/pulls` },
  { method: 'get', path: `${repository}/commits/{ref}` },
  { method: 'get', path: `${repository}/commits/{ref}/check-runs` },
  { method: 'get', path: `${repository}/compare/{basehead}` },
  { method: 'get', path: `${repository}/environments/{environment_name}` },
  { method: 'get', path: `${repository}/actions/artifacts` },
  { method: 'get', path: `${repository}/actions/artifacts/{artifact_id}/{archive_format}` },
  { method: 'get', path: `${repository}/actions/workflows/{workflow_id}/runs` },
  { method: 'post', path: `${repository}/actions/workflows/{workflow_id}/dispatches` },
  { method: 'get', path: `${repository}/actions/runs/{run_id}/approvals` },
  { method: 'get', path: `${repository}/actions/runs/{run_id}/attempts/{attempt_number}` },
  { method: 'get', path: `${repository}/actions/runs/{run_id}/pending_deployments` },
  { method: 'post', path: `${repository}/actions/runs/{run_id}/cancel` },
];
