import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pulumiCommand } from '../pipeline/engine/cli.ts';
import { engineVersion } from '../pipeline/engine/version.ts';
import type { Machine } from '../pipeline/doctor/machine.ts';
import { findPython } from '../tools/setup/python.mjs';
import { outdated } from '../tools/setup/record.mjs';

const run = promisify(execFile);

/** This machine, as the set-up tools see it. */
export function machineAt(root: string): Machine {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  return {
    node: process.version,
    sdk: engineVersion,
    wanted: {
      node: manifest.devDependencies['node'] ?? '',
      sdk: manifest.dependencies['@pulumi/pulumi'] ?? '',
    },
    cli: async () => {
      const { command } = await pulumiCommand();
      return (await run(command, ['version'], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: 'true' } })).stdout;
    },
    python: findPython,
    outdated: () => outdated(root, { required: ['packages', 'cli', 'emulator', 'act'], optional: [] }),
    git: async () => (await run('git', ['--version'])).stdout,
    go: async () => (await run('go', ['version'])).stdout,
  };
}

/** `owner/name` of the checkout on github.com, from the variables of a runner or the remote `origin`; null when there is none. */
export async function repositoryOf(
  root: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly owner: string; readonly repo: string } | null> {
  const named = environment['GITHUB_REPOSITORY'] ?? (await originOf(root));
  const [, owner, repo] = /([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(named) ?? [];
  return owner === undefined || repo === undefined ? null : { owner, repo };
}

async function originOf(root: string): Promise<string> {
  try {
    return (await run('git', ['-C', root, 'config', '--get', 'remote.origin.url'])).stdout.trim();
  } catch {
    return '';
  }
}
