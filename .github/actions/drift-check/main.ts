import * as http from 'node:http';
import { getInput, setFailed, setSecret } from '@actions/core';
import { context } from '@actions/github';
import { sendWith, systemClock } from '../../../pipeline/publish/transport.ts';
import { readEvent } from './event.ts';
import { readInputs } from './inputs.ts';
import { job } from './job.ts';
import { secretValues } from './masks.ts';
import { programOf } from './program.ts';
import { publisher } from './publication.ts';
import { run } from './run.ts';

async function main(): Promise<void> {
  const githubToken = getInput('github-token');
  for (const secret of secretValues(githubToken, process.env)) setSecret(secret);
  const inputs = readInputs(getInput);
  const send = async () => {
    const { Octokit } = await import('@octokit/core');
    // Proxies of self-hosted runners; Node 24.14 and newer, before that the runner sets NODE_USE_ENV_PROXY.
    (http as { setGlobalProxyFromEnv?: () => void }).setGlobalProxyFromEnv?.();
    return sendWith(new Octokit({ auth: githubToken, baseUrl: context.apiUrl }));
  };
  const publish = publisher(readEvent(context), { send, clock: systemClock, log: job.info });
  const program = programOf(process.env.GITHUB_WORKSPACE ?? process.cwd(), process.env);
  const { failure } = await run(inputs, { job, program, publish });
  if (failure !== null) setFailed(failure);
}

await main().catch((error: unknown) => setFailed(describe(error)));

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { advice } = error as { advice?: string };
  const causes = error.cause instanceof Error ? `\nbecause: ${error.cause.message}` : '';
  return `${error.message}${causes}${advice === undefined ? '' : `\n${advice}`}`;
}
