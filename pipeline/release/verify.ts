import { smokePayment, type SmokePaymentResult } from '../account/smokePayment.ts';
import { EngineError } from '../errors.ts';
import type { Surroundings } from '../engine/surroundings.ts';
import type { Settings } from '../../infra/settings.ts';
import type { Progress } from '../progress.ts';

/** Longest time that a synthetic payment may take through queue, function, table and topic. */
const smokeTimeoutSeconds = 60;

/** Sends one real synthetic payment through a deployed environment. Throws `EngineError` naming the hop that failed. */
export async function smoke(request: {
  readonly settings: Settings;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly surroundings: Surroundings;
  readonly progress: Progress;
}): Promise<SmokePaymentResult> {
  const { settings, outputs, surroundings, progress } = request;
  const result = await smokePayment({
    credentials: await surroundings.credentials(`smoke-${settings.environment}`),
    region: settings.region,
    queueUrl: text(outputs, 'queueUrl'),
    tableName: text(outputs, 'tableName'),
    topicArn: text(outputs, 'topicArn'),
    timeoutSeconds: smokeTimeoutSeconds,
  });
  const { idempotencyKey, recordedMilliseconds, publishedMilliseconds } = result;
  progress(
    settings.environment,
    `payment ${idempotencyKey}: recorded after ${recordedMilliseconds} ms, told after ${publishedMilliseconds} ms`,
  );
  return result;
}

function text(outputs: Readonly<Record<string, unknown>>, name: string): string {
  const value = outputs[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new EngineError(`the stack has no output "${name}", so no payment can be sent through it`);
}
