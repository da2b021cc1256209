import type { Event } from './publication.ts';

/** The part of `context` of `@actions/github` that is read here. */
export interface Context {
  readonly repo: { readonly owner: string; readonly repo: string };
  readonly payload: { readonly pull_request?: { readonly number: number } | undefined };
  readonly serverUrl: string;
  readonly runId: number;
}

/** What the workflow runs for. */
export function readEvent({ repo, payload, serverUrl, runId }: Context): Event {
  return {
    repository: repo,
    run: { id: String(runId), url: `${serverUrl}/${repo.owner}/${repo.repo}/actions/runs/${runId}` },
    pullRequest: payload.pull_request?.number ?? null,
  };
}
