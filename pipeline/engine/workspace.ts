import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalWorkspace, Stack, type ProjectSettings, type PulumiFn } from '@pulumi/pulumi/automation/index.js';
import { project } from './checkpoint.ts';
import { onExit } from './onExit.ts';
import './promiseStacks.ts';
import { isolatedCommand } from './process.ts';
import type { ProcessEnvironment, Surroundings } from './surroundings.ts';

export interface WorkspaceRequest {
  readonly stack: string;
  /** The committed configuration file; a copy is used, because the CLI writes into the one it is given. */
  readonly configurationFile: string;
  readonly surroundings: Surroundings;
  readonly environment: ProcessEnvironment;
  /** Folders of policy packs' starters, by runtime of the pack. Named in the project, they need no place on the PATH. */
  readonly starters?: Readonly<Record<string, string>>;
  readonly program: PulumiFn;
  readonly interrupt: AbortSignal | undefined;
}

/** A stack in a temporary workspace of its own, removed afterwards, so that runs side by side share nothing. */
export async function withWorkspace<T>(
  request: WorkspaceRequest,
  action: (workspace: LocalWorkspace) => Promise<T>,
): Promise<T> {
  const workDir = await mkdtemp(join(tmpdir(), 'payments-stack-'));
  const forget = onExit(() => rmSync(workDir, { recursive: true, force: true }));
  try {
    await writeFile(join(workDir, `Pulumi.${request.stack}.yaml`), await stackSettings(request));
    const workspace = await LocalWorkspace.create({
      workDir,
      program: request.program,
      pulumiCommand: await isolatedCommand(request.interrupt),
      envVars: childEnvironment(request),
      secretsProvider: request.surroundings.secretsProvider(request.stack),
      projectSettings: projectSettings(request),
    });
    return await action(workspace);
  } finally {
    await rm(workDir, { recursive: true, force: true });
    forget();
  }
}

function projectSettings({ starters = {} }: WorkspaceRequest): ProjectSettings {
  const analyzers = Object.entries(starters).map(([runtime, path]) => ({ name: `policy-${runtime}`, path }));
  const known: ProjectSettings = { name: project, runtime: 'nodejs', main: process.cwd() };
  // The SDK's type leaves `plugins` out; the CLI reads it (workspace.Project of pulumi/pulumi).
  return Object.assign(known, analyzers.length === 0 ? {} : { plugins: { analyzers } });
}

/** The stack without asking the CLI to select it: one call less, and nothing is written to the user's workspace. */
export async function unselectedStack(workspace: LocalWorkspace, name: string): Promise<Stack> {
  Object.assign(workspace, { selectStack: async () => {} });
  return Stack.select(name, workspace);
}

async function stackSettings({ configurationFile, surroundings, stack }: WorkspaceRequest): Promise<string> {
  const text = await readFile(configurationFile, 'utf8');
  const provider = surroundings.secretsProvider(stack);
  if (/^(secretsprovider|encryptionsalt):/m.test(text)) return text;
  const setting =
    provider === 'passphrase' ? { encryptionsalt: surroundings.encryptionSalt } : { secretsprovider: provider };
  const lines = Object.entries(setting).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}\n`],
  );
  return `${text.trimEnd()}\n${lines.join('')}`;
}

/** Of the shell's own variables none says who the engine is: a profile of the shell would win over the keys that it is given. */
export function childEnvironment({
  environment,
  surroundings,
}: Pick<WorkspaceRequest, 'environment' | 'surroundings'>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !isCredential(name));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    ...environment,
    PULUMI_BACKEND_URL: surroundings.stateBackend,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

const isCredential = (name: string): boolean => name.startsWith('AWS_') || name.startsWith('PULUMI_');
