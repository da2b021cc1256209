import { connect } from './transport.ts';

type RunState = 'alive' | 'dead' | 'unknown';

/**
 * Asks GitHub whether a run has ended. Undefined where no token is at hand.
 *
 * @param environment needs `GITHUB_TOKEN` (or `GH_TOKEN`) with `actions: read`
 */
export function runStateOf(
  environment: NodeJS.ProcessEnv,
): ((repository: string, runId: string, attempt: number) => Promise<RunState>) | undefined {
  const token = environment['GITHUB_TOKEN'] ?? environment['GH_TOKEN'];
  if (!token) return undefined;
  const baseUrl = environment['GITHUB_API_URL'] ?? 'https://api.github.com';
  return async (repository, runId, attempt) => {
    const [owner, repo] = repository.split('/');
    const send = await connect({ token, baseUrl });
    const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}';
    const { status, data } = await send(route, { owner, repo, run_id: Number(runId), attempt_number: attempt });
    if (status !== 200) return 'unknown';
    return (data as { status?: string }).status === 'completed' ? 'dead' : 'alive';
  };
}
