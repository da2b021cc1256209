/** What the commands that move a release share: who acts, on which clock, and how somebody is told and asked. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../infra/settings.ts';
import type { ReleaseContext } from '../pipeline/release/context.ts';
import { actorOf } from '../pipeline/release/actor.ts';
import { cardLines, type ResumeCard } from '../pipeline/release/resumeCard.ts';
import { releaseContext } from '../pipeline/releaseContext.ts';
import { interruptSignal } from './interrupt.ts';
import { inTurn as progress } from './progress.ts';
import { commandFor, type Workplace } from './workplace.ts';

export interface Releasing {
  readonly context: ReleaseContext;
  /** Waits for a gate that only time keeps shut, where the command was asked to. */
  readonly waitUntil: (environment: Settings, opensAt: Date) => Promise<boolean>;
}

export function releasing(workplace: Workplace, options: { readonly wait: boolean }): Releasing {
  const { putForwardTo } = workplace;
  const interrupt = interruptSignal(
    () => progress(null, 'interrupted: waiting for work in flight to end (once more ends at once)'),
    () =>
      progress(
        null,
        `ended at once: what is half done is found and put in order by: ${commandFor(putForwardTo !== null, 'npm run recover -- ENVIRONMENT')}`,
      ),
  );
  const context = releaseContext({
    ...workplace,
    actor: actorOf(process.env),
    progress,
    interrupt,
    showCard: (card) => showCard(workplace.root, { ...card, command: commandFor(putForwardTo !== null, card.command) }),
  });
  return {
    context,
    waitUntil: async ({ environment }, opensAt) => {
      const until = opensAt.toISOString();
      if (putForwardTo !== null) {
        progress(environment, `the sandbox's clock is put forward to ${until}, when the gate opens`);
        putForwardTo(opensAt);
        return true;
      }
      if (!options.wait) return false;
      progress(environment, `waiting for the gate to open at ${until}`);
      await sleep(Math.max(0, opensAt.getTime() - workplace.now().getTime()), undefined, { signal: interrupt });
      return true;
    },
  };
}

/** On the terminal, and in a file that outlives it. */
function showCard(root: string, card: ResumeCard): void {
  const lines = cardLines(card);
  for (const line of lines) progress(card.environment, line);
  const folder = join(root, '.cache', 'resume');
  const text = `${lines.join('\n')}\n`;
  mkdir(folder, { recursive: true })
    .then(() => writeFile(join(folder, `${card.environment}.txt`), text))
    .catch((error: unknown) => progress(card.environment, `the resume card could not be kept: ${String(error)}`));
}
