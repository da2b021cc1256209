/** What every step works with: this checkout, its configuration, and AWS with the credentials of the job. */
import { join } from 'node:path';
import { loadConfiguration, requireEnvironment } from '../../../pipeline/configuration/index.ts';
import type { Settings } from '../../../infra/settings.ts';
import { awsSurroundings } from '../../../pipeline/engine/aws.ts';
import type { Purpose } from '../../../pipeline/engine/surroundings.ts';
import { codeBlock } from '../../../pipeline/publish/text.ts';
import { actorOf } from '../../../pipeline/release/actor.ts';
import type { ReleaseContext } from '../../../pipeline/release/context.ts';
import { cardLines, type ResumeCard } from '../../../pipeline/release/resumeCard.ts';
import { releaseContext } from '../../../pipeline/releaseContext.ts';
import type { DocumentStore } from '../../../pipeline/store/documentStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';

/** How a step tells: the log, the outputs and the summary of its job. */
export interface Telling {
  readonly info: (line: string) => void;
  readonly output: (name: string, value: string) => void;
  readonly summary: (markdown: string) => Promise<void>;
}

export interface Bench extends ReleaseContext {
  readonly tell: Telling;
  settings(environment: string): Settings;
  store(purpose: Purpose): Promise<DocumentStore>;
}

export function openBench(environment: NodeJS.ProcessEnv, root: string, tell: Telling): Bench {
  const configuration = loadConfiguration(join(root, 'config'));
  const surroundings = awsSurroundings(environment, configuration.environments);
  const context = releaseContext({
    ...{ root, configuration, surroundings },
    actor: actorOf(environment),
    progress: (name, line) => tell.info(name === null ? line : `${name}: ${line}`),
    interrupt: untilCancelled(tell),
    now: () => new Date(),
    showCard: (card) => showCard(tell, card),
  });
  return {
    ...context,
    tell,
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

/** In the log at once, because GitHub gives a cancelled job seconds, and in the summary. */
function showCard(tell: Telling, card: ResumeCard): void {
  const lines = cardLines(card);
  for (const line of lines) tell.info(line);
  tell
    .summary(`### How far it came\n\n${codeBlock(lines.join('\n'))}`)
    .catch((error: unknown) => tell.info(`the summary could not be written: ${String(error)}`));
}
