import type { CheckResult } from '../../../pipeline/publish/changeFacts.ts';
import type { Bench } from './bench.ts';
import type { DeployStep } from './deploy.ts';

interface Known {
  readonly approvers: readonly string[];
  readonly tests: readonly CheckResult[];
}

/** Where the settings ask for approval, not being told who gave it ends the deployment. */
export async function knownOf(
  { settings, tell }: Pick<Bench, 'settings' | 'tell'>,
  { environment, commit, github: { facts, run } }: Pick<DeployStep, 'environment' | 'commit' | 'github'>,
): Promise<Known> {
  const { requireApproval, separationOfDuties } = settings(environment).gate;
  const told = async <T>(asked: Promise<readonly T[]>, needed: boolean): Promise<readonly T[]> => {
    try {
      return await asked;
    } catch (error) {
      if (needed) throw error;
      tell.info(`not in the evidence: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  };
  const [approvers, tests] = await Promise.all([
    told(facts.approversOf(run, environment), requireApproval || separationOfDuties),
    told(facts.checksOf(commit), false),
  ]);
  return { approvers, tests };
}
