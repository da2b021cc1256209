/** The few things that publishing asks of GitHub's issues API; pull requests are issues there. */
import * as z from 'zod/mini';
import { PublishError } from '../errors.ts';
import { refusal } from './failures.ts';
import type { Answer, Parameters, Repository, Send } from './transport.ts';

const user = z.nullable(z.object({ login: z.string() }));
const issueSchema = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  html_url: z.string(),
  body: z.nullish(z.string()),
  user,
  pull_request: z.optional(z.unknown()),
});
const commentSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  body: z.nullish(z.string()),
  user: z.nullish(user),
});

export type Issue = z.infer<typeof issueSchema>;
export type Comment = z.infer<typeof commentSchema>;

export interface Conversations {
  /** Every issue that this login opened, all pages, open and closed, pull requests left out. */
  issuesBy(login: string): Promise<readonly Issue[]>;
  createIssue(issue: {
    title: string;
    body: string;
    labels: readonly string[];
    assignees: readonly string[];
  }): Promise<Issue>;
  updateIssue(
    number: number,
    change: { body?: string; state?: 'open' | 'closed'; state_reason?: string },
  ): Promise<Issue>;
  /** Every comment of an issue or pull request, all pages. */
  comments(number: number): Promise<readonly Comment[]>;
  createComment(number: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
  /** Succeeds as well when it is gone already. */
  deleteComment(id: number): Promise<void>;
}

/** GitHub's largest page. */
const pageSize = 100;

export function conversations(send: Send, repository: Repository): Conversations {
  const call = (route: string, parameters: Parameters) => send(route, { ...repository, ...parameters });

  return {
    async issuesBy(login) {
      const route = 'GET /repos/{owner}/{repo}/issues';
      const issues = await allPages(
        call,
        route,
        { state: 'all', creator: login, sort: 'created', direction: 'asc' },
        issueSchema,
      );
      return issues.filter((issue) => issue.pull_request === undefined);
    },
    createIssue: async (issue) =>
      parse(await call('POST /repos/{owner}/{repo}/issues', { ...issue }), issueSchema, 'open an issue'),
    updateIssue: async (number, change) =>
      parse(
        await call('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { issue_number: number, ...change }),
        issueSchema,
        `update issue #${number}`,
      ),
    comments: (number) =>
      allPages(
        call,
        'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        { issue_number: number },
        commentSchema,
      ),
    createComment: async (number, body) =>
      parse(
        await call('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { issue_number: number, body }),
        commentSchema,
        `comment on #${number}`,
      ),
    updateComment: async (id, body) =>
      parse(
        await call('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id, body }),
        commentSchema,
        `update comment ${id}`,
      ),
    async deleteComment(id) {
      const answer = await call('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', { comment_id: id });
      if (answer.status >= 400 && answer.status !== 404) throw refusal(answer, `delete comment ${id}`);
    },
  };
}

/** Follows `Link: rel="next"`: a short page is not always the last one, GitHub leaves out what it hides. */
export async function allPages<T extends z.ZodMiniType>(
  call: Send,
  route: string,
  parameters: Parameters,
  schema: T,
): Promise<z.infer<T>[]> {
  const found: z.infer<T>[] = [];
  for (let page = 1; ; page++) {
    const answer = await call(route, { ...parameters, per_page: pageSize, page });
    const items = parse(answer, z.array(schema), `read page ${page} of ${route.replace('GET ', '')}`);
    found.push(...items);
    if (!/rel="next"/.test(String(answer.headers.link ?? ''))) return found;
  }
}

/** Checks that GitHub agreed and that its answer has the form it documents. */
export function parse<T extends z.ZodMiniType>(answer: Answer, schema: T, doing: string): z.infer<T> {
  if (answer.status >= 400) throw refusal(answer, doing);
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw new PublishError(`could not ${doing}: the answer is not what GitHub documents`, {
    advice: 'Check `GITHUB_API_URL`, and whether a proxy answers in place of GitHub.',
    cause: parsed.error,
  });
}
