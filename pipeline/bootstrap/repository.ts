import type { Repository } from '../../infra/bootstrap/landscape.ts';
import { ConfigurationError } from '../errors.ts';

/** GitHub's own rules. A wildcard or a colon in a name would widen every trust policy that is made from it. */
const ownerName = /^[a-z\d](?:-?[a-z\d])*(?:_[a-z\d]+)?$/i;
const repositoryName = /^(?!\.{1,2}$)[\w.-]{1,100}$/;
const id = /^[1-9]\d*$/;

/**
 * The repository whose workflows may enter the accounts.
 *
 * @param text `owner/name`, as GitHub shows it: subjects are compared exactly, capitals included
 * @param ids `OWNER-ID/REPOSITORY-ID`, which GitHub never gives a second time
 * @throws ConfigurationError when a name could not be one of GitHub's
 */
export function parseRepository(text: string, ids?: string): Repository {
  const [owner = '', name = '', ...rest] = text.split('/');
  if (rest.length > 0 || owner.length > 39 || !ownerName.test(owner) || !repositoryName.test(name)) {
    throw new ConfigurationError(`repository "${text}": expected OWNER/NAME as GitHub writes it`, {
      advice: 'Owners are letters, digits and single hyphens; names are letters, digits, ".", "-" and "_".',
    });
  }
  return ids === undefined ? { owner, name } : { owner, name, ids: parseIds(ids) };
}

function parseIds(text: string): { owner: string; repository: string } {
  const [owner = '', repository = '', ...rest] = text.split('/');
  if (rest.length === 0 && id.test(owner) && id.test(repository)) return { owner, repository };
  throw new ConfigurationError(`repository ids "${text}": expected OWNER-ID/REPOSITORY-ID, both numbers`, {
    advice: 'gh api repos/OWNER/NAME --jq \'"\\(.owner.id)/\\(.id)"\' prints them.',
  });
}

/** `owner/name` of a clone's remote on github.com or a GitHub Enterprise host; null for what is neither. */
export function repositoryOfRemote(url: string): string | null {
  const match = /^(?:https:\/\/(?:[^@/]+@)?|ssh:\/\/git@|git@)[\w.-]+(?::\d+)?[/:]([^/]+\/[^/]+?)(?:\.git)?\/?$/.exec(
    url.trim(),
  );
  return match?.[1] ?? null;
}
