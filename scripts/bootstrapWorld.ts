/** Where bootstrap acts: real accounts by profile, or the running sandbox as root. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Configuration } from '../pipeline/configuration/index.ts';
import type { RepositoryWish } from '../pipeline/bootstrap/storedRepository.ts';
import type { BootstrapWorld } from '../pipeline/bootstrap/world.ts';
import type { ProcessEnvironment } from '../pipeline/engine/surroundings.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { progress } from './progress.ts';

export interface WorldOptions {
  readonly sandbox?: boolean;
  readonly repository?: string;
  readonly repositoryIds?: string;
  /** Not from a person. */
  readonly idsFromGithub?: boolean;
  /** Only permissions are told, which needs no account. */
  readonly coverage?: boolean;
  /** `environment=profile` */
  readonly profile: readonly string[];
}

export async function openBootstrapWorld(
  root: string,
  configuration: Configuration,
  options: WorldOptions,
): Promise<BootstrapWorld> {
  return options.sandbox === true ? sandboxWorld() : awsWorld(root, configuration, options);
}

async function sandboxWorld(): Promise<BootstrapWorld> {
  const { attachSandbox } = await import('../sandbox/index.ts');
  return worldOfSandbox(await attachSandbox());
}

/** As root of each account of a sandbox, with the passphrase of its stacks. */
export function worldOfSandbox({
  folder,
  landscape,
  surroundings,
  administrator,
  rootCredentials,
}: Sandbox): BootstrapWorld {
  const passphrase = { PULUMI_CONFIG_PASSPHRASE: administrator()['PULUMI_CONFIG_PASSPHRASE'] ?? '' };
  return {
    ...{ landscape, surroundings, progress },
    folder: join(folder, 'bootstrap'),
    administrator: async (environment) => ({ ...rootCredentials(environment), ...passphrase }),
  };
}

async function awsWorld(root: string, { environments }: Configuration, options: WorldOptions): Promise<BootstrapWorld> {
  const [{ awsSurroundings }, { administrators }, { defaultWorkflows }, { settleRepository, storedRepository }] =
    await Promise.all([
      import('../pipeline/engine/aws.ts'),
      import('../pipeline/bootstrap/administrators.ts'),
      import('../infra/bootstrap/landscape.ts'),
      import('../pipeline/bootstrap/storedRepository.ts'),
    ]);
  const landscape = {
    environments: environments.map(({ environment, account, region, promotesFrom }) => ({
      ...{ environment, account, region },
      ...(promotesFrom === undefined ? {} : { promotesFrom }),
    })),
    workflows: defaultWorkflows,
  };
  const world = {
    surroundings: awsSurroundings(process.env, environments),
    folder: join(root, '.bootstrap'),
    progress,
    administrator: administrators(environments, profiles(options.profile), process.env as ProcessEnvironment),
  };
  const stored = options.coverage === true ? null : await storedRepository({ ...world, landscape });
  const repository = settleRepository(await wishOf(root, options), stored);
  return { ...world, landscape: { ...landscape, repository } };
}

async function wishOf(root: string, options: WorldOptions): Promise<RepositoryWish> {
  const { repository, repositoryIds: ids, idsFromGithub } = options;
  return {
    name: repository ?? (await cloneRepository(root)),
    nameIsGiven: repository !== undefined,
    ids,
    idsAreGiven: ids !== undefined && idsFromGithub !== true,
  };
}

/** `owner/name` of where this clone came from; null when that is not GitHub. */
export async function cloneRepository(root: string): Promise<string | null> {
  const { repositoryOfRemote } = await import('../pipeline/bootstrap/repository.ts');
  return repositoryOfRemote(originOf(root));
}

function originOf(root: string): string {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync('git', ['remote', 'get-url', 'origin'], { cwd: root, encoding: 'utf8', stdio: [...stdio] });
  } catch {
    return '';
  }
}

function profiles(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [environment = '', profile = ''] = pair.split('=');
      if (environment !== '' && profile !== '') return [environment, profile];
      throw new ConfigurationError(`--profile ${pair}: expected ENVIRONMENT=PROFILE, such as dev=payments-dev-admin`);
    }),
  );
}
