/** What GitHub sends with each event, as far as the workflows read it. */
const repository = {
  name: 'payments-gitops',
  full_name: 'example/payments-gitops',
  owner: { login: 'example' },
  default_branch: 'main',
};

export const events = {
  pullRequest: {
    action: 'opened',
    number: 1,
    repository,
    pull_request: {
      number: 1,
      user: { login: 'ada' },
      head: { ref: 'change', sha: '1'.repeat(40), repo: { full_name: repository.full_name } },
      base: { ref: 'main' },
    },
  },
  push: { ref: 'refs/heads/main', repository },
} as const;
