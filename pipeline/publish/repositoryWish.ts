/** How a repository is to be set up for the pipeline. */
export interface EnvironmentSetup {
  readonly environment: string;
  /** Ids of who may approve; empty: nobody is asked. */
  readonly reviewers: readonly Reviewer[];
  readonly preventSelfReview: boolean;
}

export interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
}

export interface RepositoryWish {
  readonly variables: Readonly<Record<string, string>>;
  readonly environments: readonly EnvironmentSetup[];
  /** Of the branch main. */
  readonly checks: readonly string[];
}

/** As the API takes it. */
export const protection = (checks: readonly string[]) => ({
  required_status_checks: { strict: true, contexts: [...checks] },
  enforce_admins: true,
  required_pull_request_reviews: {
    required_approving_review_count: 1,
    require_code_owner_reviews: true,
    dismiss_stale_reviews: true,
    require_last_push_approval: true,
  },
  restrictions: null,
  allow_force_pushes: false,
  allow_deletions: false,
});
