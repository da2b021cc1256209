import {
  endGroup,
  error,
  getInput,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning,
} from '@actions/core';
import { context } from '@actions/github';
import { connect, systemClock } from '../../../pipeline/publish/transport.ts';
import { readEvent } from './event.ts';
import { describeFailure } from './failure.ts';
import { readInputs } from './inputs.ts';
import { jobOf } from './job.ts';
import { secretValues } from './masks.ts';
import { programOf } from './program.ts';
import { publisher } from './publication.ts';
import { run } from './run.ts';

async function main(): Promise<void> {
  const token = getInput('github-token');
  for (const secret of secretValues(token, process.env)) setSecret(secret);
  const inputs = readInputs(getInput);
  const runner = { error, warning, notice, info, startGroup, endGroup, setOutput, summary };
  const job = jobOf(runner, (line) => process.stdout.write(`${line}\n`));
  const send = () => connect({ token, baseUrl: context.apiUrl });
  const event = readEvent(context);
  const publish = publisher(event, { send, clock: systemClock, log: info });
  const program = programOf(process.env['GITHUB_WORKSPACE'] ?? process.cwd(), process.env);
  const { failure } = await run(inputs, { job, program, publish, runUrl: event.run.url });
  if (failure !== null) setFailed(failure);
}

await main().catch((failure: unknown) => setFailed(describeFailure(failure)));
