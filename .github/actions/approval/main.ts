import { join } from 'node:path';
import { getInput, info, setFailed, setSecret } from '@actions/core';
import { context } from '@actions/github';
import { loadConfiguration, requireEnvironment } from '../../../pipeline/configuration/index.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { authorOf } from '../../../pipeline/publish/author.ts';
import { conversations } from '../../../pipeline/publish/conversations.ts';
import { deployments } from '../../../pipeline/publish/deployments.ts';
import { patient } from '../../../pipeline/publish/retry.ts';
import { connect, systemClock } from '../../../pipeline/publish/transport.ts';
import { describeFailure } from '../drift-check/failure.ts';
import { requireReviewers } from './reviewers.ts';
import { supersede } from './supersede.ts';

const repositoryPage = `${context.serverUrl}/${context.repo.owner}/${context.repo.repo}`;

async function main(): Promise<void> {
  const token = getInput('github-token', { required: true });
  setSecret(token);
  const { environment, gate } = requireEnvironment(
    loadConfiguration(join(process.cwd(), 'config')),
    getInput('environment'),
  );
  const send = patient(await connect({ token, baseUrl: context.apiUrl }), { clock: systemClock, log: info });
  const github = { ...deployments(send, context.repo), ...conversations(send, context.repo) };
  const check = getInput('check');
  if (check === 'reviewers') {
    info(await requireReviewers(github, { environment, gate, page: `${repositoryPage}/settings/environments` }));
  } else if (check === 'supersede') {
    const run = {
      id: context.runId,
      number: context.runNumber,
      url: `${repositoryPage}/actions/runs/${context.runId}`,
    };
    const author = await authorOf(token, '', send);
    const ended = await supersede({
      github,
      clock: systemClock,
      author,
      environment,
      workflow: getInput('workflow'),
      run,
    });
    info(
      ended.length === 0
        ? 'No older run waits here.'
        : `Superseded: ${ended.map(({ html_url }) => html_url).join(', ')}`,
    );
  } else {
    throw new ConfigurationError(`check: expected reviewers or supersede, got "${check}"`);
  }
}

await main().catch((failure: unknown) => setFailed(describeFailure(failure)));
