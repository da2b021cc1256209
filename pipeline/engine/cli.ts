import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { ConfigurationError } from '../errors.ts';
import { engineVersion } from './version.ts';

let found: Promise<PulumiCommand> | undefined;

/** The pinned Pulumi CLI: from PATH if it is exactly this version, else from Pulumi's versions folder. */
export const pulumiCommand = (): Promise<PulumiCommand> => (found ??= find());

async function find(): Promise<PulumiCommand> {
  const root = join(homedir(), '.pulumi', 'versions', engineVersion);
  if (await exists(join(root, 'bin', 'pulumi'))) return PulumiCommand.get({ root, skipVersionCheck: true });
  const fromPath = await pinnedOnPath();
  if (fromPath !== undefined) return PulumiCommand.get({ root: dirname(dirname(fromPath)), skipVersionCheck: true });
  throw new ConfigurationError(`no Pulumi CLI ${engineVersion} on PATH or in ${root}`, {
    advice: 'Run the command through npm (`npm run NAME`): it installs the pinned CLI. Another version is not used.',
  });
}

async function pinnedOnPath(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'pulumi');
    if (!(await exists(candidate))) continue;
    const { stdout } = await promisify(execFile)(candidate, ['version'], { env: quiet(process.env) });
    return stdout.trim() === `v${engineVersion}` ? candidate : undefined;
  }
  return undefined;
}

const quiet = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...environment,
  PULUMI_SKIP_UPDATE_CHECK: 'true',
});

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
};
