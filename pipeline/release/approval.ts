import type { Settings } from '../../infra/settings.ts';
import { EngineError } from '../errors.ts';

/** Who said yes: logins, mail addresses, or both as git writes them; empty where the gate asks for nobody. */
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

/**
 * Whoever approves must have written none of it, and it must be possible to tell. People are compared by login and by mail
 * address: an approver who is known by one of them, and an author who is known by the other only, cannot be told apart.
 *
 * @param people.authors logins, mail addresses, or both as git writes them: `ada <ada@example.com>`
 * @throws EngineError when the gate asks for separation of duties, and an approver is an author or may be one
 */
export function requireIndependent(
  { environment, gate }: Settings,
  { authors, approvers }: { readonly authors: readonly string[]; readonly approvers: readonly string[] },
): void {
  if (!gate.separationOfDuties || approvers.length === 0) return;
  const own = approvers.filter((approver) => authors.some((author) => compare(author, approver) === 'same'));
  if (own.length > 0) {
    throw new EngineError(`${own.join(', ')} wrote a commit of this release and cannot approve it for ${environment}`, {
      advice: 'Nothing was changed. Somebody who wrote none of it has to approve.',
    });
  }
  const problem = uncertain(authors, approvers);
  if (problem === null) return;
  throw new EngineError(`${environment} asks for separate duties, and ${problem}`, {
    advice:
      'Nothing was changed. At a terminal, people are known by git config user.email; on GitHub by their login, so the mail ' +
      'address of each commit has to belong to an account.',
  });
}

function uncertain(authors: readonly string[], approvers: readonly string[]): string | null {
  if (authors.length === 0) return 'nobody can tell who wrote this release';
  for (const approver of approvers) {
    const unknown = authors.filter((author) => compare(author, approver) === 'unknown');
    if (unknown.length > 0) return `nobody can tell whether ${approver} is ${unknown.join(' or ')}, who wrote it`;
  }
  return null;
}

function compare(author: string, approver: string): 'same' | 'other' | 'unknown' {
  const [left, right] = [namesOf(author), namesOf(approver)];
  const kinds = (['logins', 'mails'] as const).filter((kind) => left[kind].length > 0 && right[kind].length > 0);
  if (kinds.some((kind) => left[kind].some((name) => right[kind].includes(name)))) return 'same';
  return kinds.length > 0 ? 'other' : 'unknown';
}

/** The address that GitHub gives its users, `ID+LOGIN@users.noreply.github.com`, is a login. */
function namesOf(person: string): Readonly<Record<'logins' | 'mails', readonly string[]>> {
  const [, name = '', bracketed] = /^(.*?)\s*<([^<>]*)>$/.exec(person.toLowerCase()) ?? [];
  const plain = bracketed === undefined ? person.toLowerCase() : name;
  const mail = bracketed ?? (plain.includes('@') ? plain : '');
  const login = /^(?:\d+\+)?([^@]+)@users\.noreply\.[^@]+$/.exec(mail)?.[1];
  return {
    logins: [plain.includes('@') ? '' : plain, login ?? ''].filter((each) => each !== ''),
    mails: login === undefined && mail !== '' ? [mail] : [],
  };
}
