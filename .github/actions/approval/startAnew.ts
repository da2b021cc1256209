import type { Gate } from '../../../infra/settings.ts';
import type { Deployments } from '../../../pipeline/publish/deployments.ts';
import { startedBy } from './workflowRef.ts';

export interface AnewRequest {
  readonly environment: string;
  readonly gate: Gate;
  /** `GITHUB_WORKFLOW_REF`: OWNER/REPO/.github/workflows/FILE@REF of the workflow that an event started. */
  readonly workflowRef: string;
  /** What a person had filled in; none after a merge. */
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Starts the workflow of this run again, so that plan and approval start anew (R34). What runs the release already is passed by,
 * so the new run comes to the same environment. Only where somebody approves: without a person in between, a plan that never
 * stays the same would go round for ever.
 *
 * @returns what was done, in words
 */
export async function startAnew(github: Pick<Deployments, 'start'>, request: AnewRequest): Promise<string> {
  const { environment, gate, workflowRef, inputs } = request;
  const { workflow, branch } = startedBy(workflowRef);
  if (!gate.requireApproval) return `Nobody approves ${environment}: re-run all jobs when its plan is to be made anew.`;
  await github.start(workflow, branch, inputs);
  return `${workflow} starts again on ${branch}, and asks for approval of the fresh plan.`;
}
