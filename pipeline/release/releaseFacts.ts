/** What speaks against a release itself, and against the state that its plan is made from. No emergency passes any of it. */
import type { Fact, GateFacts } from './gateFacts.ts';
import { shortId } from './release.ts';

export function lowerVerified({ lower, release }: GateFacts): readonly Fact[] {
  if (lower === null) return [];
  const { current, environment } = lower;
  const fact = (text: string): readonly Fact[] => [{ text, always: true }];
  if (current === null) return fact(`${environment} runs no release yet`);
  if (current.release !== release)
    return fact(`${environment} runs ${shortId(current.release)}, not ${shortId(release)}`);
  return current.verifiedAt === null
    ? fact(`${environment} runs ${shortId(release)}, but it is not verified there`)
    : [];
}

export function reviewable({ uncommitted, gate, release, environment }: GateFacts): readonly Fact[] {
  if (!uncommitted || !gate.requireApproval) return [];
  return [
    {
      text: `${shortId(release)} was built with uncommitted changes, which ${environment} does not take: commit them, and build it again from there`,
      always: true,
    },
  ];
}

/** What `infra/index.ts` calls the release when the stock CLI runs it. */
const byHand = 'outside-the-pipeline';

/**
 * A plan that is made from an old state creates again what is there, also after a refresh: that reads what state names and nothing
 * else. After a failed or dead update nobody knows which it is.
 */
export function stale({ own: { current, environment }, stateRelease }: GateFacts): readonly Fact[] {
  if (stateRelease === undefined || !current?.deployedAt || stateRelease === current.release) return [];
  if (stateRelease === byHand) return [];
  const held = stateRelease === null ? 'of no release' : `of ${shortId(stateRelease)}`;
  return [
    {
      text: `the state of ${environment} is ${held}, but ${shortId(current.release)} was deployed ${current.deployedAt}: bring back the newest version of its state (docs/operations.md#an-old-state), then npm run recover -- ${environment}`,
      always: true,
    },
  ];
}

/** The stock CLI wrote this state after us: it is no old one, and a redeployment, which refreshes first, takes it over. */
export function outside({ own: { current, environment }, stateRelease }: GateFacts): readonly Fact[] {
  if (stateRelease !== byHand || !current?.deployedAt) return [];
  const back = `npm run redeploy -- ${environment} ${shortId(current.release)} --reason TEXT`;
  return [
    { text: `the state of ${environment} was written outside of the pipeline: ${back} takes it over`, always: true },
  ];
}

/** An old run that is started again knows nothing of what came after it. */
export function older({ newer, release, own: { environment, verified } }: GateFacts): readonly Fact[] {
  if (newer === null) return [];
  const back = verified.some((each) => each.release === release)
    ? `going back is npm run redeploy -- ${environment} ${shortId(release)} --reason TEXT`
    : 'what should replace it is committed after it';
  const committed = newer.committedAt === undefined ? '' : ` (committed ${newer.committedAt})`;
  return [
    {
      text: `${shortId(newer.release)}${committed} was verified in ${environment}, and is newer than ${shortId(release)}: ${back}`,
      always: true,
    },
  ];
}
