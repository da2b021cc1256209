import { driftOf } from '../../../pipeline/comparison/drift.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { observeEnvironment } from '../../../pipeline/observeEnvironment.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import type { Bench } from './bench.ts';

/** After a deployment: the account is what the release says, or the promotion ends here. What could not be read is no yes. */
export async function verify(bench: Bench, environment: string): Promise<void> {
  const observation = await observeEnvironment({ ...bench, settings: bench.settings(environment) });
  const differences = driftOf(observation)
    .filter(({ classification }) => classification === 'unexpected' || classification === 'unknown')
    .map(
      ({ resource, path, change, reason }) => `${resource.name}${path === '' ? '' : ` ${path}`} ${change}: ${reason}`,
    );
  const problems = [...differences, ...observation.causes];
  if (problems.length === 0 && observation.completeness === 'complete') {
    await bench.tell.summary(
      `### ${environment} is what its release says\n\n${observation.resources.length} resources observed.`,
    );
    return;
  }
  await bench.tell.summary(`### ${environment} is not what its release says\n\n${codeBlock(problems.join('\n'))}`);
  throw new EngineError(
    `${environment} is ${observation.completeness === 'complete' ? 'different' : 'not completely known'}: ${problems[0] ?? ''}`,
    {
      advice: 'The summary lists all of it. Nothing above this environment is started.',
      exitCode: 3,
    },
  );
}
