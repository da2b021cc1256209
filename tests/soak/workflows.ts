/** The workflow files of a merge, carried out by act on a sandbox as far as every environment. Minutes a case. */
import { carryOut } from '../workflows/execution/carryOut.ts';
import { events } from '../workflows/execution/events.ts';
import type { Proof } from './proof.ts';

export const proof: Proof = {
  claim: 'A merge reaches every environment by the jobs of the workflow files, each with the role of its own token.',
  cases: 2,
  chunk: 1,
  async run() {
    const { code, results, violations, log } = await carryOut('promote.yml', 'push', events.push);
    const failed = Object.entries(results).filter(([, result]) => result !== 'success');
    // A release, then plan, gate, deployment and look in each of three environments.
    const right = code === 0 && failed.length === 0 && Object.keys(results).length === 13 && violations.length === 0;
    const told = `${JSON.stringify({ code, results, violations })}\n${log.slice(-4000)}`;
    return { cases: 1, failure: right ? null : told };
  },
};
