/** Issues and comments as GitHub keeps them, as far as this repository can tell the difference. */
import { bodyLimit, invalid, List, notFound, ok, problem, type Handler, type Reply, type Request } from './replies.ts';
import { showComment, showIssue, showUser } from './show.ts';
import { addComment, addIssue, type StoredIssue, type World } from './world.ts';

const issueOf = (world: World, { path }: Request): StoredIssue | undefined =>
  world.issues.find(({ number }) => String(number) === path['issue_number']);

function commentOf(world: World, { path }: Request) {
  for (const issue of world.issues) {
    const comment = issue.comments.find(({ id }) => String(id) === path['comment_id']);
    if (comment !== undefined) return { issue, comment };
  }
  return undefined;
}

/** Permissions as GitHub checks them: for pull requests either of the two is enough. */
function mayWrite(world: World, issue: StoredIssue | null): Reply | null {
  if (world.archived) return problem(403, 'Repository was archived so is read-only.');
  const { issues, 'pull-requests': pulls } = world.permissions;
  const ofPull = issue !== null && issue.pull !== null;
  if (issues === 'write' || (ofPull && pulls === 'write')) return null;
  return {
    ...problem(403, 'Resource not accessible by integration'),
    headers: {
      'x-accepted-github-permissions': ofPull ? 'issues=write; pull_requests=write' : 'issues=write',
    },
  };
}

export const issueHandlers: Readonly<Record<string, Handler>> = {
  'get /user': ({ login }) =>
    login.endsWith('[bot]') ? problem(403, 'Resource not accessible by integration') : ok(showUser(login)),

  'get /repos/{owner}/{repo}/issues': (world, { query }) => {
    if (!world.issuesEnabled) return problem(410, 'Issues are disabled for this repo');
    const state = query['state'] ?? 'open';
    const found = world.issues
      .filter((issue) => state === 'all' || issue.state === state)
      .filter(({ author }) => query['creator'] === undefined || author === query['creator']);
    const ordered = query['direction'] === 'asc' ? found : [...found].reverse();
    return ok(new List(ordered.map((issue) => showIssue(world, issue))));
  },

  'post /repos/{owner}/{repo}/issues': (world, { body }) => {
    if (!world.issuesEnabled) return problem(410, 'Issues has been disabled in this repository.');
    const refused = mayWrite(world, null);
    if (refused !== null) return refused;
    const {
      title,
      body: text = '',
      labels = [],
      assignees = [],
    } = body as {
      title: string;
      body?: string;
      labels?: string[];
      assignees?: string[];
    };
    if (text.length > bodyLimit) return invalid('body', 'too_long');
    if (assignees.some((login) => !world.assignable.includes(login))) return invalid('assignees', 'invalid');
    const issue = addIssue(world, { author: world.login, title, body: text, labels, assignees });
    return { status: 201, body: showIssue(world, issue) };
  },

  'patch /repos/{owner}/{repo}/issues/{issue_number}': (world, request) => {
    if (!world.issuesEnabled) return problem(410, 'Issues has been disabled in this repository.');
    const issue = issueOf(world, request);
    if (issue === undefined) return problem(410, 'This issue was deleted');
    const refused = mayWrite(world, issue);
    if (refused !== null) return refused;
    const {
      body,
      state,
      state_reason: reason,
    } = request.body as Partial<{
      body: string;
      state: StoredIssue['state'];
      state_reason: StoredIssue['stateReason'];
    }>;
    if ((body?.length ?? 0) > bodyLimit) return invalid('body', 'too_long');
    Object.assign(issue, {
      ...(body === undefined ? {} : { body }),
      ...(state === undefined ? {} : { state }),
      ...(reason === undefined ? {} : { stateReason: reason }),
    });
    return ok(showIssue(world, issue));
  },

  'get /repos/{owner}/{repo}/issues/{issue_number}/comments': (world, request) => {
    const issue = issueOf(world, request);
    return issue === undefined
      ? notFound()
      : ok(new List(issue.comments.map((each) => showComment(world, issue, each))));
  },

  'post /repos/{owner}/{repo}/issues/{issue_number}/comments': (world, request) => {
    const issue = issueOf(world, request);
    if (issue === undefined) return notFound();
    const refused = mayWrite(world, issue);
    if (refused !== null) return refused;
    if (issue.locked) return problem(403, 'Unable to create comment because issue is locked.');
    const { body } = request.body as { body: string };
    if (body.length > bodyLimit) return invalid('body', 'too_long');
    return { status: 201, body: showComment(world, issue, addComment(world, issue, world.login, body)) };
  },

  'patch /repos/{owner}/{repo}/issues/comments/{comment_id}': (world, request) => {
    const found = commentOf(world, request);
    if (found === undefined) return notFound();
    const refused = mayWrite(world, found.issue);
    if (refused !== null) return refused;
    const { body } = request.body as { body: string };
    if (body.length > bodyLimit) return invalid('body', 'too_long');
    found.comment.body = body;
    return ok(showComment(world, found.issue, found.comment));
  },

  'delete /repos/{owner}/{repo}/issues/comments/{comment_id}': (world, request) => {
    const found = commentOf(world, request);
    if (found === undefined) return notFound();
    const refused = mayWrite(world, found.issue);
    if (refused !== null) return refused;
    found.issue.comments = found.issue.comments.filter(({ id }) => id !== found.comment.id);
    return { status: 204 };
  },
};
