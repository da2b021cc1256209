import { createHash } from 'node:crypto';
import type { Report } from '../comparison/finding.ts';
import type { Comment, Conversations, Issue } from './conversations.ts';
import { checkAuthor } from './author.ts';
import { exactlyOnce } from './exactlyOnce.ts';
import { historySection, recall, remember, seriousIds, type Run } from './history.ts';
import { withinLimit } from './limits.ts';
import { marker, startsWithMarker } from './marker.ts';
import { sameText } from './sameText.ts';
import type { Clock } from './transport.ts';

export interface IssueRequest {
  readonly report: Report;
  /** Markdown of the report within a budget of characters. */
  readonly render: (budget: number) => string;
  readonly run: Run;
  readonly github: Conversations;
  readonly clock: Clock;
  /** Login that the token acts as. */
  readonly author: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface IssueOutcome {
  readonly action: 'created' | 'updated' | 'unchanged' | 'reopened' | 'closed' | 'none';
  /** Null when nothing is wrong and no issue was ever needed. */
  readonly url: string | null;
}

/**
 * Keeps one issue per pair of environments true: opens it when they differ or when that could not be told, updates it in
 * place, closes it when they are known to be in sync. Publishing the same report twice changes nothing.
 */
export async function publishIssue(request: IssueRequest): Promise<IssueOutcome> {
  const { report, github } = request;
  const { current, surplus } = choose(await ours(request));
  for (const issue of surplus) await closeSurplus(request, issue, current);
  if (report.verdict === 'in-sync')
    return current?.state === 'open'
      ? await close(request, current)
      : { action: 'none', url: current?.html_url ?? null };
  if (current === null) return await open(request);

  const body = bodyOf(request, current);
  if (current.state === 'closed') {
    await github.updateIssue(current.number, { body, state: 'open', state_reason: 'reopened' });
    return { action: 'reopened', url: current.html_url };
  }
  await announceNewlySerious(request, current);
  if (sameText(current.body, body)) return { action: 'unchanged', url: current.html_url };
  await github.updateIssue(current.number, { body });
  return { action: 'updated', url: current.html_url };
}

const markOf = ({ baseline, target }: Report): string => marker('drift', { baseline, target });

const titleOf = ({ baseline, target }: Report): string => `Drift: ${target} against ${baseline}`;

const ours = async ({ github, author, report }: IssueRequest): Promise<Issue[]> =>
  (await github.issuesBy(author)).filter(
    (issue) => issue.user?.login === author && startsWithMarker(issue.body, markOf(report)),
  );

/** The oldest open one; without an open one the newest closed one. */
function choose(issues: readonly Issue[]): { current: Issue | null; surplus: readonly Issue[] } {
  const byNumber = [...issues].sort((a, b) => a.number - b.number);
  const [oldest, ...surplus] = byNumber.filter(({ state }) => state === 'open');
  return { current: oldest ?? byNumber.at(-1) ?? null, surplus };
}

function bodyOf({ report, render, run }: IssueRequest, current: Issue | null): string {
  return withinLimit(markOf(report), render, historySection(remember(recall(current?.body), report, run)));
}

async function open(request: IssueRequest): Promise<IssueOutcome> {
  const { report, github, labels, assignees, author, clock } = request;
  const body = bodyOf(request, null);
  const created = await exactlyOnce({
    clock,
    find: async () => choose(await ours(request)).current,
    create: () => github.createIssue({ title: titleOf(report), body, labels, assignees }),
  });
  await checkAuthor(created.user?.login, author, () =>
    github.updateIssue(created.number, { state: 'closed', state_reason: 'not_planned' }),
  );
  return { action: 'created', url: created.html_url };
}

/** The last word comes first: an issue that is closed without one would stay so, since nobody looks at it again. */
async function close(request: IssueRequest, current: Issue): Promise<IssueOutcome> {
  const { report, run, github } = request;
  const text = `\`${report.target}\` matches \`${report.baseline}\` again, as observed ${report.generatedAt} by [this run](${run.url}).`;
  await say(request, current, marker('last-word', { after: lastRun(current) }), text);
  await github.updateIssue(current.number, {
    body: bodyOf(request, current),
    state: 'closed',
    state_reason: 'completed',
  });
  return { action: 'closed', url: current.html_url };
}

/** An edit notifies nobody, so new findings of severity critical or high are announced in a comment. */
async function announceNewlySerious(request: IssueRequest, current: Issue): Promise<void> {
  const known = new Set(recall(current.body).serious);
  const fresh = seriousIds(request.report).filter((id) => !known.has(id));
  if (fresh.length === 0) return;
  const findings = fresh.length === 1 ? 'One new finding' : `${fresh.length} new findings`;
  const text = `${findings} of severity critical or high: the report above is up to date. [Run](${request.run.url}).`;
  await say(request, current, marker('announcement', { after: lastRun(current), findings: digest(fresh) }), text);
}

async function closeSurplus(request: IssueRequest, issue: Issue, kept: Issue | null): Promise<void> {
  const number = String(kept?.number);
  await say(request, issue, marker('surplus', { kept: number }), `Continued in #${number}.`);
  await request.github.updateIssue(issue.number, { state: 'closed', state_reason: 'not_planned' });
}

/** Comments once per mark, however often it is called and whatever became of the first answer. */
async function say(
  { github, author, clock }: IssueRequest,
  { number }: Issue,
  mark: string,
  text: string,
): Promise<Comment> {
  const find = async () =>
    (await github.comments(number)).find(({ body, user }) => user?.login === author && startsWithMarker(body, mark)) ??
    null;
  return (
    (await find()) ??
    (await exactlyOnce({ clock, find, create: () => github.createComment(number, `${mark}\n${text}`) }))
  );
}

/** Marks name the run before, not this one: when this run fails half-way, the next one finds what it said and does not repeat it. */
const lastRun = ({ body }: Issue): string => recall(body).runs[0]?.run ?? 'none';

const digest = (ids: readonly string[]): string =>
  createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16);
