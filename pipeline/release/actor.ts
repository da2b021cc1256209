import { hostname, userInfo } from 'node:os';

/** Who acts: a run of GitHub Actions, or a person at a machine. Recorded in leases, promotions and evidence. */
export type Actor =
  | {
      readonly kind: 'github-actions';
      readonly name: string;
      readonly repository: string;
      readonly runId: string;
      readonly attempt: number;
      readonly url: string;
    }
  | { readonly kind: 'person'; readonly name: string; readonly host: string; readonly processId: number };

/** @param environment the process's variables; GitHub sets `GITHUB_ACTIONS` and its company on every runner */
export function actorOf(environment: NodeJS.ProcessEnv): Actor {
  if (environment['GITHUB_ACTIONS'] !== 'true') {
    return { kind: 'person', name: userInfo().username, host: hostname(), processId: process.pid };
  }
  const repository = environment['GITHUB_REPOSITORY'] ?? '';
  const runId = environment['GITHUB_RUN_ID'] ?? '';
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com';
  return {
    kind: 'github-actions',
    name: environment['GITHUB_TRIGGERING_ACTOR'] ?? environment['GITHUB_ACTOR'] ?? '',
    repository,
    runId,
    attempt: Number(environment['GITHUB_RUN_ATTEMPT'] ?? '1'),
    url: `${server}/${repository}/actions/runs/${runId}`,
  };
}

export const describeActor = (actor: Actor): string =>
  actor.kind === 'person'
    ? `${actor.name}@${actor.host}`
    : `${actor.name} (run ${actor.runId}, attempt ${actor.attempt} of ${actor.repository})`;
