import { preview, type Plan } from '../../../pipeline/engine/plan.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import { fingerprint, isEmpty } from '../../../pipeline/release/fingerprint.ts';
import { planLines, summarise } from '../../../pipeline/release/planText.ts';
import { readPromotion } from '../../../pipeline/release/promotionRecord.ts';
import { shortId } from '../../../pipeline/release/release.ts';
import { loadRelease } from '../../../pipeline/release/releaseStore.ts';
import type { Bench } from './bench.ts';
import { missingFacts, type GateRequest } from './gate.ts';

export interface PlanRequest extends GateRequest {
  /** The gate of a redeployment is that the release was verified here before; the deployment checks it. */
  readonly redeploy: boolean;
}

/** The plan that an approver sees. What the gate misses is said here, and stops the deployment only if it is still missing then. */
export async function plan(bench: Bench, request: PlanRequest): Promise<void> {
  const { environment, release } = request;
  const { tell, surroundings, root } = bench;
  const store = await bench.store('observe');
  const source = await loadRelease(store, release, root);
  const [missing, { current }, planned] = await Promise.all([
    request.redeploy ? [] : missingFacts(bench, store, request),
    readPromotion(store, environment),
    preview({ source, environment, surroundings, purpose: 'observe' }),
  ]);
  const inPlace = isEmpty(planned) && current?.release === release && current.verifiedAt !== null;
  tell.output('deploy', String(!inPlace));
  tell.output('fingerprint', fingerprint(planned));
  await tell.summary(card(planned, release, inPlace, missing));
}

function card(planned: Plan, release: string, inPlace: boolean, missing: readonly string[]): string {
  const lines = planLines(planned);
  return [
    `### ${planned.environment}: ${summarise(planned.changes)}`,
    inPlace ? 'It runs this release, verified. Nothing is deployed, and nobody has to approve.' : '',
    `Release \`${shortId(release)}\`, plan \`${fingerprint(planned).slice(0, 12)}\`. A plan that is another one at the deployment is not applied.`,
    missing.length === 0
      ? ''
      : `**Not yet:** the deployment is refused unless this has changed by then.\n\n${codeBlock(missing.join('\n'))}`,
    lines.length === 0 ? '' : codeBlock(lines.join('\n'), 'diff'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
