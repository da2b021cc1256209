/** Who the token acts as: a post of somebody else is never touched, even when it carries our mark. */
import * as z from 'zod/mini';
import { PublishError } from '../errors.ts';
import { parse } from './conversations.ts';
import type { Send } from './transport.ts';

/** What the token of a workflow run acts as. */
const workflowAuthor = 'github-actions[bot]';

/**
 * The login behind a token. Installation tokens (`ghs_`) may not ask who they are, so a GitHub App of your own is named by
 * `configured`; personal tokens are asked, one call.
 */
export async function authorOf(token: string, configured: string, send: Send): Promise<string> {
  if (configured !== '') return configured;
  if (!/^(ghp_|github_pat_|gho_|ghu_)/.test(token)) return workflowAuthor;
  const answer = await send('GET /user', {});
  return parse(answer, z.object({ login: z.string() }), 'ask who the token belongs to').login;
}

/** A post by an unexpected author would never be found again and a new one would come every night: undo it and say so. */
export async function checkAuthor(
  actual: string | undefined,
  expected: string,
  undo: () => Promise<unknown>,
): Promise<void> {
  if (actual === expected) return;
  await undo();
  throw new PublishError(`the token posts as ${actual ?? 'a deleted user'}, not as ${expected}`, {
    advice: `Set the input \`author: ${actual ?? 'LOGIN'}\`, so that posts are found again.`,
  });
}
