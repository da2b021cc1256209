import type { context } from '@actions/github';
import type { Event } from './publication.ts';

/** What the workflow runs for, out of the context that GitHub gives every action. */
export function readEvent({
  repo,
  payload,
  serverUrl,
  runId,
}: Pick<typeof context, 'repo' | 'payload' | 'serverUrl' | 'runId'>): Event {
  return {
    repository: repo,
    run: { id: String(runId), url: `${serverUrl}/${repo.owner}/${repo.repo}/actions/runs/${runId}` },
    pullRequest: payload.pull_request?.number ?? null,
  };
}
