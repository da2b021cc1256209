/** A sandbox with the real program deployed everywhere, to be changed by hand and looked at by the real drift check. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClients, type Clients } from '../../../pipeline/account/additions/clients.ts';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { loadConfiguration, type Configuration, type Settings } from '../../../pipeline/configuration/index.ts';
import { runDriftCheck } from '../../../pipeline/driftCheck.ts';
import { readCheckpoint, type StateResource } from '../../../pipeline/engine/checkpoint.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import { update } from '../../../pipeline/engine/update.ts';
import type { BuiltRelease } from '../../../pipeline/release/build.ts';
import { buildAndStore } from '../../../pipeline/release/buildAndStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface World {
  readonly sandbox: Sandbox;
  readonly configuration: Configuration;
  /** The highest environment, which everything is done to. */
  readonly target: Settings;
  readonly baseline: Settings;
  readonly built: BuiltRelease;
  /** Everything was deployed through these, and is looked at through them. */
  readonly surroundings: Surroundings;
  /** Root of the target's account: what is changed must not depend on our own roles. */
  readonly clients: Clients;
  /** Variables of that root. */
  readonly credentials: Readonly<Record<string, string>>;
  check(): Promise<Report>;
  /** What state records of the target. */
  recorded(): Promise<readonly StateResource[]>;
  close(): Promise<void>;
}

const silent = (): void => {};
const now = (): Date => new Date();

/** @param through gives other surroundings than the sandbox's own, of which it must close nothing */
export async function openWorld(
  through: (sandbox: Sandbox) => Promise<Surroundings> = async (sandbox) => sandbox.surroundings,
): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-drift-'));
  const configuration = loadConfiguration(join(root, 'config'));
  const { environments, files: configurationFiles, hub: target } = configuration;
  const sandbox = await startSandbox({ folder, detached: false, environments, configurationFiles });
  const close = async (): Promise<void> => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const baseline = configuration.lowerOf(target.environment);
    if (baseline === undefined) throw new Error(`${target.environment} has no environment below it`);
    const surroundings = await through(sandbox);
    const built = await deployEverywhere(surroundings, configuration);
    const credentials = sandbox.rootCredentials(target.environment);
    const clients = openClients(credentials, target.region);
    return {
      ...{ sandbox, configuration, target, baseline, built, surroundings, clients, credentials },
      check: () => check(surroundings, baseline, target),
      recorded: () => recorded(sandbox, target),
      close: async () => {
        clients.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function deployEverywhere(surroundings: Surroundings, configuration: Configuration): Promise<BuiltRelease> {
  const built = await buildAndStore({ root, configuration, surroundings, progress: silent, now });
  for (const { environment } of configuration.environments) {
    await update({ source: built.source, environment, surroundings, purpose: `deploy-${environment}` });
  }
  return built;
}

async function check(surroundings: Surroundings, baseline: Settings, target: Settings): Promise<Report> {
  const { report } = await runDriftCheck({
    ...{ root, baseline: baseline.environment, target: target.environment, observationFiles: [], now },
    ...{ surroundings: async () => surroundings, progress: silent },
  });
  return report;
}

async function recorded({ surroundings }: Sandbox, { environment }: Settings): Promise<readonly StateResource[]> {
  const store = openStore(surroundings.stateBackend, await surroundings.credentials('observe'));
  const resources = (await readCheckpoint(store, environment))?.resources ?? [];
  return resources.filter(({ custom, type }) => custom && type.startsWith('aws:'));
}
