/**
 * The second program: what must exist in an account before the first one can run there. One stack for each account, run by an
 * administrator of that account with ambient credentials; the hub first, because AWS checks that trusted roles exist.
 */
import * as aws from '@pulumi/aws';
import type { Region } from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

import type { Account } from './account.ts';
import { adopting, type Adopted, type SharedProvider } from './adoption.ts';
import type { DocumentWriters } from './document.ts';
import {
  hubOf,
  managedBy,
  replicaRegionOf,
  repositoryOutputs,
  type Landscape,
  type LandscapeEnvironment,
} from './landscape.ts';
import { boundaries, entryRoles, personRoles, serviceRoles, spokeRoles, type Role } from './roles.ts';
import { createBreakGlassAlarm } from './breakGlassAlarm.ts';
import { createState } from './stateResources.ts';
import { createTrail } from './trail.ts';
import { audience, issuer } from './trust.ts';

export interface BootstrapArguments {
  readonly landscape: Landscape;
  /** Whose account this stack is about. */
  readonly environment: string;
  /** On AWS: as they are. */
  readonly written?: DocumentWriters;
  /** Ids of what stands in the account and is not in state yet, by logical name within its type: it is taken over. */
  readonly adopted?: Adopted;
  /** Present where GitHub's provider was there before bootstrap. */
  readonly shared?: SharedProvider | undefined;
}

const asTheyAre: DocumentWriters = {
  trust: (document) => document,
  policy: (document) => document,
  bucketPolicy: (document) => document,
};

/** Accounts in the order in which they are bootstrapped. */
export function bootstrapOrder(landscape: Landscape): LandscapeEnvironment[] {
  const hub = hubOf(landscape);
  return [hub, ...landscape.environments.filter((it) => it !== hub)];
}

type Outputs = Record<string, pulumi.Input<string>>;

export function bootstrap(given: BootstrapArguments): Outputs {
  const { landscape, environment, written = asTheyAre, adopted = {}, shared } = given;
  const place = landscape.environments.find((it) => it.environment === environment);
  if (place === undefined) throw new Error(`no environment ${environment} in the landscape`);
  const provider = providerOf('account', place.account, place.region);
  const isHub = hubOf(landscape).account === place.account;
  const account = { provider, written, adopt: adopting(adopted) };
  const hub = isHub ? createHub(landscape, account, shared) : { entries: [], outputs: {} };
  createBoundary(landscape, place, account);
  // A role cannot trust one that is not there yet.
  const spokes = spokeRoles(landscape, place).map((role) => createRole(role, account, hub.entries));
  return { ...hub.outputs, ...Object.fromEntries(spokes.map(([name, role]) => [name, role.arn])) };
}

const providerOf = (name: string, account: string, region: string): aws.Provider =>
  new aws.Provider(name, {
    region: region as Region,
    allowedAccountIds: [account],
    defaultTags: { tags: { [managedBy.tag]: managedBy.value } },
  });

interface Hub {
  readonly entries: aws.iam.Role[];
  readonly outputs: Outputs;
}

function createGithub({ provider, adopt }: Account, shared: SharedProvider | undefined) {
  // AWS itself validates GitHub's certificate since 2023, so no thumbprint is pinned.
  return new aws.iam.OpenIdConnectProvider(
    'github',
    { url: `https://${issuer}`, clientIdLists: [...new Set([...(shared?.clientIds ?? []), audience])] },
    {
      ...{ provider, protect: true, retainOnDelete: shared !== undefined },
      ...adopt('aws:iam/openIdConnectProvider:OpenIdConnectProvider', 'github'),
    },
  );
}

function createHub(landscape: Landscape, account: Account, shared: SharedProvider | undefined): Hub {
  const { provider } = account;
  const github = createGithub(account, shared);
  const roles = [
    ...entryRoles(landscape).map((role) => createRole(role, account, [github])),
    ...personRoles(landscape).map((role) => createRole(role, account)),
    ...serviceRoles(landscape).map((role) => createRole(role, account)),
  ];
  const hub = hubOf(landscape);
  const elsewhere = { ...account, provider: providerOf('replica', hub.account, replicaRegionOf(landscape)) };
  createBreakGlassAlarm(hub, provider);
  createTrail(hub, account);
  const { bucket, key } = createState(hub, account, elsewhere);
  return {
    entries: roles.map(([, role]) => role),
    outputs: {
      ...repositoryOutputs(landscape.repository),
      stateBucket: bucket.bucket,
      stateKey: key.arn,
      ...Object.fromEntries(roles.map(([name, role]) => [name, role.arn])),
    },
  };
}

function createBoundary(
  landscape: Landscape,
  place: LandscapeEnvironment,
  { provider, written, adopt }: Account,
): void {
  for (const { name, description, document } of boundaries(landscape).filter((it) => it.account === place.account)) {
    const policy = JSON.stringify(written.policy(document));
    const { ignoreChanges = [], ...taken } = adopt('aws:iam/policy:Policy', name);
    new aws.iam.Policy(
      name,
      { name, description, policy },
      // AWS never changes this text: one that says something else would be replaced, and cannot be, because roles carry it.
      { provider, ...taken, ignoreChanges: [...new Set([...ignoreChanges, 'description'])] },
    );
  }
}

function createRole(
  role: Role,
  { provider, written, adopt }: Account,
  dependsOn: pulumi.Resource[] = [],
): [string, aws.iam.Role] {
  const { name, description, trust, policies } = role;
  const created = new aws.iam.Role(
    name,
    // An hour: what AWS allows at most when one role becomes another.
    { name, description, assumeRolePolicy: JSON.stringify(written.trust(trust)), maxSessionDuration: 3600 },
    { provider, dependsOn, ...adopt('aws:iam/role:Role', name) },
  );
  for (const [policyName, document] of Object.entries(policies)) {
    new aws.iam.RolePolicy(
      `${name}-${policyName}`,
      { name: policyName, role: created.name, policy: JSON.stringify(written.policy(document)) },
      { provider, parent: created },
    );
  }
  return [name, created];
}
