/** The workflow files of a merge, of its failures, of a night and of a fork, carried out by act on a sandbox. Minutes a case. */
import { carryOut } from '../workflows/execution/carryOut.ts';
import { expectations } from '../workflows/execution/expectations.ts';
import type { Proof } from './proof.ts';

const stories = Object.entries(expectations);

export const proof: Proof = {
  claim: 'Workflow files do what is written about them: merge, failing dev and prod, drift by night, redeploy, fork.',
  cases: stories.length,
  chunk: 1,
  // Seeds of chunks follow each other, so each story comes once.
  async run({ seed }) {
    const [story, judge] = stories[seed % stories.length] ?? [];
    if (story === undefined || judge === undefined) throw new Error('there is no story');
    const carried = await carryOut(story as keyof typeof expectations);
    const problems = [...judge(carried.ran), ...carried.violations];
    return { cases: 1, failure: problems.length === 0 ? null : `${story}: ${problems.join('\n')}\n${carried.log}` };
  },
};
