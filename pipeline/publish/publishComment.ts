import { checkAuthor } from './author.ts';
import type { Comment, Conversations } from './conversations.ts';
import { exactlyOnce } from './exactlyOnce.ts';
import { withinLimit } from './limits.ts';
import { marker, startsWithMarker } from './marker.ts';
import { sameText } from './sameText.ts';
import type { Clock } from './transport.ts';

export interface CommentRequest {
  readonly pullRequest: number;
  /** What the comment is about, for instance `preview`: one comment per kind and key on a pull request. */
  readonly kind: string;
  readonly key: Readonly<Record<string, string>>;
  readonly render: (budget: number) => string;
  readonly github: Conversations;
  readonly clock: Clock;
  readonly author: string;
}

export interface CommentOutcome {
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly url: string;
}

/** One comment of its kind on a pull request, kept up to date. Comments of others are never touched. */
export async function publishComment(request: CommentRequest): Promise<CommentOutcome> {
  const { github } = request;
  const body = withinLimit(marker(request.kind, request.key), request.render, '');
  const [kept, ...surplus] = await ours(request);
  for (const { id } of surplus) await github.deleteComment(id);
  if (kept === undefined) return await create(request, body);
  if (sameText(kept.body, body)) return { action: 'unchanged', url: kept.html_url };
  await github.updateComment(kept.id, body);
  return { action: 'updated', url: kept.html_url };
}

/** Oldest first. Two runs at once may have posted one each. */
async function ours({ github, pullRequest, author, kind, key }: CommentRequest): Promise<Comment[]> {
  const mark = marker(kind, key);
  return (await github.comments(pullRequest))
    .filter(({ user, body }) => user?.login === author && startsWithMarker(body, mark))
    .sort((a, b) => a.id - b.id);
}

async function create(request: CommentRequest, body: string): Promise<CommentOutcome> {
  const { github, pullRequest, author, clock } = request;
  const find = async () => (await ours(request))[0] ?? null;
  const created = await exactlyOnce({ clock, find, create: () => github.createComment(pullRequest, body) });
  await checkAuthor(created.user?.login, author, () => github.deleteComment(created.id));
  return { action: 'created', url: created.html_url };
}
