/** The stand-in's memory in the form of GitHub's answers. */
import { complete } from './complete.ts';
import type {
  StoredArtifact,
  StoredCheck,
  StoredComment,
  StoredCommit,
  StoredEnvironment,
  StoredIssue,
  StoredRun,
  World,
} from './world.ts';

const page = ({ owner, repo }: World): string => `https://github.invalid/${owner}/${repo}`;

const userOf = (login: string) =>
  complete('simple-user', { login, type: login.endsWith('[bot]') ? 'Bot' : 'User', id: login.length });

export const showUser = (login: string) => complete('public-user', { login, type: 'User', id: login.length });

export function showIssue(world: World, issue: StoredIssue): Record<string, unknown> {
  const { number, title, body, state, stateReason, locked, pull } = issue;
  const html = `${page(world)}/${pull === null ? 'issues' : 'pull'}/${number}`;
  const urls = { diff_url: `${html}.diff`, html_url: html, patch_url: `${html}.patch`, url: html };
  return complete('issue', {
    id: number,
    number,
    title,
    body,
    state,
    state_reason: stateReason,
    locked,
    html_url: html,
    user: userOf(issue.author),
    labels: issue.labels.map((name) => ({ name })),
    assignees: issue.assignees.map(userOf),
    comments: issue.comments.length,
    ...(pull === null ? {} : { pull_request: urls }),
  });
}

export const showComment = (world: World, issue: StoredIssue, { id, author, body }: StoredComment) =>
  complete('issue-comment', {
    id,
    body,
    user: userOf(author),
    html_url: `${page(world)}/issues/${issue.number}#issuecomment-${id}`,
  });

export function showPull(world: World, issue: StoredIssue): Record<string, unknown> {
  const pull = complete('pull-request-simple', {
    number: issue.number,
    state: issue.state,
    title: issue.title,
    body: issue.body,
    user: userOf(issue.author),
    html_url: `${page(world)}/pull/${issue.number}`,
  });
  const head = pull['head'] as Record<string, unknown>;
  const { headRepository = '', headBranch = '', headSha = '' } = issue.pull ?? {};
  const repository = complete('repository', { full_name: headRepository, name: headRepository.split('/')[1] ?? '' });
  return { ...pull, head: { ...head, ref: headBranch, sha: headSha, repo: repository } };
}

export const showRun = (world: World, { id, number, headSha, status, conclusion }: StoredRun) =>
  complete('workflow-run', {
    id,
    run_number: number,
    head_sha: headSha,
    status,
    conclusion,
    html_url: `${page(world)}/actions/runs/${id}`,
  });

/** A team is written with its organisation. */
const reviewerOf = (world: World) => (name: string) =>
  name.includes('/')
    ? { type: 'Team', reviewer: { ...teamOf(name), id: reviewerId(world, name) } }
    : { type: 'User', reviewer: { ...userOf(name), id: reviewerId(world, name) } };

export const firstReviewer = 100;

/** By which a reviewer is named to an environment. */
export const reviewerId = ({ reviewers }: World, name: string): number => firstReviewer + reviewers.indexOf(name);

const teamOf = (name: string) => complete('team', { name, slug: name.split('/')[1] ?? '' });

export const showEnvironment = (world: World, { name, reviewers, preventSelfReview, branches }: StoredEnvironment) =>
  complete('environment', {
    name,
    deployment_branch_policy:
      branches === undefined
        ? null
        : { protected_branches: branches.protectedOnly, custom_branch_policies: !branches.protectedOnly },
    protection_rules:
      reviewers.length === 0
        ? []
        : [
            {
              id: 1,
              node_id: '',
              type: 'required_reviewers',
              prevent_self_review: preventSelfReview,
              reviewers: reviewers.map(reviewerOf(world)),
            },
          ],
  });

/** What was asked for with a flag is shown with an object. */
export function showProtection(asked: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.entries(asked).flatMap(([setting, value]) => {
    if (value === null) return [];
    return [[setting, typeof value === 'boolean' ? { enabled: value, url: 'https://api.github.invalid/' } : value]];
  });
  const shown = Object.fromEntries(known) as Record<string, unknown>;
  const checks = shown['required_status_checks'];
  return complete('branch-protection', {
    ...shown,
    ...(checks === undefined ? {} : { required_status_checks: { checks: [], ...(checks as object) } }),
  });
}

export const showPending = (environment: string) =>
  complete('pending-deployment', { environment: { id: 1, node_id: '', name: environment, url: '', html_url: '' } });

/** As it stands on main: written by somebody, committed by GitHub's own account. */
export function showCommit({ sha, mail, login }: StoredCommit) {
  const commit = complete('commit', { sha });
  const git = { ...(commit['commit'] as object), author: { name: login ?? 'somebody', email: mail } };
  return { ...commit, commit: git, author: login === null ? null : userOf(login), committer: userOf('web-flow') };
}

export const showComparison = (world: World, [from, to]: readonly [number, number], commits: readonly unknown[]) =>
  complete('commit-comparison', {
    status: to === from ? 'identical' : to > from ? 'ahead' : 'behind',
    ahead_by: Math.max(0, to - from),
    behind_by: Math.max(0, from - to),
    total_commits: Math.max(0, to - from),
    base_commit: commitAt(world, from),
    merge_base_commit: commitAt(world, Math.min(from, to)),
    commits,
  });

const commitAt = ({ commits }: World, at: number) => {
  const found = commits[at];
  return found === undefined ? complete('commit', {}) : showCommit(found);
};

export const showCheck = (world: World, { name, headSha, conclusion }: StoredCheck) =>
  complete('check-run', {
    name,
    head_sha: headSha,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    html_url: `${page(world)}/runs/1`,
  });

export const showApproval = ({ login, environment }: { readonly login: string; readonly environment: string }) =>
  complete('environment-approvals', { state: 'approved', user: userOf(login), environments: [{ name: environment }] });

export const showArtifact = (world: World, artifact: StoredArtifact) => {
  const { id, name, headSha, createdAt, content, expired = false } = artifact;
  return {
    ...complete('artifact', { id, name, expired, size_in_bytes: content.length, created_at: createdAt }),
    archive_download_url: `${page(world)}/actions/artifacts/${id}`,
    workflow_run: { head_sha: headSha },
  };
};
