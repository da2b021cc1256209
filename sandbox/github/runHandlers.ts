/** Pull requests, environments and workflow runs as GitHub keeps them. */
import { List, notFound, ok, problem, type Handler } from './replies.ts';
import {
  showApproval,
  showArtifact,
  showCheck,
  showCommit,
  showComparison,
  showEnvironment,
  showPending,
  showPull,
  showRun,
} from './show.ts';

export const runHandlers: Readonly<Record<string, Handler>> = {
  'get /repos/{owner}/{repo}/pulls': (world, { query }) => {
    const [owner, branch] = (query['head'] ?? ':').split(':');
    const found = world.issues.filter(({ pull, state }) => {
      if (pull === null || state !== (query['state'] ?? 'open')) return false;
      return pull.headRepository.split('/')[0] === owner && pull.headBranch === branch;
    });
    return ok(new List(found.map((issue) => showPull(world, issue))));
  },

  'get /repos/{owner}/{repo}/commits/{commit_sha}/pulls': (world, { path }) => {
    const numbers = world.mergedBy.get(path['commit_sha'] ?? '') ?? [];
    return ok(
      new List(world.issues.filter(({ number }) => numbers.includes(number)).map((issue) => showPull(world, issue))),
    );
  },

  'get /repos/{owner}/{repo}/pulls/{pull_number}/commits': (world, { path }) =>
    ok(
      new List(
        (world.wroteIn.get(Number(path['pull_number'])) ?? []).map((login, index) =>
          showCommit({ sha: index.toString(16).padStart(40, '0'), login, mail: `${login}@example.com` }),
        ),
      ),
    ),

  'get /repos/{owner}/{repo}/commits/{ref}': ({ commits }, { path }) => {
    const found = commits.find(({ sha }) => sha === path['ref']);
    // GitHub does not say 404 for a commit that it does not have.
    return found === undefined ? problem(422, `No commit found for SHA: ${path['ref']}`) : ok(showCommit(found));
  },

  'get /repos/{owner}/{repo}/compare/{basehead}': (world, { path }) => {
    const [from = -1, to = -1] = (path['basehead'] ?? '')
      .split('...')
      .map((name) => world.commits.findIndex(({ sha }) => sha === name));
    if (from < 0 || to < 0) return notFound();
    const between = world.commits.slice(from + 1, to + 1);
    return ok(new List(between.map(showCommit), (commits) => showComparison(world, [from, to], commits)));
  },

  'get /repos/{owner}/{repo}/commits/{ref}/check-runs': (world, { path }) => {
    const found = world.checks.filter(({ headSha }) => headSha === path['ref']);
    const wrap = (items: readonly unknown[]) => ({ total_count: found.length, check_runs: items });
    return ok(
      new List(
        found.map((check) => showCheck(world, check)),
        wrap,
      ),
    );
  },

  'get /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': (world, { path }) => {
    const run = world.runs.find(({ id }) => String(id) === path['run_id']);
    return run === undefined ? notFound() : ok((run.approvals ?? []).map(showApproval));
  },

  'get /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': (world, { path }) => {
    const run = world.runs.find(({ id }) => String(id) === path['run_id']);
    return run === undefined ? notFound() : ok(showRun(world, run));
  },

  'get /repos/{owner}/{repo}/environments/{environment_name}': (world, { path }) => {
    if (world.permissions.actions === 'none') return problem(403, 'Resource not accessible by integration');
    const found = world.environments.find(({ name }) => name === path['environment_name']);
    return found === undefined ? notFound() : ok(showEnvironment(world, found));
  },

  'get /repos/{owner}/{repo}/actions/artifacts': (world, { query }) => {
    const found = world.artifacts.filter(({ name }) => query['name'] === undefined || name === query['name']);
    const wrap = (items: readonly unknown[]) => ({ total_count: found.length, artifacts: items });
    return ok(
      new List(
        found.map((artifact) => showArtifact(world, artifact)),
        wrap,
      ),
    );
  },

  'get /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': (world, { path }) => {
    const found = world.artifacts.find(({ id }) => String(id) === path['artifact_id']);
    if (found === undefined) return notFound();
    if (found.expired) return problem(410, 'Artifact has expired');
    return { status: 302, headers: { location: `/_artifacts/${found.id}` } };
  },

  'get /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': (world, { path, query }) => {
    const found = world.runs.filter(
      ({ workflow, status }) =>
        workflow === path['workflow_id'] && (query['status'] === undefined || status === query['status']),
    );
    const wrap = (items: readonly unknown[]) => ({ total_count: found.length, workflow_runs: items });
    return ok(
      new List(
        [...found].reverse().map((run) => showRun(world, run)),
        wrap,
      ),
    );
  },

  'post /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': (world, { path, body }) => {
    if (world.permissions.actions !== 'write') return problem(403, 'Resource not accessible by integration');
    const { ref, inputs = {} } = body as { ref: string; inputs?: Record<string, string> };
    world.started.push({ workflow: path['workflow_id'] ?? '', ref, inputs });
    return { status: 204 };
  },

  'get /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': (world, { path }) =>
    ok((world.runs.find(({ id }) => String(id) === path['run_id'])?.waitsFor ?? []).map(showPending)),

  'post /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': (world, { path }) => {
    const run = world.runs.find(({ id }) => String(id) === path['run_id']);
    if (run === undefined) return notFound();
    if (world.permissions.actions !== 'write') return problem(403, 'Resource not accessible by integration');
    if (run.status === 'completed') return problem(409, 'Cannot cancel a workflow run that is completed.');
    Object.assign(run, { status: 'completed', conclusion: 'cancelled', waitsFor: [] });
    return { status: 202, body: {} };
  },
};
