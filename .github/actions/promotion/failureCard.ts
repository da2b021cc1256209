import { codeBlock } from '../../../pipeline/publish/text.ts';
import { OtherPlanError } from '../../../pipeline/release/approval.ts';
import { GateClosedError } from '../../../pipeline/release/gate.ts';
import { describeLease, readLease } from '../../../pipeline/release/lease.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import type { Bench } from './bench.ts';

interface Failed {
  readonly environment: string;
  readonly release: string;
}

const allOfThem =
  'All of them, because the plan has to be made and approved anew; environments that already run the release are passed by.';

/** What the summary says of a deployment that did not come about, with the way on. */
export async function failureCard(bench: Pick<Bench, 'store'>, request: Failed, error: unknown): Promise<string> {
  const { environment, release } = request;
  const told = codeBlock(error instanceof Error ? error.message : String(error));
  const title = `### ${environment} did not get \`${shortId(release)}\``;
  if (error instanceof OtherPlanError)
    return [
      `${title}: the plan is another one`,
      told,
      'Nothing was applied. Where the settings ask for approval, the next job starts a run that plans and asks anew; elsewhere, re-run all jobs.',
    ].join('\n\n');
  if (error instanceof GateClosedError) return [`${title}: its gate is closed`, told, ...whenOpen(error)].join('\n\n');
  const { text, recover } = await standing(bench, environment);
  const first = recover ? `\`npm run recover -- ${environment}\`, then ` : '';
  return [
    title,
    told,
    codeBlock(text),
    `Nothing above ${environment} was started. When the cause is gone: ${first}re-run all jobs of this run.`,
    allOfThem,
  ].join('\n\n');
}

const whenOpen = ({ opensAt }: GateClosedError): readonly string[] => [
  opensAt === null
    ? 'Nothing was changed. Re-run all jobs of this run when what is missing has been put right.'
    : `Nothing was changed. Re-run all jobs of this run after ${opensAt.toISOString()}: then the gate opens by itself.`,
  allOfThem,
];

/** What stands there, and whether something half done has to be put in order first. What cannot be read may be half done. */
async function standing(
  bench: Pick<Bench, 'store'>,
  environment: string,
): Promise<{ readonly text: string; readonly recover: boolean }> {
  try {
    const store = await bench.store(`deploy-${environment}`);
    const [{ current }, held] = await Promise.all([readPromotion(store, environment), readLease(store, environment)]);
    if (current === null) return withLease('nothing was deployed before', held, false);
    const { release, startedAt, deployedAt, verifiedAt } = current;
    const runs = `last deployment: ${shortId(release)}, started ${startedAt}, deployed ${deployedAt ?? 'not'}, verified ${verifiedAt ?? 'not'}`;
    return withLease(runs, held, deployedAt === null);
  } catch (cause) {
    return { text: `What stands there could not be read: ${String(cause)}`, recover: true };
  }
}

const withLease = (runs: string, held: Awaited<ReturnType<typeof readLease>>, halfDone: boolean) =>
  held === null
    ? { text: runs, recover: halfDone }
    : { text: `${runs}\nheld by ${describeLease(held.lease)}`, recover: true };
