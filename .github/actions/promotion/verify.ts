import { EngineError } from '../../../pipeline/errors.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import type { Bench } from './bench.ts';

/** After a deployment: the account is what the release says, or the promotion ends here. What could not be read is no yes. */
export async function verify(bench: Bench, environment: string): Promise<void> {
  const problems = await bench.look(bench.settings(environment), { undeployed: true });
  if (problems.length === 0) {
    await bench.tell.summary(`### ${environment} is what its release says`);
    return;
  }
  await bench.tell.summary(`### ${environment} is not what its release says\n\n${codeBlock(problems.join('\n'))}`);
  throw new EngineError(`${environment} is not what its release says: ${problems[0] ?? ''}`, {
    advice: 'The summary lists all of it. Nothing above this environment is started.',
    exitCode: 3,
  });
}
