/**
 * Has the function tell subscribers what it owes them. The request is asynchronous: the answer comes once Lambda has taken it, what
 * became of it stands in the function's log, and one that fails for good is kept in the dead-letter queue of the asynchronous way.
 *
 * Needs `lambda:InvokeFunction` on the alias, and nothing else.
 */
// By the name of the permission that it needs.
import { InvokeCommand as InvokeFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ProcessEnvironment } from '../engine/surroundings.ts';
import { EngineError } from '../errors.ts';
import { clientConfiguration } from './clientConfiguration.ts';
import { reasonOf } from './sdkError.ts';

export interface ReconcileRequest {
  readonly credentials: ProcessEnvironment;
  readonly region: string;
  readonly functionName: string;
  readonly alias: string;
  /** Tells no more than this many; the function takes up to 1,000. */
  readonly limit: number;
}

/** Fails with `EngineError` when Lambda does not take the request. */
export async function reconcile(request: ReconcileRequest): Promise<void> {
  const { credentials, region, functionName, alias, limit } = request;
  const client = new LambdaClient(clientConfiguration(credentials, region));
  try {
    const Payload = JSON.stringify({ reconcile: { limit } });
    // One name for both, as the permission has it.
    const FunctionName = `${functionName}:${alias}`;
    await client.send(new InvokeFunctionCommand({ FunctionName, InvocationType: 'Event', Payload }));
  } catch (cause) {
    throw new EngineError(`${functionName}:${alias} did not take the request: ${reasonOf(cause)}`, {
      cause,
      advice: 'Nothing was told. Correct the cause and repeat the command.',
    });
  } finally {
    client.destroy();
  }
}
