import { ConfigurationError } from '../../../pipeline/errors.ts';

/**
 * The workflow file that an event started, also in a workflow that it calls, and its branch.
 *
 * @param workflowRef `GITHUB_WORKFLOW_REF`: OWNER/REPO/.github/workflows/FILE@REF
 */
export function startedBy(workflowRef: string): { readonly workflow: string; readonly branch: string } {
  const [, workflow, branch] =
    /^[^/]+\/[^/]+\/\.github\/workflows\/([^/@]+)@refs\/heads\/(.+)$/.exec(workflowRef) ?? [];
  if (workflow !== undefined && branch !== undefined) return { workflow, branch };
  throw new ConfigurationError(`cannot tell the workflow from GITHUB_WORKFLOW_REF "${workflowRef}"`);
}
