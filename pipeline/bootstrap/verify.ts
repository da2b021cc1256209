/** Whether the roles are what is written for them, and let in whom they should. */
import { setTimeout } from 'node:timers/promises';
import { allRoles } from '../../infra/bootstrap/roles.ts';
import { deployedBy } from '../../infra/bootstrap/people.ts';
import { bootstrapNames } from '../../infra/names.ts';
import { assumeRole, requireAccount } from '../account/identity.ts';
import { departures } from '../account/administrator/roleAsWritten.ts';
import type { Purpose } from '../engine/surroundings.ts';
import { placeOf, type BootstrapWorld } from './world.ts';

export interface RoleCheck {
  readonly role: string;
  readonly account: string;
  /** `entered`: became it. `as written`: read back only, since nothing but a token of GitHub or a session of Identity Center opens it. */
  readonly outcome: 'entered' | 'as written' | 'wrong';
  readonly detail: string;
}

/**
 * Reads every role back and compares it with what is written for it. In the sandbox every role is also entered, by the way that a
 * workflow takes: a token, an entry role, a spoke. On AWS only GitHub can issue that token.
 */
export async function verifyRoles(world: BootstrapWorld): Promise<readonly RoleCheck[]> {
  const { landscape, surroundings } = world;
  const entered = surroundings.kind === 'sandbox' ? await enterAll(world) : new Map<string, string | null>();
  const checks = allRoles(landscape).map(async (role): Promise<RoleCheck> => {
    const { environment = '' } = landscape.environments.find(({ account }) => account === role.account) ?? {};
    const administrator = await world.administrator(environment);
    const wrong = await settledDepartures(() => departures(administrator, asWritten(world, role)));
    const refusal = entered.get(`${role.account} ${role.name}`);
    return { role: role.name, account: role.account, ...judge(wrong, refusal, wayIn(role)) };
  });
  // Side by side: what waits for IAM waits once.
  return Promise.all(checks);
}

/**
 * IAM shows what was just written some seconds later, now here, now there: what departs is looked at again before it is called wrong.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 *
 * @param pauses milliseconds before each further look; half a minute in all
 */
export async function settledDepartures(
  look: () => Promise<readonly string[]>,
  pauses: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000],
): Promise<readonly string[]> {
  let found = await look();
  for (const pause of pauses) {
    if (found.length === 0) break;
    await setTimeout(pause);
    found = await look();
  }
  return found;
}

/** @param refusal null: entered; undefined: not tried */
function judge(
  wrong: readonly string[],
  refusal: string | null | undefined,
  way: string,
): Pick<RoleCheck, 'outcome' | 'detail'> {
  if (wrong.length > 0) return { outcome: 'wrong', detail: `not as written: ${wrong.join(', ')}` };
  if (refusal === undefined) return { outcome: 'as written', detail: `opens with ${way} only` };
  return refusal === null ? { outcome: 'entered', detail: '' } : { outcome: 'wrong', detail: refusal };
}

/** Who alone opens a role that we cannot become. */
export function wayIn({ trust: { Statement } }: Pick<Role, 'trust'>): string {
  const principals = Statement.map(({ Principal }) => Principal);
  const service = principals.find((principal) => 'Service' in principal);
  if (service !== undefined) return service.Service;
  if (principals.some((principal) => 'Federated' in principal)) return 'a token of GitHub';
  // A session of Identity Center is told by a condition, a role by its name.
  const named = principals.some(
    (principal) => 'AWS' in principal && principal.AWS.some((arn) => arn.includes(':role/')),
  );
  return named ? 'an entry role' : 'a session of Identity Center';
}

type Role = ReturnType<typeof allRoles>[number];

function asWritten({ surroundings: { written } }: BootstrapWorld, role: Role): Role {
  if (written === undefined) return role;
  const policies = Object.entries(role.policies).map(([name, document]) => [name, written.policy(document)] as const);
  return { ...role, trust: written.trust(role.trust), policies: Object.fromEntries(policies) };
}

/** By account and role name: null when we became it, else why not. */
async function enterAll(world: BootstrapWorld): Promise<ReadonlyMap<string, string | null>> {
  const { landscape, surroundings } = world;
  const names = landscape.environments.map(({ environment }) => environment);
  const results = new Map<string, string | null>();
  const entries = ['preview', 'observe', 'release', ...names.map((it) => `deploy-${it}` as const)] as const;
  for (const purpose of [...entries, 'person', 'break-glass'] as const) {
    const hub = landscape.environments.at(-1)?.account ?? '';
    results.set(`${hub} ${bootstrapNames.entryRole(purpose)}`, await refusalOf(() => entry(world, purpose, hub)));
  }
  for (const environment of names) {
    const place = placeOf(world, environment);
    const { account } = place;
    const by: readonly (readonly [string, Purpose])[] = [
      [bootstrapNames.deploySpoke, `deploy-${environment}`],
      [bootstrapNames.readSpoke, 'observe'],
      [bootstrapNames.inspectSpoke, 'observe'],
      [bootstrapNames.smokeSpoke, `deploy-${environment}`],
      [bootstrapNames.operateSpoke, deployedBy(place)],
    ];
    for (const [role, purpose] of by) {
      const arn = `arn:aws:iam::${account}:role/${role}`;
      const step = async () => {
        const spoke = await assumeRole(await surroundings.credentials(purpose), arn, 'bootstrap');
        await requireAccount(spoke, account);
      };
      results.set(`${account} ${role}`, await refusalOf(step));
    }
  }
  return results;
}

async function entry({ surroundings }: BootstrapWorld, purpose: Purpose, hub: string): Promise<void> {
  await requireAccount(await surroundings.credentials(purpose), hub);
}

async function refusalOf(step: () => Promise<void>): Promise<string | null> {
  try {
    await step();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
