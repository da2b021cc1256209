/** What must hold of every change and at every end, told from the accounts and not from what the pipeline recorded. */
import type { EvidenceStart } from '../../../../pipeline/release/evidence.ts';
import { openEvidence, readEvidence } from '../../../../pipeline/release/evidence.ts';
import { readLease } from '../../../../pipeline/release/lease.ts';
import type { PromotionRecord } from '../../../../pipeline/release/promotionRecord.ts';
import { MemoryStore } from '../memoryStore.ts';
import { accountOf, environments, saw, writersFor, type World } from './world.ts';

const document = (world: World, key: string): unknown => {
  const found = world.documents.get(key);
  return found === undefined ? null : JSON.parse(new TextDecoder().decode(found.body));
};

const openStarts = (world: World, environment: string): readonly EvidenceStart[] =>
  [...world.documents.keys()]
    .filter((key) => key.startsWith(`evidence/${environment}/`) && key.endsWith('.start.json'))
    .filter((key) => !world.documents.has(key.replace('.start.json', '.end.json')))
    .map((key) => document(world, key) as EvidenceStart);

interface Update {
  readonly environment: string;
  readonly release: string;
  readonly emergency: boolean;
  /** That the run is about; null when it goes back to what was deployed before. */
  readonly commit: string | null;
}

/** Called the moment before an account changes. */
export function judgeUpdate(world: World, update: Update): void {
  const { environment, release, commit } = update;
  const wrong = (what: string) => world.violations.push(`${environment} gets ${release.slice(0, 6)}: ${what}`);
  const [evidence, ...more] = openStarts(world, environment).filter((each) => each.release === release);
  if (evidence === undefined) return void wrong('nothing is on record about it');
  if (more.length > 0) wrong('two open records of evidence');
  if (evidence.kind === 'redeployment') {
    const record = document(world, `promotions/${environment}.json`) as PromotionRecord | null;
    const account = accountOf(world, environment);
    if (account.release !== release)
      saw(
        world,
        /^\S+ was not verified:|verification/.test(evidence.reason)
          ? 'rolled back by itself'
          : 'rolled back by a person',
      );
    if (!account.everWorked.has(release)) wrong('it goes back to what never worked there');
    if (account.release !== release && !record?.paused) wrong('it goes back, and promotion is not paused');
    return;
  }
  judgeAuthors(world, update, evidence, wrong);
  judgeApproval(world, evidence, wrong);
  judgeAge(world, update, wrong);
  judgeGate(world, update, wrong);
  accountOf(world, environment).commits.set(release, commit ?? '');
}

/** Everybody with a merge since what worked there last has written it, also what was superseded before it got there. */
function judgeAuthors(
  world: World,
  { environment, commit }: Update,
  evidence: EvidenceStart,
  wrong: (what: string) => void,
): void {
  if (evidence.commit !== commit) wrong(`the evidence is about commit ${evidence.commit}, not ${commit}`);
  const record = document(world, `promotions/${environment}.json`) as PromotionRecord | null;
  // A run that died before it said that its release works leaves nothing to count from.
  const writers = (record?.verified ?? []).length === 0 ? [] : writersFor(world, environment, evidence.commit);
  const unnamed = writers.filter((writer) => !evidence.authors.includes(writer));
  if (unnamed.length > 0) wrong(`the evidence does not name ${unnamed.join(', ')}, who wrote it`);
  if (evidence.approvers.some((approver) => writers.includes(approver)) && environment === 'prod')
    wrong('its author approved it');
}

function judgeApproval(world: World, evidence: EvidenceStart, wrong: (what: string) => void): void {
  const { environment, approvers, card } = evidence;
  if (environment !== 'prod' || /^no changes/.test(card.plan.summary)) return;
  const given = world.approved.get(`${environment} ${card.plan.fingerprint}`);
  if (given === undefined || approvers.length === 0) wrong('nobody approved this plan');
}

/** A promotion brings nothing back that something newer has followed; a merge that reverts is the newer one itself. */
function judgeAge(world: World, { environment, release, emergency }: Update, wrong: (what: string) => void): void {
  const account = accountOf(world, environment);
  const age = world.committed.get(release) ?? 0;
  if (world.reverted.has(release) && account.release !== release) saw(world, 'a merge that reverts');
  // A release that was merged again since is as new as the commit that it worked here with.
  const workedWith = (each: string) =>
    world.commits.find(({ commit }) => commit === account.commits.get(each))?.at ?? 0;
  const record = document(world, `promotions/${environment}.json`) as PromotionRecord | null;
  // Of a run that died before it said that its release works, nobody knows that.
  const said = new Set(record?.verified.map((deployment) => deployment.release));
  const newer = [...account.everWorked].some((each) => said.has(each) && workedWith(each) > age);
  if (newer && account.release !== release && !world.contended) wrong('a newer release worked there before');
  if (emergency && record?.emergency?.release !== release) wrong('its emergency is on no record');
}

function judgeGate(world: World, update: Update, wrong: (what: string) => void): void {
  const { environment, release, emergency } = update;
  const at = environments.findIndex((settings) => settings.environment === environment);
  const below = environments[at - 1];
  if (below === undefined) return;
  const lower = accountOf(world, below.environment);
  if (!lower.everWorked.has(release)) wrong(`it never worked in ${below.environment}`);
  if (world.contended) return;
  if (lower.worked?.release !== release) wrong(`${below.environment} does not run it`);
  if (emergency) return saw(world, 'an emergency');
  const soakMinutes = environments[at]?.gate.soakMinutes ?? 0;
  if (world.clock - (lower.worked?.at ?? Infinity) < soakMinutes * 60_000) wrong('it has not soaked');
  if (lower.alarm) wrong('an alarm rings below');
  if ((lower.alarmChangedAt ?? 0) > (lower.worked?.at ?? Infinity)) wrong('an alarm rang below since it works there');
  if (environment === 'prod' && [0, 6].includes(new Date(world.clock).getUTCDay())) wrong('it is frozen');
  const record = document(world, `promotions/${environment}.json`) as PromotionRecord | null;
  if (record?.paused) wrong('promotion is paused');
}

/** When everybody is done and every dead run was recovered from. */
export async function judgeEnd(world: World, newest: string): Promise<void> {
  const store = new MemoryStore(world.documents);
  for (const { environment } of environments) {
    const wrong = (what: string) => world.violations.push(`in the end, ${environment}: ${what}`);
    const { release, content, worked } = accountOf(world, environment);
    if (release !== newest || content !== world.contents.get(newest)) wrong('the newest release is stuck');
    if (worked?.release !== newest) wrong('the newest release does not work');
    if ((await readLease(store, environment)) !== null) wrong('a lease is left');
    const record = document(world, `promotions/${environment}.json`) as PromotionRecord | null;
    if (record?.current?.release !== newest || record.current.verifiedAt === null) wrong('the record says otherwise');
    if (record?.emergency) wrong('an emergency is not healed');
    const open = await openEvidence(store, environment);
    if (open.length > 0) wrong(`nobody said what became of ${open.map(({ id }) => id).join(', ')}`);
    const all = await readEvidence(store, environment, { from: new Date(0), to: new Date('2100-01-01') });
    const missing = all.flatMap((each) => each.missing.map((what) => `${each.start.id} lacks ${what}`));
    if (missing.length > 0) wrong(missing.join('; '));
    const unrecorded = (record?.verified ?? []).filter(
      (deployment) => !all.some(({ start }) => start.release === deployment.release),
    );
    if (unrecorded.length > 0) wrong('a deployment has no evidence');
  }
}
