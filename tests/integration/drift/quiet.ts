/** Times at which a drift check has nothing to find: how they come about, and what a check then says that it should not. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../../pipeline/comparison/finding.ts';
import { update } from '../../../pipeline/engine/update.ts';
import { releasesFolder, type BuiltRelease } from '../../../pipeline/release/build.ts';
import { storeRelease } from '../../../pipeline/release/releaseStore.ts';
import { openStore } from '../../../pipeline/store/open.ts';
import { withSettings } from '../release/otherSettings.ts';
import { startAnswers, type Answers } from './answers.ts';
import { diceOf, inOtherWords, type Dice } from './otherWords.ts';
import { openWorld, type World } from './world.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const longestApartMilliseconds = 6_000;

interface Situation {
  readonly reworded: boolean;
  readonly deploys: boolean;
}

/** Two accounts that nobody touches but the pipeline. Nobody has confirmed the email subscriptions. */
export class QuietWorld {
  readonly #world: World;
  readonly #answers: Answers;
  readonly #dice: Dice;
  /** What runs in the baseline and in the target. */
  readonly #running: { baseline: BuiltRelease; target: BuiltRelease };
  readonly #stored: string[] = [];

  private constructor(world: World, answers: Answers, dice: Dice) {
    this.#world = world;
    this.#answers = answers;
    this.#dice = dice;
    this.#running = { baseline: world.built, target: world.built };
  }

  static async open(seed: number): Promise<QuietWorld> {
    let answers: Answers | undefined;
    const world = await openWorld(async ({ endpoint, surroundings }) => {
      answers = await startAnswers(endpoint);
      answers.rewrite = unconfirmed;
      return answers.in(surroundings);
    });
    if (answers === undefined) throw new Error('nothing was deployed');
    return new QuietWorld(world, answers, diceOf(seed));
  }

  get world(): World {
    return this.#world;
  }

  /** One check at a time that the dice choose. Gives what is wrong with it. */
  async check(): Promise<readonly string[]> {
    return this.checkWhile({ reworded: this.#dice.below(2) === 1, deploys: this.#dice.below(8) === 0 });
  }

  /** From here on the account answers in other words, or not; `deploys` for the time of this check. */
  async checkWhile({ reworded, deploys }: Situation): Promise<readonly string[]> {
    const dice = this.#dice;
    this.#answers.rewrite = (text, type) => {
      const told = unconfirmed(text, type);
      return reworded ? inOtherWords(told, type, dice) : told;
    };
    const [checkedAfter, deployedAfter] = deploys ? [0, 0].map(() => dice.below(longestApartMilliseconds)) : [0, 0];
    const [report] = await Promise.all([
      sleep(checkedAfter).then(() => this.#world.check()),
      deploys ? sleep(deployedAfter).then(() => this.#deployNext()) : null,
    ]);
    const { baseline, target } = this.#running;
    const waits = baseline.release.id !== target.release.id;
    const about = `${reworded ? 'reworded' : 'as it is'}, ${deploys ? 'deploying' : waits ? 'one waits' : 'same release'}`;
    return problemsOf(report, { deploys, waits }).map((problem) => `${about}: ${problem}`);
  }

  /** A newer release reaches the baseline; the next time it is promoted to the target. */
  async #deployNext(): Promise<void> {
    const { surroundings, baseline, target } = this.#world;
    const waits = this.#running.baseline !== this.#running.target;
    const next = waits ? this.#running.baseline : await this.#newer();
    const { environment } = waits ? target : baseline;
    await update({ source: next.source, environment, surroundings, purpose: `deploy-${environment}` });
    this.#running[waits ? 'target' : 'baseline'] = next;
  }

  /** The same program with other thresholds everywhere, and with one address more or less. */
  async #newer(): Promise<BuiltRelease> {
    const { release } = this.#running.baseline;
    const more = this.#stored.length % 2 === 0;
    const environments = release.environments.map((each) => {
      const notificationAddresses = more
        ? [...each.notificationAddresses, 'second@example.com']
        : each.notificationAddresses.filter((address) => address !== 'second@example.com');
      return { ...each, alarmErrors: each.alarmErrors + 1, notificationAddresses };
    });
    const built = withSettings(this.#running.baseline, environments);
    const { sandbox, configuration } = this.#world;
    await storeRelease(
      openStore(sandbox.surroundings.stateBackend, sandbox.rootCredentials(configuration.hub.environment)),
      built,
    );
    this.#stored.push(built.release.id);
    return built;
  }

  async close(): Promise<void> {
    await this.#world.close();
    await this.#answers.close();
    for (const id of this.#stored) await rm(join(releasesFolder(root), id), { recursive: true, force: true });
  }
}

/** Half done, a deployment leaves open what there is; before and after it, what differs is explained. */
function problemsOf(
  { verdict, findings, notes }: Report,
  { deploys, waits }: { readonly deploys: boolean; readonly waits: boolean },
): readonly string[] {
  const named = new Set(notes.flatMap(({ environment, text }) => (/deployment was in/.test(text) ? environment : [])));
  const told = findings.filter(({ classification, environment }) => {
    if (classification === 'expected-variation') return false;
    if (classification === 'pending-release') return !waits && !deploys;
    return !(classification === 'unknown' && deploys && named.has(environment));
  });
  const confirmed = notes.some(({ text }) => /awaits confirmation .*, for \d+ hours$/.test(text))
    ? []
    : ['no subscription is waiting'];
  const wrong = verdict === 'in-sync' || (verdict === 'unknown' && deploys) ? [] : [`the verdict is ${verdict}`];
  return [
    ...wrong,
    ...confirmed,
    ...told.map(
      ({ environment, resource, path, change, classification, reason }) =>
        `${environment} ${resource.name} ${path} ${change} (${classification}): ${reason}`,
    ),
  ];
}

const unconfirmed = (text: string, type: 'json' | 'xml'): string =>
  type === 'json'
    ? text
    : text.replaceAll('<key>PendingConfirmation</key><value>false<', '<key>PendingConfirmation</key><value>true<');
