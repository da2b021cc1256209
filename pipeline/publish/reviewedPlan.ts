/** The plan that a pull request's preview kept, found by the commit that its merge brought. */
import { unzipSync } from 'fflate';
import * as z from 'zod/mini';
import { PublishError } from '../errors.ts';
import { allPages, parse } from './conversations.ts';
import { refusal } from './failures.ts';
import type { Parameters, Repository, Send } from './transport.ts';

const pullSchema = z.looseObject({ number: z.number(), head: z.looseObject({ sha: z.string() }) });
const artifactSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  size_in_bytes: z.number(),
  expired: z.boolean(),
  created_at: z.nullable(z.string()),
  workflow_run: z.nullish(z.looseObject({ head_sha: z.optional(z.string()) })),
});

type Artifact = z.infer<typeof artifactSchema>;

/** A preview is some hundred kilobytes; what claims more is not one of ours. */
const largestBytes = 20_000_000;

export interface ReviewedPlan {
  /** What `preview --json` wrote. Its author controls the workflow of a pull request: it is advice, and to be checked. */
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
  readonly pullRequest: number;
}

const repos = '/repos/{owner}/{repo}';

/**
 * The newest preview of an environment that was kept for the pull request behind a commit; null when there is none (any more).
 *
 * @throws PublishError when GitHub refuses to say (needs `actions: read` and `pull-requests: read`), or the artifact is no zip
 */
export async function reviewedPlan(
  send: Send,
  repository: Repository,
  { sha, environment }: { readonly sha: string; readonly environment: string },
): Promise<ReviewedPlan | null> {
  const call = (route: string, parameters: Parameters) => send(route, { ...repository, ...parameters });
  const pulls = await allPages(call, `GET ${repos}/commits/{commit_sha}/pulls`, { commit_sha: sha }, pullSchema);
  for (const { number, head } of pulls) {
    const found = await newest(call, `preview-${environment}`, head.sha);
    if (found === null) continue;
    const text = fileIn(await download(call, found), `${environment}.json`);
    if (text !== null) return { text, at: found.created_at ?? '', pullRequest: number };
  }
  return null;
}

async function newest(call: Send, name: string, headSha: string): Promise<Artifact | null> {
  const answer = await call(`GET ${repos}/actions/artifacts`, { name, per_page: 100 });
  const list = z.looseObject({ artifacts: z.array(artifactSchema) });
  const { artifacts } = parse(answer, list, `list the artifacts named ${name}`);
  const usable = artifacts.filter(
    ({ workflow_run: run, expired, size_in_bytes: size }) =>
      !expired && size <= largestBytes && run?.head_sha === headSha,
  );
  return usable.sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? ''))[0] ?? null;
}

async function download(call: Send, { id, name }: Artifact): Promise<Uint8Array> {
  const route = `GET ${repos}/actions/artifacts/{artifact_id}/{archive_format}`;
  const answer = await call(route, { artifact_id: id, archive_format: 'zip' });
  if (answer.status >= 400) throw refusal(answer, `download the artifact ${name}`);
  if (answer.data instanceof ArrayBuffer) return new Uint8Array(answer.data);
  throw new PublishError(`the artifact ${name} came as something else than a file`);
}

function fileIn(archive: Uint8Array, name: string): string | null {
  try {
    const files = unzipSync(archive, { filter: (file) => file.name === name && file.originalSize <= largestBytes });
    const content = files[name];
    return content === undefined ? null : new TextDecoder().decode(content);
  } catch (cause) {
    throw new PublishError('the artifact of the preview is no zip archive', { cause });
  }
}
