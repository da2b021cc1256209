/** A private sandbox with two releases of the repository's own program, for programs that deploy them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../../infra/settings.ts';
import { loadConfiguration, requireEnvironment, type Configuration } from '../../../pipeline/configuration/index.ts';
import type { Surroundings } from '../../../pipeline/engine/surroundings.ts';
import { actorOf } from '../../../pipeline/release/actor.ts';
import { buildRelease, releasesFolder, type BuiltRelease } from '../../../pipeline/release/build.ts';
import type { ReleaseContext } from '../../../pipeline/release/context.ts';
import type { DeployRequest } from '../../../pipeline/release/deployment.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { releaseContext } from '../../../pipeline/releaseContext.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { withSettings } from './otherSettings.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Place {
  readonly sandbox: Sandbox;
  readonly configuration: Configuration;
  readonly dev: Settings;
  /** The release of the working tree, and one whose only difference is the threshold of an alarm of dev. */
  readonly first: BuiltRelease;
  readonly second: BuiltRelease;
  /** Reads and writes everything beside the state. */
  readonly store: DocumentStore;
  /** Stores another release; it is forgotten with this place. */
  add(built: BuiltRelease): Promise<BuiltRelease>;
  context(surroundings?: Surroundings): ReleaseContext;
  request(built: BuiltRelease, overrides?: Partial<DeployRequest>): DeployRequest;
  close(): Promise<void>;
}

/** The sandbox ends with this process, however that ends. */
export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'payments-release-'));
  const configuration = loadConfiguration(join(root, 'config'));
  const { environments } = configuration;
  const sandbox = await startSandbox({
    folder,
    detached: false,
    environments,
    configurationFiles: configuration.files,
  });
  const first = await buildRelease(root, environments, () => new Date());
  const second = variant(first, (dev) => ({ ...dev, alarmErrors: dev.alarmErrors + 1 }));
  const store = openStore(sandbox.surroundings.stateBackend, sandbox.rootCredentials(configuration.hub.environment));
  const added: string[] = [];
  const add = async (built: BuiltRelease): Promise<BuiltRelease> => {
    await storeRelease(store, built);
    added.push(join(releasesFolder(root), built.release.id));
    return built;
  };
  await storeRelease(store, first);
  await add(second);
  return {
    ...{ sandbox, configuration, first, second, store, add, dev: requireEnvironment(configuration, 'dev') },
    context: (surroundings = sandbox.surroundings) =>
      releaseContext({
        ...{ root, configuration, surroundings, actor: actorOf({}), now: () => new Date() },
        progress: (_environment, line) => process.stderr.write(`${line}\n`),
        showCard: () => {},
      }),
    request: ({ release, source }, overrides = {}) => ({
      ...{ source, release, environment: 'dev', kind: 'promotion', reason: 'a scenario', refresh: false },
      ...{ emergency: false, approvers: ['reviewer'], tests: [{ name: 'test', conclusion: 'success', url: '' }] },
      ...overrides,
    }),
    close: async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
      for (const unpacked of added) await rm(unpacked, { recursive: true, force: true });
    },
  };
}

/** The same program with other settings of dev. */
export const variant = (built: BuiltRelease, change: (dev: Settings) => Settings): BuiltRelease =>
  withSettings(
    built,
    built.release.environments.map((each) => (each.environment === 'dev' ? change(each) : each)),
  );

/** The same release under another gate of dev. */
export const underGate = (built: BuiltRelease, gate: Partial<Settings['gate']>): BuiltRelease => {
  const environments = built.release.environments.map((each) =>
    each.environment === 'dev' ? { ...each, gate: { ...each.gate, ...gate } } : each,
  );
  return { ...built, release: { ...built.release, environments }, source: { ...built.source, environments } };
};
