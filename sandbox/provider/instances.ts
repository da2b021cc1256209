/** The provider instances of one engine run (one per account in a bootstrap), each on a connection of its own. */
import { EngineError } from '../../pipeline/errors.ts';
import { parseSettings } from './configuration.ts';
import type { Inputs } from './resourceType.ts';
import type { Surroundings } from './checkedClient.ts';
import { openSession, type RegionalSession } from './session.ts';

export class Instances {
  readonly #surroundings: Surroundings;
  readonly #sessions = new Map<string, RegionalSession>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Assumes the roles and checks the account: nothing is served on this connection before that is done. */
  async configure(connection: string, settings: Inputs): Promise<void> {
    const session = await openSession(this.#surroundings, parseSettings(settings));
    this.#sessions.get(connection)?.end();
    this.#sessions.set(connection, session);
  }

  session(connection: string): RegionalSession {
    const session = this.#sessions.get(connection);
    if (session !== undefined) return session;
    throw new EngineError('a provider instance was used before it was configured');
  }

  /** Ends waiting and trying again on this connection; what is under way at AWS is awaited. */
  cancel(connection: string): void {
    this.#sessions.get(connection)?.cancel();
  }

  end(): void {
    for (const session of this.#sessions.values()) session.end();
  }
}
