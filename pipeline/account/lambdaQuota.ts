import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import { clientConfiguration } from './clientConfiguration.ts';
import { readFailure, reasonOf } from './sdkError.ts';

/** Concurrent executions that the account has in a region, reserved ones included. New accounts may have as few as ten. */
export async function lambdaConcurrencyQuota(credentials: ProcessEnvironment, region: string): Promise<number> {
  const client = new LambdaClient(clientConfiguration(credentials, region));
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    if (AccountLimit?.ConcurrentExecutions !== undefined) return AccountLimit.ConcurrentExecutions;
    throw new EngineError('Lambda did not tell the quota of concurrent executions');
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw new EngineError(`the quota of concurrent executions cannot be read: ${reasonOf(cause)}`, {
      cause,
      ...(readFailure(cause) === 'denied'
        ? { advice: 'Allow the read role lambda:GetAccountSettings: npm run bootstrap does.' }
        : {}),
    });
  } finally {
    client.destroy();
  }
}
