/** What the stand-in of GitHub remembers: plain values that a test may look at and change by hand. */
export interface StoredComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

export interface StoredIssue {
  readonly number: number;
  readonly author: string;
  readonly title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null;
  labels: readonly string[];
  assignees: readonly string[];
  locked: boolean;
  /** Given for pull requests, which are issues to the issues API. */
  readonly pull: { readonly headRepository: string; readonly headBranch: string; readonly headSha: string } | null;
  comments: StoredComment[];
}

export interface StoredRun {
  readonly id: number;
  readonly number: number;
  readonly workflow: string;
  readonly headSha: string;
  status: 'waiting' | 'in_progress' | 'completed';
  conclusion: 'cancelled' | 'success' | null;
  waitsFor: readonly string[];
  /** Who approved it, and for which environment. */
  approvals?: readonly { readonly login: string; readonly environment: string }[];
}

/** A workflow that was asked to start. */
export interface Started {
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  readonly headSha: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly content: Uint8Array;
  readonly expired?: boolean;
}

export interface StoredCheck {
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: 'success' | 'failure' | null;
}

export interface StoredCommit {
  readonly sha: string;
  readonly mail: string;
  /** The account that the address belongs to; null when GitHub knows none. */
  readonly login: string | null;
}

export interface StoredEnvironment {
  readonly name: string;
  readonly reviewers: readonly string[];
  readonly preventSelfReview: boolean;
  /** Which branches may deploy; absent: all. */
  readonly branches?: { readonly protectedOnly: boolean; readonly names: StoredBranchPolicy[] };
}

export interface StoredBranchPolicy {
  readonly id: number;
  readonly name: string;
}

export interface World {
  readonly owner: string;
  readonly repo: string;
  /** Who the token acts as, and what it may do. */
  login: string;
  permissions: Readonly<Record<'issues' | 'pull-requests' | 'actions', 'none' | 'read' | 'write'>>;
  issuesEnabled: boolean;
  archived: boolean;
  readonly assignable: readonly string[];
  issues: StoredIssue[];
  runs: StoredRun[];
  started: Started[];
  environments: StoredEnvironment[];
  /** Whether the token may change the repository's settings. */
  isAdministrator: boolean;
  /** Who can be named as a reviewer: people by login, teams as `organisation/team`. */
  readonly reviewers: readonly string[];
  readonly variables: Map<string, string>;
  /** What each branch is protected by, as it was asked for. */
  readonly protections: Map<string, Readonly<Record<string, unknown>>>;
  /** Commits of main in their order, oldest first. */
  readonly commits: StoredCommit[];
  /** Pull requests by the commit that they brought to main. */
  readonly mergedBy: Map<string, readonly number[]>;
  /** Logins of those who wrote a pull request's commits, by its number. */
  readonly wroteIn: Map<number, readonly string[]>;
  checks: StoredCheck[];
  artifacts: StoredArtifact[];
  nextId: number;
}

export function newWorld(owner: string, repo: string): World {
  return {
    owner,
    repo,
    login: 'github-actions[bot]',
    permissions: { issues: 'write', 'pull-requests': 'write', actions: 'write' },
    issuesEnabled: true,
    archived: false,
    assignable: ['octo', 'oncall'],
    issues: [],
    runs: [],
    started: [],
    environments: [],
    isAdministrator: true,
    reviewers: ['octo', 'oncall', `${owner}/platform`],
    variables: new Map(),
    protections: new Map(),
    commits: [],
    mergedBy: new Map(),
    wroteIn: new Map(),
    checks: [],
    artifacts: [],
    nextId: 1000,
  };
}

interface NewIssue {
  readonly author: string;
  readonly title: string;
  readonly body: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly pull?: StoredIssue['pull'];
}

/** Adds an issue or pull request with the next number. */
export function addIssue(
  world: World,
  { author, title, body, labels = [], assignees = [], pull = null }: NewIssue,
): StoredIssue {
  const issue: StoredIssue = {
    number: Math.max(0, ...world.issues.map(({ number }) => number)) + 1,
    author,
    title,
    body,
    state: 'open',
    stateReason: null,
    labels,
    assignees,
    locked: false,
    pull,
    comments: [],
  };
  world.issues.push(issue);
  return issue;
}

export function addComment(world: World, issue: StoredIssue, author: string, body: string): StoredComment {
  const comment = { id: world.nextId++, author, body };
  issue.comments.push(comment);
  return comment;
}
