/**
 * The second program: what must exist in an account before the first one can run there. One stack for each account, run by an
 * administrator of that account with ambient credentials; the hub first, because AWS checks that trusted roles exist.
 */
import * as aws from '@pulumi/aws';
import type { Region } from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

import type { PolicyDocument, TrustDocument } from './document.ts';
import { hubOf, type Landscape, type LandscapeEnvironment } from './landscape.ts';
import { boundaries, entryRoles, spokeRoles, type Role } from './roles.ts';
import { createStateBucket } from './stateResources.ts';
import { audience, issuer } from './trust.ts';

export interface BootstrapArguments {
  readonly landscape: Landscape;
  /** Whose account this stack is about. */
  readonly environment: string;
  /** How documents are written for an account whose IAM judges less than AWS does. On AWS: as they are. */
  readonly written?: DocumentWriters;
}

export interface DocumentWriters {
  trust(document: TrustDocument): TrustDocument;
  policy(document: PolicyDocument): PolicyDocument;
}

const asTheyAre: DocumentWriters = { trust: (document) => document, policy: (document) => document };

/** Accounts in the order in which they are bootstrapped. */
export function bootstrapOrder(landscape: Landscape): LandscapeEnvironment[] {
  const hub = hubOf(landscape);
  return [hub, ...landscape.environments.filter((it) => it !== hub)];
}

export function bootstrap({
  landscape,
  environment,
  written = asTheyAre,
}: BootstrapArguments): Record<string, pulumi.Output<string>> {
  const place = landscape.environments.find((it) => it.environment === environment);
  if (place === undefined) throw new Error(`no environment ${environment} in the landscape`);
  const provider = new aws.Provider('account', {
    region: place.region as Region,
    allowedAccountIds: [place.account],
    defaultTags: { tags: { 'payments:managed-by': 'bootstrap' } },
  });
  const isHub = hubOf(landscape).account === place.account;
  const account = { provider, written };
  const hubOutputs = isHub ? createHub(landscape, account) : {};
  createBoundary(landscape, place, account);
  const spokes = spokeRoles(landscape, place).map((role) => createRole(role, account));
  return { ...hubOutputs, ...Object.fromEntries(spokes.map(([name, role]) => [name, role.arn])) };
}

interface Account {
  readonly provider: aws.Provider;
  readonly written: DocumentWriters;
}

function createHub(landscape: Landscape, account: Account): Record<string, pulumi.Output<string>> {
  const { provider } = account;
  // AWS itself validates GitHub's certificate since 2023, so no thumbprint is pinned.
  const github = new aws.iam.OpenIdConnectProvider(
    'github',
    { url: `https://${issuer}`, clientIdLists: [audience] },
    { provider, protect: true },
  );
  const roles = entryRoles(landscape).map((role) => createRole(role, account, [github]));
  const { bucket, key } = createStateBucket(hubOf(landscape), provider);
  return {
    stateBucket: bucket.bucket,
    stateKey: key.arn,
    ...Object.fromEntries(roles.map(([name, role]) => [name, role.arn])),
  };
}

function createBoundary(landscape: Landscape, place: LandscapeEnvironment, { provider, written }: Account): void {
  for (const { name, document } of boundaries(landscape).filter((it) => it.account === place.account)) {
    const policy = JSON.stringify(written.policy(document));
    new aws.iam.Policy(
      name,
      { name, description: 'The most that a role of the payment program can do', policy },
      { provider },
    );
  }
}

function createRole(
  role: Role,
  { provider, written }: Account,
  dependsOn: pulumi.Resource[] = [],
): [string, aws.iam.Role] {
  const { name, description, trust, policies } = role;
  const created = new aws.iam.Role(
    name,
    // An hour: what AWS allows at most when one role becomes another.
    { name, description, assumeRolePolicy: JSON.stringify(written.trust(trust)), maxSessionDuration: 3600 },
    { provider, dependsOn },
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
