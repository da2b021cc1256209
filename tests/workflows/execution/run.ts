/** Plays one story of `stories.ts`: `run.ts ACT STORY`. Prints what became of each event as one line of JSON. */
import { onStage, type Ran } from './stage.ts';
import { stories, type StoryName } from './stories.ts';

const [binary = '', name = ''] = process.argv.slice(2);
const story = stories[name as StoryName] as (typeof stories)[StoryName] | undefined;
if (story === undefined) throw new Error(`no story "${name}"; there are: ${Object.keys(stories).join(', ')}`);
const ran: Ran[] = [];
const violations = await onStage(binary, (stage) =>
  story({
    ...stage,
    async carryOut(workflow, event, meanwhile) {
      const result = await stage.carryOut(workflow, event, meanwhile);
      ran.push(result);
      return result;
    },
  }),
);
process.stdout.write(`${JSON.stringify({ ran, violations })}\n`);
process.exit();
