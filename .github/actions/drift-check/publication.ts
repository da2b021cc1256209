import type { Report } from '../../../pipeline/comparison/finding.ts';
import { ConfigurationError } from '../../../pipeline/errors.ts';
import { authorOf } from '../../../pipeline/publish/author.ts';
import { conversations } from '../../../pipeline/publish/conversations.ts';
import type { Run } from '../../../pipeline/publish/history.ts';
import { publishComment } from '../../../pipeline/publish/publishComment.ts';
import { publishIssue } from '../../../pipeline/publish/publishIssue.ts';
import { patient } from '../../../pipeline/publish/retry.ts';
import type { Clock, Repository, Send } from '../../../pipeline/publish/transport.ts';
import type { Inputs } from './inputs.ts';

/** Null when nothing is to be published. */
export type Publish = (
  inputs: Inputs,
  report: Report,
  render: (budget: number) => string,
) => Promise<{ readonly action: string; readonly url: string | null } | null>;

export interface Event {
  readonly repository: Repository;
  readonly run: Run;
  /** Number of the pull request that the workflow runs for. */
  readonly pullRequest: number | null;
}

export interface GitHub {
  /** Made only when something is published: the client is most of what the action would have to load. */
  readonly send: () => Promise<Send>;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export function publisher(event: Event, { send, clock, log }: GitHub): Publish {
  return async (inputs, report, render) => {
    const way = wayOf(inputs, event);
    if (way === 'none') return null;
    const calls = patient(await send(), { clock, log });
    const author = await authorOf(inputs.githubToken, inputs.author, calls);
    const to = { github: conversations(calls, event.repository), clock, author, render };
    if (way === 'issue') {
      const { issueLabels: labels, issueAssignees: assignees } = inputs;
      return await publishIssue({ ...to, report, run: event.run, labels, assignees });
    }
    const key = { baseline: report.baseline, target: report.target };
    return await publishComment({ ...to, kind: 'drift', key, pullRequest: way.pullRequest });
  };
}

function wayOf({ publish }: Inputs, { pullRequest }: Event): 'none' | 'issue' | { readonly pullRequest: number } {
  switch (publish) {
    case 'none':
    case 'issue':
      return publish;
    case 'auto':
      return pullRequest === null ? 'issue' : { pullRequest };
    case 'comment':
      if (pullRequest !== null) return { pullRequest };
      throw new ConfigurationError('publish: comment needs a pull request, and this run has none', {
        advice: 'Use `publish: auto`, which opens an issue where there is no pull request.',
      });
  }
}
