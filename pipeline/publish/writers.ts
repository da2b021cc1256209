/** Who wrote a change, as GitHub knows it: authors and committers of its commits, and of the pull requests that brought them. */
import * as z from 'zod/mini';
import { PublishError } from '../errors.ts';
import { allPages, parse } from './conversations.ts';
import { refusal } from './failures.ts';
import type { Send } from './transport.ts';

const user = z.nullish(z.looseObject({ login: z.optional(z.string()) }));
const commitSchema = z.looseObject({
  sha: z.string(),
  author: user,
  committer: user,
  commit: z.looseObject({ author: z.nullish(z.looseObject({ email: z.optional(z.string()) })) }),
});
const comparisonSchema = z.looseObject({ commits: z.array(commitSchema) });
const pullSchema = z.looseObject({ number: z.number(), user });
type Commit = z.infer<typeof commitSchema>;

/** GitHub's own account on commits that were made in the browser. */
const browser = 'web-flow';

const repos = '/repos/{owner}/{repo}';

/** So many questions at once; GitHub takes no more than a hundred. */
const together = 10;

export async function writersSince(call: Send, sha: string, bases: readonly string[]): Promise<readonly string[]> {
  const commits = [await commitAt(call, sha), ...(await commitsSince(call, sha, bases))];
  const pulls = new Map<number, string | undefined>();
  for (const some of inGroups([...new Set(commits.map((commit) => commit.sha))])) {
    const found = await Promise.all(some.map((each) => pullsOf(call, each)));
    for (const { number, user: opener } of found.flat()) pulls.set(number, opener?.login);
  }
  const route = `GET ${repos}/pulls/{pull_number}/commits`;
  for (const some of inGroups([...pulls.keys()])) {
    const found = await Promise.all(some.map((number) => allPages(call, route, { pull_number: number }, commitSchema)));
    commits.push(...found.flat());
  }
  const people = [...commits.flatMap(writersOf), ...pulls.values()];
  return [...new Set(people.filter((each) => each !== undefined && each !== browser))].sort() as string[];
}

async function commitAt(call: Send, sha: string): Promise<Commit> {
  return parse(await call(`GET ${repos}/commits/{ref}`, { ref: sha }), commitSchema, `read commit ${sha}`);
}

const pullsOf = (call: Send, sha: string) =>
  allPages(call, `GET ${repos}/commits/{commit_sha}/pulls`, { commit_sha: sha }, pullSchema);

/** An older base gives more commits, never fewer: where GitHub does not have the newest, the one before will do. */
async function commitsSince(call: Send, sha: string, bases: readonly string[]): Promise<readonly Commit[]> {
  const committed = bases.filter((base) => /^[0-9a-f]{40,64}$/.test(base));
  for (const base of committed) {
    const found = await compared(call, `${base}...${sha}`);
    if (found !== null) return found;
  }
  if (committed.length === 0) return [];
  throw new PublishError(`could not tell who wrote ${sha}: GitHub has none of the commits that were verified before`, {
    advice: 'Push the commit that runs there, then start it again.',
  });
}

/** @returns null when GitHub does not have one of the two */
async function compared(call: Send, basehead: string): Promise<readonly Commit[] | null> {
  const found: Commit[] = [];
  for (let page = 1; ; page++) {
    const answer = await call(`GET ${repos}/compare/{basehead}`, { basehead, per_page: 100, page });
    if (answer.status === 404) return null;
    if (answer.status >= 400) throw refusal(answer, `compare ${basehead}`);
    found.push(...parse(answer, comparisonSchema, `compare ${basehead}`).commits);
    if (!/rel="next"/.test(String(answer.headers['link'] ?? ''))) return found;
  }
}

function writersOf({ author, committer, commit }: Commit): readonly (string | undefined)[] {
  const mail = commit.author?.email;
  const login = author?.login;
  const writer = login === undefined || mail === undefined ? (login ?? mail) : `${login} <${mail}>`;
  return [writer, committer?.login];
}

const inGroups = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / together) }, (_, index) =>
    all.slice(index * together, (index + 1) * together),
  );
