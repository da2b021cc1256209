import { getInput, info, setFailed, setSecret } from '@actions/core';
import { context } from '@actions/github';
import { authorOf } from '../../../pipeline/publish/author.ts';
import { conversations } from '../../../pipeline/publish/conversations.ts';
import { deployments } from '../../../pipeline/publish/deployments.ts';
import { publishComment } from '../../../pipeline/publish/publishComment.ts';
import { patient } from '../../../pipeline/publish/retry.ts';
import { connect, systemClock } from '../../../pipeline/publish/transport.ts';
import { describeFailure } from '../drift-check/failure.ts';
import { renderComment } from './comment.ts';
import { environmentList } from './environments.ts';
import { collectPreviews } from './previews.ts';
import { pullRequestOf, type PreviewEvent } from './pullRequest.ts';

async function main(): Promise<void> {
  const token = getInput('github-token', { required: true });
  setSecret(token);
  const send = patient(await connect({ token, baseUrl: context.apiUrl }), { clock: systemClock, log: info });
  const found = await pullRequestOf(context.payload as PreviewEvent, deployments(send, context.repo));
  if (found === null) {
    info('No open pull request has this commit as its head: nothing is posted.');
    return;
  }
  const { serverUrl, repo, runId } = context;
  const content = {
    ...(await collectPreviews(getInput('directory', { required: true }))),
    environments: environmentList(getInput('environments')),
    offline: getInput('offline') === 'true',
    commit: found.commit,
    runUrl: `${serverUrl}/${repo.owner}/${repo.repo}/actions/runs/${runId}`,
  };
  const { action, url } = await publishComment({
    pullRequest: found.number,
    kind: 'preview',
    key: {},
    render: (budget) => renderComment(content, budget),
    github: conversations(send, repo),
    clock: systemClock,
    author: await authorOf(token, '', send),
  });
  info(`${action}: ${url}`);
}

await main().catch((failure: unknown) => setFailed(describeFailure(failure)));
