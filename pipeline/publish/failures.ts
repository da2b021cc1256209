import { PublishError } from '../errors.ts';
import type { Answer } from './transport.ts';

interface Explanation {
  readonly problem: string;
  readonly advice: string;
}

/** Turns a refusal of GitHub into one sentence on what is wrong and one on what to do. `doing` is for instance `update comment 7`. */
export function refusal(answer: Answer, doing: string): PublishError {
  const message = messageOf(answer);
  const { problem, advice } = explain(answer, message);
  const detail = message === '' ? '' : `: ${message}`;
  return new PublishError(`could not ${doing}: ${problem} (${answer.status}${detail})`, { advice });
}

function explain(answer: Answer, message: string): Explanation {
  switch (answer.status) {
    case 401:
      return {
        problem: 'the token is not valid',
        advice: 'Pass a valid `github-token`; one of a finished job has expired.',
      };
    case 403:
      return forbidden(answer, message);
    case 404:
      return {
        problem: 'it does not exist, was deleted meanwhile, or the token cannot see it',
        advice:
          'If it was deleted, run the job again. Otherwise check the repository name and the permissions of the job.',
      };
    case 410:
      return gone(message);
    case 422:
      return { problem: 'GitHub found it invalid', advice: 'Check labels, assignees and the length of the text.' };
    default:
      return { problem: 'GitHub refused', advice: 'Run the job again, and look at githubstatus.com if it persists.' };
  }
}

function forbidden(answer: Answer, message: string): Explanation {
  if (/locked/i.test(message)) {
    return { problem: 'the conversation is locked', advice: 'Unlock it, or close it so that a new one is opened.' };
  }
  if (/archived/i.test(message)) {
    return { problem: 'the repository is archived', advice: 'Unarchive it, or disable the workflow.' };
  }
  const accepted = answer.headers['x-accepted-github-permissions'];
  return {
    problem: 'the token lacks a permission',
    advice: `Give the job ${accepted === undefined ? '`issues: write` and `pull-requests: write`' : `\`${accepted}\``} under \`permissions\`.`,
  };
}

function gone(message: string): Explanation {
  if (/disabled/i.test(message)) {
    return {
      problem: 'issues are disabled in this repository',
      advice: 'Enable issues in the settings of the repository, or set `publish: none` and read the job summary.',
    };
  }
  return { problem: 'it was deleted', advice: 'Run the job again: it starts a new one.' };
}

function messageOf({ data }: Answer): string {
  const { message, errors } = (data ?? {}) as { message?: unknown; errors?: unknown };
  const text = typeof message === 'string' ? message : '';
  const details = Array.isArray(errors) ? errors.map(describeError).filter((one) => one !== '') : [];
  return [text, ...details].join('; ').slice(0, 500);
}

function describeError(error: unknown): string {
  if (typeof error === 'string') return error;
  const { resource, field, code, message } = (error ?? {}) as Record<string, unknown>;
  if (typeof message === 'string') return message;
  return [resource, field, code].filter((part) => typeof part === 'string').join(' ');
}
