import type { Check } from './check.ts';
import type { RehearsalContext } from './context.ts';
import { changesAreFound, changesByHand, cleanDrift, repair } from './driftChecks.ts';
import { previewEmptyEnvironments, promoteAgain, promoteEverywhere, paymentsWentThrough } from './promotionChecks.ts';
import { refuseBrokenConfiguration, refuseOtherAccount, refusePullRequestRole } from './refusalChecks.ts';

/** In order: each builds on what the one before left in the sandbox. */
export const checks: readonly Check<RehearsalContext>[] = [
  { title: 'A preview of three empty environments shows everything as new', run: previewEmptyEnvironments },
  { title: 'One release is promoted through all, a payment goes through each', run: promoteEverywhere },
  { title: 'Promoting the same release again changes nothing', run: promoteAgain },
  { title: 'The drift check finds the environments in sync', report: 'clean', run: cleanDrift },
  { title: 'Changes made by hand through the AWS API', run: changesByHand },
  { title: 'The drift check finds every one of them and nothing else', report: 'drifted', run: changesAreFound },
  { title: 'A redeployment puts them right, and the check is in sync again', report: 'repaired', run: repair },
  { title: 'Payments flowed all the while, and none was lost', run: paymentsWentThrough },
  { title: 'The role of a pull request is refused a deployment', run: refusePullRequestRole },
  { title: 'Credentials of another account are refused', run: refuseOtherAccount },
  { title: 'A broken configuration is refused before anything runs', run: refuseBrokenConfiguration },
];
