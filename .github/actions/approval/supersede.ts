import type { Conversations } from '../../../pipeline/publish/conversations.ts';
import type { Deployments, WorkflowRun } from '../../../pipeline/publish/deployments.ts';
import { publishComment } from '../../../pipeline/publish/publishComment.ts';
import type { Clock } from '../../../pipeline/publish/transport.ts';
import { startedBy } from './workflowRef.ts';

export interface SupersedeRequest {
  readonly github: Deployments & Conversations;
  readonly clock: Clock;
  readonly author: string;
  readonly environment: string;
  /** File of the workflow that a merge starts. */
  readonly workflow: string;
  /** `GITHUB_WORKFLOW_REF` of the run that goes on. */
  readonly workflowRef: string;
  /** The run that goes on. */
  readonly run: { readonly id: number; readonly number: number; readonly url: string };
}

/**
 * Ends older runs that still wait at this environment, and says so on their pull requests. Only a run whose release was
 * verified below gets here, so an approval that nobody gives never holds up what came after it (R43).
 *
 * @returns null for a run of another workflow: its number says nothing about theirs, and what a person chose need not be newer
 */
export async function supersede(request: SupersedeRequest): Promise<readonly WorkflowRun[] | null> {
  const { github, workflow, run, environment } = request;
  if (startedBy(request.workflowRef).workflow !== workflow) return null;
  const older = (await github.waitingRuns(workflow)).filter(
    (other) => other.id !== run.id && other.run_number < run.number,
  );
  const waiting: WorkflowRun[] = [];
  for (const other of older) {
    if ((await github.waitsFor(other.id)).includes(environment)) waiting.push(other);
  }
  for (const other of waiting) {
    await github.cancel(other.id);
    await tell(request, other);
  }
  return waiting;
}

async function tell({ github, clock, author, environment, run }: SupersedeRequest, other: WorkflowRun): Promise<void> {
  for (const { number } of await github.pullRequestsOf(other.head_sha)) {
    const render = () =>
      `[Run ${other.run_number}](${other.html_url}) waited for approval in \`${environment}\` and was superseded by ` +
      `[run ${run.number}](${run.url}), which brings a newer release that contains this change. Nothing was applied there by ` +
      'the older run.';
    const key = { environment, run: String(other.id) };
    await publishComment({ pullRequest: number, kind: 'superseded', key, render, github, clock, author });
  }
}
