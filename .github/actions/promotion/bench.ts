/** What every step works with: this checkout, its configuration, and AWS with the credentials of the job. */
import { join } from 'node:path';
import { loadConfiguration, requireEnvironment, type Configuration } from '../../../pipeline/configuration/index.ts';
import type { Settings } from '../../../infra/settings.ts';
import { awsSurroundings } from '../../../pipeline/engine/aws.ts';
import type { Purpose, Surroundings } from '../../../pipeline/engine/surroundings.ts';
import type { Progress } from '../../../pipeline/progress.ts';
import { actorOf, type Actor } from '../../../pipeline/release/actor.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';

/** How a step tells: the log, the outputs and the summary of its job. */
export interface Telling {
  readonly info: (line: string) => void;
  readonly output: (name: string, value: string) => void;
  readonly summary: (markdown: string) => Promise<void>;
}

export interface Bench {
  readonly root: string;
  readonly configuration: Configuration;
  readonly surroundings: Surroundings;
  readonly actor: Actor;
  readonly tell: Telling;
  readonly progress: Progress;
  readonly interrupt: AbortSignal;
  readonly now: () => Date;
  settings(environment: string): Settings;
  store(purpose: Purpose): Promise<DocumentStore>;
}

export function openBench(environment: NodeJS.ProcessEnv, root: string, tell: Telling): Bench {
  const configuration = loadConfiguration(join(root, 'config'));
  const surroundings = awsSurroundings(environment, configuration.environments);
  return {
    root,
    configuration,
    surroundings,
    actor: actorOf(environment),
    tell,
    progress: (name, line) => tell.info(name === null ? line : `${name}: ${line}`),
    interrupt: untilCancelled(tell),
    now: () => new Date(),
    settings: (name) => requireEnvironment(configuration, name),
    store: async (purpose) => openStore(surroundings.stateBackend, await surroundings.credentials(purpose)),
  };
}

/** GitHub cancels with SIGINT, then SIGTERM: the engine ends what it began and lets go of its lock. */
function untilCancelled(tell: Telling): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) tell.info(`${signal}: what is being changed is brought to an end first`);
      controller.abort(signal);
    });
  }
  return controller.signal;
}
