/** One account of an emulator that lives as long as a test file, and one resource type in it as the engine drives it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '../../../sandbox/emulator.ts';
import { apiModelsFolder } from '../../../sandbox/emulatorEnvironment.ts';
import { ApiModels } from '../../../sandbox/provider/apiModels.ts';
import type { Call } from '../../../sandbox/provider/callLog.ts';
import { check } from '../../../sandbox/provider/check.ts';
import { diff, read, recorded, userInputs } from '../../../sandbox/provider/operations.ts';
import type { Inputs, ResourceType } from '../../../sandbox/provider/resourceType.ts';
import { openSession, type RegionalSession } from '../../../sandbox/provider/session.ts';

export const account = '222222222222';
export const region = 'us-west-2';

export interface EmulatedAccount {
  readonly session: RegionalSession;
  /** SDK client of the account's root, for changes by hand: the same session, so that requests stay checked. */
  client<T>(constructor: new (configuration: never) => T): T;
  /** Every call of the session so far, in order. */
  readonly calls: readonly Call[];
  close(): Promise<void>;
}

export async function emulatedAccount(defaultTags: Readonly<Record<string, string>> = {}): Promise<EmulatedAccount> {
  const folder = await mkdtemp(join(tmpdir(), 'provider-'));
  const emulator = await startEmulator({ folder, detached: false });
  const caller = { accessKeyId: account, secretAccessKey: 'root' };
  const calls: Call[] = [];
  const models = new ApiModels(apiModelsFolder());
  const session = await openSession(
    { endpoint: emulator.endpoint, caller, models, record: (call) => calls.push(call) },
    {
      region,
      allowedAccountIds: [account],
      forbiddenAccountIds: [],
      assumeRoles: [],
      defaultTags: { tags: defaultTags },
    },
  );
  const close = async () => {
    session.end();
    await emulator.stop();
    await rm(folder, { recursive: true });
  };
  return { session, calls, client: (constructor) => session.client(constructor), close };
}

/** A resource as state holds it. */
export interface Deployed {
  readonly id: string;
  readonly inputs: Inputs;
  readonly outputs: Inputs;
}

/** What the engine does with one resource type, step by step, on the core's own check, difference and blind spots. */
export function engineFor(type: ResourceType, session: RegionalSession) {
  const checked = (news: Inputs, olds: Inputs = {}) => {
    const { inputs, failures } = check(type, {
      resourceName: 'test',
      randomSeed: new TextEncoder().encode('seed'),
      olds,
      news,
      defaultTags: session.defaultTags,
      region: session.region,
    });
    if (failures.length > 0)
      throw new TypeError(failures.map(([property, reason]) => `${property}: ${reason}`).join('; '));
    return inputs;
  };
  const refreshed = (deployed: Deployed) => read(type, deployed.id, deployed, session);
  return {
    checked,
    async create(program: Inputs): Promise<Deployed> {
      const inputs = checked(program);
      const result = await type.create(userInputs(inputs), session, 'test');
      return { id: result.id, inputs, outputs: recorded(type, result, inputs, session) };
    },
    refreshed,
    imported: (id: string) => read(type, id, { inputs: {}, outputs: {} }, session),
    /** Property paths in which the account differs from what was deployed; null when the resource is gone. */
    async drift(deployed: Deployed): Promise<string[] | null> {
      const found = await refreshed(deployed);
      if (found === null) return null;
      return diff(type, { olds: found.inputs, news: deployed.inputs, ignored: [] }).changes.map(
        ({ property }) => property,
      );
    },
    /** Which changes a new program makes: `property`, or `property!` when it replaces the resource. */
    planned(deployed: Deployed, program: Inputs): string[] {
      const { changes } = diff(type, { olds: deployed.inputs, news: checked(program, deployed.inputs), ignored: [] });
      return changes.map(({ property, replaces }) => (replaces ? `${property}!` : property));
    },
    async update(deployed: Deployed, program: Inputs): Promise<Deployed> {
      const inputs = checked(program, deployed.inputs);
      const result = await type.update(deployed.id, userInputs(inputs), userInputs(deployed.inputs), session);
      return { id: result.id, inputs, outputs: recorded(type, result, inputs, session) };
    },
    remove: (deployed: Deployed) => type.delete(deployed.id, deployed.outputs, session),
  };
}
