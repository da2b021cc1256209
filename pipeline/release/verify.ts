import type { SmokePaymentResult } from '../account/smokePayment.ts';
import { EngineError } from '../errors.ts';
import type { Settings } from '../../infra/settings.ts';
import type { ReleaseContext } from './context.ts';

/** A release was applied and does not do what it should. */
export class VerificationError extends EngineError {}

/**
 * A deployment is verified by a real synthetic payment, and by a look at the account: it holds what the release asks for, and
 * nothing else. Both at once.
 *
 * @param wayBack the command that goes back to what was verified before; null when nothing was
 * @throws VerificationError naming the hop that failed, or each difference
 */
export async function verifyDeployment(
  context: ReleaseContext,
  settings: Settings,
  outputs: Readonly<Record<string, unknown>>,
  wayBack: string | null,
): Promise<SmokePaymentResult> {
  const { environment } = settings;
  context.progress(environment, 'verifying: a payment goes through, and the account is looked at');
  const [payment, look] = await Promise.allSettled([
    smoke(context, settings, outputs),
    context.look(settings, { undeployed: true }),
  ]);
  const problems = [
    ...(payment.status === 'rejected' ? [told(payment.reason)] : []),
    ...(look.status === 'rejected' ? [`the account could not be looked at: ${told(look.reason)}`] : look.value),
  ];
  if (payment.status === 'fulfilled' && problems.length === 0) return payment.value;
  throw new VerificationError(`${environment} is not verified: ${problems.join('; ')}`, {
    advice:
      wayBack === null
        ? 'No earlier release was verified here, so there is no way back: correct the cause and promote again.'
        : `Back to what worked: ${wayBack}`,
    ...(payment.status === 'rejected' && payment.reason instanceof Error ? { cause: payment.reason } : {}),
  });
}

const told = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

async function smoke(
  { effects, progress }: ReleaseContext,
  settings: Settings,
  outputs: Readonly<Record<string, unknown>>,
): Promise<SmokePaymentResult> {
  const result = await effects.pay(settings, outputs);
  const { idempotencyKey, recordedMilliseconds, publishedMilliseconds } = result;
  progress(
    settings.environment,
    `payment ${idempotencyKey}: recorded after ${recordedMilliseconds} ms, told after ${publishedMilliseconds} ms`,
  );
  return result;
}
