import { ConfigurationError } from '../pipeline/errors.ts';
import type { RepositorySetup } from '../pipeline/publish/repositorySetup.ts';
import { cloneRepository, type WorldOptions } from './bootstrapWorld.ts';

/** GitHub, with the token of an administrator of the repository. */
export async function connectGithub(options: WorldOptions): Promise<RepositorySetup> {
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN'];
  if (!token) {
    throw new ConfigurationError('--github needs a token in GITHUB_TOKEN', {
      advice: 'A fine-grained one for this repository with administration, environments and variables: write.',
    });
  }
  const [{ connect }, { repositorySetup }] = await Promise.all([
    import('../pipeline/publish/transport.ts'),
    import('../pipeline/publish/repositorySetup.ts'),
  ]);
  const { parseRepository } = await import('../pipeline/bootstrap/repository.ts');
  const repository = options.repository ?? (await cloneRepository(process.cwd()));
  if (repository === null) {
    throw new ConfigurationError('which repository is to be set up? This clone has no remote "origin" on GitHub', {
      advice: 'Name it: npm run bootstrap -- --github --repository OWNER/NAME',
    });
  }
  const { owner, name } = parseRepository(repository);
  const baseUrl = process.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  return repositorySetup(await connect({ token, baseUrl }), { owner, repo: name });
}

/** The options with the repository's ids, which GitHub knows: a repository re-created under this name is another one then. */
export async function withIds<T extends WorldOptions>(options: T, github: RepositorySetup | undefined): Promise<T> {
  if (github === undefined || options.repositoryIds !== undefined || options.sandbox === true) return options;
  const { owner, repository } = await github.ids();
  return { ...options, repositoryIds: `${owner}/${repository}`, idsFromGithub: true };
}
