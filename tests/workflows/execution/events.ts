/** What GitHub sends with each event, as far as the workflows read it. */
const repository = {
  name: 'payments-gitops',
  full_name: 'example/payments-gitops',
  owner: { login: 'example' },
  default_branch: 'main',
};

export interface Event {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch' | 'workflow_run';
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Head {
  readonly number: number;
  readonly login: string;
  readonly from: string;
  readonly sha: string;
}

const pullRequest = ({ number, login, from, sha }: Head): Event => ({
  name: 'pull_request',
  payload: {
    ...{ action: 'opened', number, repository },
    pull_request: {
      // The last commit of the repository is the change.
      ...{ number, user: { login }, base: { ref: 'main', sha: 'HEAD~1' } },
      head: { ref: 'change', sha, repo: { full_name: from } },
    },
  },
});

/** The pull request of somebody without write access. */
export const fork = { number: 2, login: 'mallory', from: 'mallory/payments-gitops', sha: '2'.repeat(40) };

/** What a person fills in at `deploy.yml`. */
export interface ByHand {
  readonly action: 'preview' | 'promote' | 'redeploy' | 'drift check';
  readonly environment: string;
  readonly release?: string;
}

export const events = {
  pullRequest: pullRequest({ number: 1, login: 'ada', from: repository.full_name, sha: '1'.repeat(40) }),
  forkPullRequest: pullRequest(fork),
  /** The preview of the fork's pull request has ended. */
  forkPreviewed: {
    name: 'workflow_run',
    payload: {
      ...{ action: 'completed', repository },
      workflow_run: {
        ...{ id: 1, event: 'pull_request', conclusion: 'success', head_branch: 'change', head_sha: fork.sha },
        head_repository: { full_name: fork.from, owner: { login: fork.login } },
      },
    },
  },
  push: { name: 'push', payload: { ref: 'refs/heads/main', repository } },
  anew: { name: 'workflow_dispatch', payload: { ref: 'refs/heads/main', repository, inputs: {} } },
  night: { name: 'schedule', payload: { schedule: '17 3 * * *', repository } },
  byHand: ({ action, environment, release = '' }: ByHand): Event => ({
    name: 'workflow_dispatch',
    payload: {
      ...{ ref: 'refs/heads/main', repository },
      inputs: { action, environment, release, reason: 'asked for by hand', override: 'false' },
    },
  }),
} as const satisfies Readonly<Record<string, Event | ((given: ByHand) => Event)>>;
