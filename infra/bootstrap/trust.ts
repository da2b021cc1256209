/** Who may become which role: exact audience and subject, and the further claims of GitHub's token that AWS can check. */
import { bootstrapNames } from '../names.ts';
import type { Condition, TrustDocument } from './document.ts';
import { hubOf, type Landscape, type Repository } from './landscape.ts';

export const issuer = 'token.actions.githubusercontent.com';
export const audience = 'sts.amazonaws.com';

export const oidcProviderArn = (hubAccount: string): string => `arn:aws:iam::${hubAccount}:oidc-provider/${issuer}`;

/**
 * The `sub` claim, in both of GitHub's formats: by names, and (repositories made after mid-2026) by names with immutable ids.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export function subjects({ owner, name, ids }: Repository, context: string): string[] {
  const byName = `repo:${owner}/${name}:${context}`;
  return ids === undefined ? [byName] : [byName, `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${context}`];
}

const mainRef = 'refs/heads/main';

/** Only one token fits: claims that identify the repository by id, the branch and the workflow file join the subject. */
function claims(
  landscape: Landscape,
  context: string,
  more: { ref?: string; workflows?: readonly string[] },
): Condition {
  const { repository } = landscape;
  const { owner, name, ids } = repository;
  const called = (file: string) => `${owner}/${name}/.github/workflows/${file}@${mainRef}`;
  return {
    StringEquals: {
      [`${issuer}:aud`]: audience,
      [`${issuer}:sub`]: subjects(repository, context),
      ...(ids === undefined ? {} : { [`${issuer}:repository_id`]: ids.repository }),
      ...(more.ref === undefined ? {} : { [`${issuer}:ref`]: more.ref }),
      ...(more.workflows === undefined ? {} : { [`${issuer}:job_workflow_ref`]: more.workflows.map(called) }),
    },
  };
}

function federated(landscape: Landscape, condition: Condition): TrustDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'GitHubActions',
        Effect: 'Allow',
        Principal: { Federated: oidcProviderArn(hubOf(landscape).account) },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: condition,
      },
    ],
  };
}

/** Trust of the entry roles in the hub. `environment:NAME` alone says nothing about branch or workflow, so those are required too. */
export const entryTrust = {
  preview: (landscape: Landscape) => federated(landscape, claims(landscape, 'pull_request', {})),
  observe: (landscape: Landscape) => federated(landscape, claims(landscape, `ref:${mainRef}`, { ref: mainRef })),
  release: (landscape: Landscape) =>
    federated(landscape, claims(landscape, `ref:${mainRef}`, { ref: mainRef, workflows: landscape.workflows.release })),
  deploy: (landscape: Landscape, environment: string) =>
    federated(
      landscape,
      claims(landscape, `environment:${environment}`, { ref: mainRef, workflows: landscape.workflows.deploy }),
    ),
};

/** Trust of a spoke role: the named entry roles of the hub, and nobody else. */
export function spokeTrust(hubAccount: string, purposes: readonly string[]): TrustDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EntryRoles',
        Effect: 'Allow',
        Principal: { AWS: purposes.map((it) => `arn:aws:iam::${hubAccount}:role/${bootstrapNames.entryRole(it)}`) },
        Action: 'sts:AssumeRole',
      },
    ],
  };
}
