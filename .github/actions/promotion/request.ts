import { ConfigurationError } from '../../../pipeline/errors.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { listReleases, readRelease } from '../../../pipeline/release/releaseStore.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import type { Bench } from './bench.ts';

export interface HandRequest {
  readonly action: string;
  readonly environment: string;
  /** Id, its beginning, or empty. */
  readonly release: string;
  readonly reason: string;
  readonly override: boolean;
}

/** What a person asked for, made exact: which release is meant, and why it is done. */
export async function request(bench: Bench, asked: HandRequest): Promise<void> {
  const { configuration, tell, actor } = bench;
  const { environment, action, reason } = asked;
  bench.settings(environment);
  if (reason.trim() === '') throw new ConfigurationError('a reason is needed: it is recorded with what is done');
  const id = action === 'promote' || action === 'redeploy' ? await releaseFor(bench, asked) : '';
  tell.output('release', id);
  const { commit, committedAt } = id === '' ? none : await commitOf(bench, asked, id);
  tell.output('commit', commit);
  tell.output('committed-at', committedAt);
  tell.output('below', configuration.lowerOf(environment)?.environment ?? environment);
  const what = `### ${action} · \`${environment}\`${id === '' ? '' : ` · release \`${shortId(id)}\``}`;
  const override = asked.override
    ? '\n\n**An emergency:** it does not wait for soak time, alarms, freeze windows and pauses. That is recorded, and shown until healed.'
    : '';
  await tell.summary(`${what}\n\nStarted by \`${actor.name}\`:\n\n${codeBlock(reason.trim())}${override}`);
}

const none = { commit: '', committedAt: '' };

/**
 * The commit that brought a release to where it is taken from. Whoever stored it first may have built it from another one, so its
 * record is asked last. Uncommitted work stands in no order, and has no time.
 */
async function commitOf({ configuration, ...bench }: Bench, { action, environment }: HandRequest, release: string) {
  const store = await bench.store('observe');
  const from = action === 'redeploy' ? environment : (configuration.lowerOf(environment)?.environment ?? environment);
  const { current, verified } = await readPromotion(store, from);
  const deployed = [...(current === null ? [] : [current]), ...verified].find(
    (each) => each.release === release && each.committedAt !== undefined,
  );
  if (deployed !== undefined) return { commit: deployed.commit, committedAt: deployed.committedAt ?? '' };
  const record = await readRelease(store, release);
  if (record === null) return none;
  return { commit: record.commit, committedAt: record.dirty ? '' : record.committedAt };
}

async function releaseFor(bench: Bench, { action, environment, release }: HandRequest): Promise<string> {
  const store = await bench.store('observe');
  const candidates = await candidatesOf(bench, store, action, environment);
  if (release === '' && action === 'redeploy') throw unclear('which release? none was given', candidates);
  const matching =
    release === '' ? candidates.slice(0, 1) : candidates.filter((id) => id.startsWith(release.toLowerCase()));
  const [found] = matching;
  if (matching.length === 1 && found !== undefined) return found;
  const problem = release === '' ? 'there is nothing to promote' : `"${release}" fits ${matching.length} releases`;
  throw unclear(problem, candidates);
}

/** Newest first: for a redeployment what was verified here, else what the environment below runs, and all that is stored. */
async function candidatesOf(
  { configuration }: Bench,
  store: DocumentStore,
  action: string,
  environment: string,
): Promise<string[]> {
  if (action === 'redeploy') {
    const { verified } = await readPromotion(store, environment);
    return [...new Set(verified.map(({ release }) => release))];
  }
  const below = configuration.lowerOf(environment);
  const stored = (await listReleases(store)).map(({ id }) => id);
  const current = below === undefined ? null : (await readPromotion(store, below.environment)).current;
  return [...new Set([...(current === null ? [] : [current.release]), ...stored])];
}

const unclear = (problem: string, candidates: readonly string[]) =>
  new ConfigurationError(problem, {
    advice: `Possible here: ${candidates.slice(0, 10).map(shortId).join(', ') || 'none'}.`,
  });
