import type { Settings } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';

/** Who said yes: logins or mail addresses; empty where the gate asks for nobody. */
export type Approval = { readonly status: 'approved'; readonly by: readonly string[] } | { readonly status: 'refused' };

/** Between approval and deployment the plan became another one: nothing was applied, and somebody has to look again. */
export class OtherPlanError extends EngineError {}

/**
 * A gate that asks for approval fails closed: where nobody is to be asked, nobody said yes.
 *
 * @throws EngineError when nobody approved
 */
export function requireApproved({ environment, gate }: Settings, approvers: readonly string[]): void {
  if (!gate.requireApproval || approvers.length > 0) return;
  throw new EngineError(`${environment} asks for approval, and nobody approved`, {
    advice:
      'Nothing was changed. On GitHub the environment needs required reviewers: npm run doctor says whether it has.',
  });
}

/** @throws EngineError when the gate asks for separation of duties and an approver wrote a commit of the release */
export function requireIndependent(
  { environment, gate }: Settings,
  { authors }: { readonly authors: readonly string[] },
  approvers: readonly string[],
): void {
  if (!gate.separationOfDuties) return;
  const own = approvers.filter((approver) => authors.some((author) => same(author, approver)));
  if (own.length === 0) return;
  throw new EngineError(`${own.join(', ')} wrote a commit of this release and cannot approve it for ${environment}`, {
    advice: 'Nothing was changed. Somebody who wrote none of it has to approve.',
  });
}

/** A login is also recognised in the address that GitHub gives its users: `ID+LOGIN@users.noreply.github.com`. */
function same(author: string, approver: string): boolean {
  const [left, right] = [author.toLowerCase(), approver.toLowerCase()];
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(left)?.[1];
  return left === right || login === right;
}
