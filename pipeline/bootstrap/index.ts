/** Makes three accounts ready: identities, state bucket, empty stacks. May be run again at any time. */
import { mkdir } from 'node:fs/promises';
import type { Adopted, SharedProvider } from '../../infra/bootstrap/adoption.ts';
import { bootstrapOrder } from '../../infra/bootstrap/program.ts';
import { resolve } from 'node:path';
import type { PlannedChange } from '../engine/plan.ts';
import { createStack } from '../engine/stacks.ts';
import { runBootstrap } from './engineRun.ts';
import { adoption, bucketExists, existing, type Existing } from './existing.ts';
import { checkIn, checkOut } from './ownState.ts';
import { sharedProvider } from './sharedProvider.ts';
import { verifyRoles, type RoleCheck } from './verify.ts';
import { settleDeadRun } from './workingCopy.ts';
import { hubAdministrator, type BootstrapWorld } from './world.ts';

export interface AccountPlan {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly changes: readonly PlannedChange[];
  /** Stands in the account and enters state. */
  readonly taken: readonly Existing[];
  /** Where GitHub's provider was there before. */
  readonly shared?: SharedProvider | undefined;
}

export interface BootstrapPlan {
  readonly accounts: readonly AccountPlan[];
  readonly adopted: Readonly<Record<string, Adopted>>;
}

export interface BootstrapResult {
  readonly accounts: readonly { readonly environment: string; readonly changes: number }[];
  readonly roles: readonly RoleCheck[];
  readonly stacks: readonly { readonly stack: string; readonly outcome: 'created' | 'exists' }[];
}

interface Options {
  /** Take over what bootstrap did not make. */
  readonly adopt: boolean;
  readonly interrupt?: AbortSignal;
}

/** What bootstrap would change, account by account, hub first. Nothing in the accounts changes. */
export async function planBootstrap(world: BootstrapWorld, options: Options): Promise<BootstrapPlan> {
  await mkdir(resolve(world.folder), { recursive: true });
  const order = bootstrapOrder(world.landscape);
  // Every account is entered before the first one is looked at: a missing profile costs nothing then.
  for (const { environment } of order) await world.administrator(environment);
  await checkOut(world, await bucketExists(world));
  const found: Existing[] = [];
  for (const { environment } of order) {
    if (await settleDeadRun(world, environment)) world.progress(environment, 'a bootstrap that died here is continued');
    found.push(...(await existing(world, environment)));
  }
  // All of it is asked at once, so that a person decides once.
  adoption(found, options.adopt);
  const accounts = await Promise.all(
    order.map(async (place): Promise<AccountPlan> => {
      const taken = found.filter(({ environment }) => environment === place.environment);
      world.progress(place.environment, `preview of account ${place.account}`);
      const shared = await sharedProvider(world, place.environment, taken);
      const run = { world, environment: place.environment, shared, ...interruptOf(options) };
      const planned = await runBootstrap({ ...run, adopted: adoption(taken, options.adopt) }, 'preview');
      return { ...place, changes: planned.filter(({ type, name }) => !isTaken(taken, type, name)), taken, shared };
    }),
  );
  return {
    accounts,
    adopted: Object.fromEntries(
      accounts.map(({ environment, taken }) => [environment, adoption(taken, options.adopt)]),
    ),
  };
}

const isTaken = (taken: readonly Existing[], type: string, name: string): boolean =>
  taken.some((it) => it.type === type && it.name === name);

const interruptOf = ({ interrupt }: Pick<Options, 'interrupt'>) => (interrupt === undefined ? {} : { interrupt });

/** Applies a plan, moves bootstrap's state into the bucket, creates the stacks, and enters every role. */
export async function applyBootstrap(
  world: BootstrapWorld,
  { accounts, adopted }: BootstrapPlan,
  files: Readonly<Record<string, string>>,
  options: Pick<Options, 'interrupt'> = {},
): Promise<BootstrapResult> {
  const done = [];
  for (const { environment, taken, shared, changes: planned } of accounts) {
    if (planned.length + taken.length === 0) continue;
    world.progress(environment, 'applying');
    const run = { world, environment, shared, ...interruptOf(options) };
    const changes = await runBootstrap({ ...run, adopted: adopted[environment] ?? {} }, 'up');
    const settled = taken.length === 0 ? [] : await runBootstrap(run, 'up');
    done.push({ environment, changes: changes.length + settled.length });
  }
  await checkIn(world);
  world.progress(null, 'the state of bootstrap itself is in the bucket');
  const stacks = await createStacks(world, files);
  return { accounts: done, stacks, roles: await verifyRoles(world) };
}

async function createStacks(
  { surroundings, ...world }: BootstrapWorld,
  files: Readonly<Record<string, string>>,
): Promise<BootstrapResult['stacks']> {
  const environment = await hubAdministrator({ surroundings, ...world });
  const stacks = [];
  for (const [stack, configurationFile] of Object.entries(files)) {
    stacks.push({ stack, outcome: await createStack({ stack, configurationFile, surroundings, environment }) });
  }
  return stacks;
}
