/** Where bootstrap acts: real accounts by profile, or the running sandbox as root. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Repository } from '../infra/bootstrap/landscape.ts';
import type { Configuration } from '../pipeline/configuration/index.ts';
import type { BootstrapWorld } from '../pipeline/bootstrap/world.ts';
import type { ProcessEnvironment } from '../pipeline/engine/surroundings.ts';
import { ConfigurationError } from '../pipeline/errors.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { progress } from './progress.ts';

export interface WorldOptions {
  readonly sandbox?: boolean;
  readonly repository?: string;
  readonly repositoryIds?: string;
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
  const [{ awsSurroundings }, { administrators }, { defaultWorkflows }] = await Promise.all([
    import('../pipeline/engine/aws.ts'),
    import('../pipeline/bootstrap/administrators.ts'),
    import('../infra/bootstrap/landscape.ts'),
  ]);
  return {
    landscape: {
      environments: environments.map(({ environment, account, region, promotesFrom }) => ({
        ...{ environment, account, region },
        ...(promotesFrom === undefined ? {} : { promotesFrom }),
      })),
      repository: await cloneRepository(root, options),
      workflows: defaultWorkflows,
    },
    surroundings: awsSurroundings(process.env, environments),
    folder: join(root, '.bootstrap'),
    progress,
    administrator: administrators(environments, profiles(options.profile), process.env as ProcessEnvironment),
  };
}

/** The repository that may deploy: as given, else the one that this clone came from. */
export async function cloneRepository(root: string, options: WorldOptions): Promise<Repository> {
  const { parseRepository, repositoryOfRemote } = await import('../pipeline/bootstrap/repository.ts');
  const name = options.repository ?? repositoryOfRemote(originOf(root));
  if (name !== null) return parseRepository(name, options.repositoryIds);
  throw new ConfigurationError('which repository may deploy? This clone has no remote "origin" on GitHub', {
    advice: 'Name it: npm run bootstrap -- --repository OWNER/NAME',
  });
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
