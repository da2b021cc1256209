import { join } from 'node:path';
import { getInput, info, setFailed, setSecret } from '@actions/core';
import { context } from '@actions/github';
import type { Gate } from '../../../infra/settings.ts';
import { loadConfiguration, requireEnvironment } from '../../../pipeline/configuration/index.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { authorOf } from '../../../pipeline/publish/author.ts';
import { conversations, type Conversations } from '../../../pipeline/publish/conversations.ts';
import { deployments, type Deployments } from '../../../pipeline/publish/deployments.ts';
import { patient } from '../../../pipeline/publish/retry.ts';
import { connect, systemClock, type Send } from '../../../pipeline/publish/transport.ts';
import { describeFailure } from '../drift-check/failure.ts';
import { requireReviewers } from './reviewers.ts';
import { startAnew } from './startAnew.ts';
import { supersede } from './supersede.ts';

const repositoryPage = `${context.serverUrl}/${context.repo.owner}/${context.repo.repo}`;

const workflowRef = process.env['GITHUB_WORKFLOW_REF'] ?? '';

interface Asked {
  readonly environment: string;
  readonly gate: Gate;
  readonly token: string;
  readonly send: Send;
  readonly github: Deployments & Conversations;
}

/** Each gives the line that the log says of it. */
const checks: Readonly<Record<string, (asked: Asked) => Promise<string>>> = {
  reviewers: ({ github, environment, gate }) =>
    requireReviewers(github, { environment, gate, page: `${repositoryPage}/settings/environments` }),

  async supersede({ github, environment, token, send }) {
    const { runId: id, runNumber: number } = context;
    const ended = await supersede({
      ...{ github, clock: systemClock, environment, workflow: getInput('workflow'), workflowRef },
      author: await authorOf(token, '', send),
      run: { id, number, url: `${repositoryPage}/actions/runs/${id}` },
    });
    if (ended === null) return 'What a person starts supersedes nothing.';
    if (ended.length === 0) return 'No older run waits here.';
    return `Superseded: ${ended.map(({ html_url }) => html_url).join(', ')}`;
  },

  anew: ({ github, environment, gate }) =>
    startAnew(github, {
      ...{ environment, gate },
      workflowRef,
      inputs: (context.payload['inputs'] as Readonly<Record<string, string>> | null | undefined) ?? {},
    }),
};

async function main(): Promise<void> {
  const token = getInput('github-token', { required: true });
  setSecret(token);
  const check = checks[getInput('check')];
  if (check === undefined) throw new ConfigurationError(`check: expected one of ${Object.keys(checks).join(', ')}`);
  const configuration = loadConfiguration(join(process.cwd(), 'config'));
  const { environment, gate } = requireEnvironment(configuration, getInput('environment'));
  const send = patient(await connect({ token, baseUrl: context.apiUrl }), { clock: systemClock, log: info });
  const github = { ...deployments(send, context.repo), ...conversations(send, context.repo) };
  info(await check({ environment, gate, token, send, github }));
}

await main().catch((failure: unknown) => setFailed(describeFailure(failure)));
