import { PublishError } from '../errors.ts';

/** GitHub refuses longer bodies of issues and comments with 422. Counted in UTF-16 units, which is never fewer than it counts. */
const bodyLimit = 65_536;
/** One step's job summary: 1 MiB of UTF-8. */
export const summaryLimitBytes = 1_048_576;

/** Renders the middle of a body into what head and tail leave of the limit. */
export function withinLimit(head: string, middle: (budget: number) => string, tail: string): string {
  const separators = 4;
  const body = [head, middle(bodyLimit - head.length - tail.length - separators).trim(), tail]
    .filter((part) => part !== '')
    .join('\n\n');
  if (body.length <= bodyLimit) return body;
  throw new PublishError(`the report takes ${body.length} characters where GitHub allows ${bodyLimit}`, {
    advice:
      'Read the whole report in the artifact of the run, and report this as a bug: it should have been shortened.',
  });
}
