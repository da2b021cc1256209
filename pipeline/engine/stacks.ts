import { Stack, StackAlreadyExistsError } from '@pulumi/pulumi/automation/index.js';
import { EngineError } from '../errors.ts';
import { openStore } from '../store/open.ts';
import { project } from './checkpoint.ts';
import { PulumiProcessError } from './process.ts';
import type { ProcessEnvironment, Surroundings } from './surroundings.ts';
import { withWorkspace } from './workspace.ts';

/**
 * Creates the empty stack of an environment; nothing happens when it exists. Only bootstrap does this: the roles of preview
 * and observe cannot write.
 *
 * @param environment credentials that may write the stack's keys
 */
export async function createStack(request: {
  readonly stack: string;
  readonly configurationFile: string;
  readonly surroundings: Surroundings;
  readonly environment: ProcessEnvironment;
}): Promise<'created' | 'exists'> {
  const store = openStore(request.surroundings.stateBackend, request.environment);
  if ((await store.list(`.pulumi/stacks/${project}/${request.stack}.json`)).length > 0) return 'exists';
  await withWorkspace({ ...request, program: async () => ({}), interrupt: undefined }, async (workspace) => {
    try {
      await Stack.create(request.stack, workspace);
    } catch (cause) {
      if (cause instanceof StackAlreadyExistsError) return;
      const detail = cause instanceof PulumiProcessError ? cause.stderr.trim() : undefined;
      throw new EngineError(`could not create stack ${request.stack}${detail ? `: ${detail}` : ''}`, { cause });
    }
  });
  return 'created';
}
