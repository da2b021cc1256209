import type { EngineEvent } from '../engine/events.ts';
import { nameOf } from '../engine/events.ts';
import { promoteAgain } from './continuation.ts';
import { isInfrastructure, type PlannedChange } from '../engine/plan.ts';

/** How far a deployment came: what is done, what was under way and may be either, what was not begun, and the way on. */
export interface ResumeCard {
  readonly environment: string;
  readonly release: string;
  /** What was being done. */
  readonly step: string;
  readonly done: readonly string[];
  readonly unknown: readonly string[];
  readonly notDone: readonly string[];
  /** The one command that continues. */
  readonly command: string;
  /** That command is recovery: something may be half done, or is still held. */
  readonly recoverFirst: boolean;
}

/** Follows one deployment, so that the card can be written at any moment. */
export class Tracker {
  readonly #environment: string;
  readonly #release: string;
  readonly #planned = new Map<string, string>();
  readonly #under = new Map<string, string>();
  readonly #done: string[] = [];
  readonly #again: string;
  #step = 'starting';

  /** @param again the command that starts the same once more */
  constructor(environment: string, release: string, again = promoteAgain) {
    this.#environment = environment;
    this.#release = release;
    this.#again = again;
  }

  enter(step: string): void {
    this.#step = step;
  }

  plan(changes: readonly PlannedChange[]): void {
    for (const { urn, operation, type, name } of changes) {
      if (operation !== 'same') this.#planned.set(urn, `${operation} ${shortType(type)} ${name}`);
    }
  }

  /** Listener for the engine's events. */
  readonly follow = ({ resourcePreEvent, resOutputsEvent }: EngineEvent): void => {
    const begun = resourcePreEvent?.metadata;
    if (begun && isInfrastructure(begun) && changing.has(begun.op)) {
      this.#under.set(begun.urn, `${begun.op} ${shortType(begun.type)} ${nameOf(begun.urn)}`);
    }
    const ended = resOutputsEvent?.metadata;
    const was = ended && this.#under.get(ended.urn);
    if (ended && was !== undefined) {
      this.#under.delete(ended.urn);
      this.#done.push(was);
      this.#planned.delete(ended.urn);
    }
  };

  card(): ResumeCard {
    const begun = new Set(this.#under.keys());
    return {
      environment: this.#environment,
      release: this.#release,
      step: this.#step,
      done: [...this.#done],
      unknown: [...this.#under.values()],
      notDone: [...this.#planned].filter(([urn]) => !begun.has(urn)).map(([, text]) => text),
      ...(this.#under.size > 0 ? recovery(this.#environment) : { command: this.#again, recoverFirst: false }),
    };
  }

  /** The same, where the lease could not be given back. */
  heldCard(): ResumeCard {
    return { ...this.card(), ...recovery(this.#environment) };
  }
}

const recovery = (environment: string) => ({ command: `npm run recover -- ${environment}`, recoverFirst: true });

const changing: ReadonlySet<string> = new Set([
  'create',
  'update',
  'delete',
  'replace',
  'create-replacement',
  'delete-replaced',
  'import',
]);

const shortType = (type: string): string => type.split(':').at(-1) ?? type;

/** The card as lines of text. */
export function cardLines({ environment, step, done, unknown, notDone, command }: ResumeCard): readonly string[] {
  const part = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : [`${title} (${entries.length}):`, ...entries.map((entry) => `  ${entry}`)];
  return [
    `${environment} stopped at: ${step}`,
    ...part('done', done),
    ...part('under way, may be done or not', unknown),
    ...part('not begun', notDone),
    `continue with: ${command}`,
  ];
}
