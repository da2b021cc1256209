import type { Deployments } from '../../../pipeline/publish/deployments.ts';

/** The part of an event that says whose pull request it is about. */
export interface PreviewEvent {
  readonly pull_request?: { readonly number: number; readonly head: { readonly sha: string } } | undefined;
  readonly workflow_run?:
    | {
        readonly head_sha: string;
        readonly head_branch: string | null;
        readonly head_repository: { readonly full_name: string; readonly owner: { readonly login: string } };
      }
    | undefined;
}

export interface Found {
  readonly number: number;
  readonly commit: string;
}

/**
 * The pull request of an event. For a finished run of another workflow it is looked up by head repository and commit: what the
 * run itself says about its pull request comes from code that nobody reviewed. Null when the pull request moved on or was closed.
 */
export async function pullRequestOf(event: PreviewEvent, github: Pick<Deployments, 'openFrom'>): Promise<Found | null> {
  const { pull_request: own, workflow_run: run } = event;
  if (own !== undefined) return { number: own.number, commit: own.head.sha };
  if (run?.head_branch === undefined || run.head_branch === null) return null;
  const { full_name: repository, owner } = run.head_repository;
  const candidates = await github.openFrom(owner.login, run.head_branch);
  const found = candidates.find(({ head }) => head.sha === run.head_sha && head.repo?.full_name === repository);
  return found === undefined ? null : { number: found.number, commit: run.head_sha };
}
