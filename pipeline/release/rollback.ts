import { settingsOf } from '../engine/run.ts';
import { EngineError } from '../errors.ts';
import type { ReleaseContext } from './context.ts';
import { deployRelease } from './deploy.ts';
import type { DeployRequest, DeployResult } from './deployment.ts';
import { readPromotion } from './promotionRecord.ts';
import { redeploy } from './redeploy.ts';
import { shortId } from './release.ts';
import { VerificationError } from './verify.ts';

/**
 * Deploys; when verification fails and the settings say so, goes back to the release that was verified there before. The failure
 * is thrown all the same: the release did not get in.
 *
 * @throws like `deployRelease`
 */
export async function deployOrGoBack(context: ReleaseContext, request: DeployRequest): Promise<DeployResult> {
  try {
    return await deployRelease(context, request);
  } catch (error) {
    if (error instanceof VerificationError) await goBack(context, request, error).catch(alsoFailed(error));
    throw error;
  }
}

/** That the release does not work comes first; that there was no way back by itself is told with it. */
const alsoFailed = (first: VerificationError) => (second: unknown) => {
  const { message, advice } = second instanceof EngineError ? second : { message: String(second), advice: undefined };
  throw new VerificationError(`${first.message}; and going back by itself failed: ${message}`, {
    cause: second,
    advice: [advice, first.advice].filter((each) => each !== undefined).join(' '),
  });
};

async function goBack(context: ReleaseContext, request: DeployRequest, cause: VerificationError): Promise<void> {
  const { environment, source, release } = request;
  if (!settingsOf(source, environment).gate.autoRollback || context.interrupt?.aborted === true) return;
  const store = await context.effects.store(`deploy-${environment}`);
  const { verified } = await readPromotion(store, environment);
  const earlier = verified.find((deployment) => deployment.release !== release.id);
  if (earlier === undefined) return;
  context.progress(environment, `going back to ${shortId(earlier.release)} by itself, as its settings say`);
  const reason = `${shortId(release.id)} was not verified: ${cause.message}`;
  await redeploy(context, { environment, release: earlier.release, reason, dryRun: false, emergency: false });
}
