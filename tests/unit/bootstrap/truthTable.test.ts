import { describe, expect, test } from '@jest/globals';

import type { Landscape } from '../../../infra/bootstrap/landscape.ts';
import { entryRoles } from '../../../infra/bootstrap/roles.ts';
import { issuer, oidcProviderArn } from '../../../infra/bootstrap/trust.ts';
import { mayAssume } from './evaluator.ts';
import { landscape } from './landscape.ts';

/** What GitHub puts into a token; null means that the claim is missing. */
interface Claims {
  readonly aud: string | null;
  readonly sub: string | null;
  readonly ref: string | null;
  readonly repository_id: string | null;
  readonly job_workflow_ref: string | null;
  readonly event_name: string | null;
}

const file = (name: string, repository = 'acme/payments', ref = 'refs/heads/main') =>
  `${repository}/.github/workflows/${name}@${ref}`;

const right = { aud: 'sts.amazonaws.com', repository_id: '9001' } as const;
const withIds = landscape;
/** As bootstrap makes it at first: GitHub has not been asked for the numbers. */
const withoutIds: Landscape = { ...landscape, repository: { owner: 'acme', name: 'payments' } };
const main = 'refs/heads/main';

/** Written by hand: the only tokens each role is for. `ref` null: any. `job_workflow_ref` null: any. */
const intended: Readonly<
  Record<string, { contexts: string; ref: string | null; workflows: readonly string[] | null }>
> = {
  'payments-entry-preview': { contexts: 'pull_request', ref: null, workflows: null },
  'payments-entry-observe': { contexts: 'ref:refs/heads/main', ref: main, workflows: null },
  'payments-entry-release': { contexts: 'ref:refs/heads/main', ref: main, workflows: [file('promote.yml')] },
  'payments-entry-deploy-dev': {
    contexts: 'environment:dev',
    ref: main,
    workflows: [file('promote-environment.yml')],
  },
  'payments-entry-deploy-staging': {
    contexts: 'environment:staging',
    ref: main,
    workflows: [file('promote-environment.yml')],
  },
  'payments-entry-deploy-prod': {
    contexts: 'environment:prod',
    ref: main,
    workflows: [file('promote-environment.yml')],
  },
};

/** Written by hand: which repositories are ours. By name alone nobody asks for ids, and the format with ids is not known. */
const ours = {
  'with ids': { subjects: ['repo:acme/payments:', 'repo:acme@7001/payments@9001:'], ids: ['9001'] },
  'without ids': { subjects: ['repo:acme/payments:'], ids: ['9001', '9002', null] },
} as const;
type Knowledge = keyof typeof ours;

const contexts = [
  'pull_request', 'ref:refs/heads/main', 'ref:refs/heads/main2', 'ref:refs/tags/main', 'ref:refs/heads/feature/main',
  'environment:dev', 'environment:staging', 'environment:prod', 'environment:production', 'environment:Prod', 'environment:prod:x',
]; // prettier-ignore

/** Ours in both formats; a fork, a renamed and a re-created repository, other owners, other case, a prefix, a wildcard. */
const repositories = [
  'acme/payments', 'acme@7001/payments@9001', 'mallory/payments', 'acme/payments-fork', 'acme/payment', 'Acme/Payments',
  'acme@7001/payments@9002', 'acme@7002/payments@9001', 'acme@7001/renamed@9001', 'acme/*', 'xacme/payments',
]; // prettier-ignore

const subjects = [null, '', ...repositories.flatMap((it) => contexts.map((context) => `repo:${it}:${context}`))];

const refs = ['refs/heads/main', 'refs/heads/feature', 'refs/pull/7/merge', 'refs/tags/main', null];
const workflows = [
  file('promote.yml'), file('promote-environment.yml'), file('preview.yml'), file('promote-environment.yml', 'acme/payments', 'refs/heads/feature'), file('promote.yml', 'mallory/payments'),
  file('promote.yml', 'acme/payments', 'refs/heads/feature'), null,
]; // prettier-ignore
const ids = ['9001', '9002', null];
const audiences = ['sts.amazonaws.com', 'https://github.com/acme', null];
/** AWS has no condition for it: that `pull_request_target` or a comment opens nothing more must follow from the rest. */
const events = ['push', 'pull_request_target', 'issue_comment'];

function* claimSets(): Generator<Claims> {
  for (const sub of subjects)
    for (const ref of refs)
      for (const job_workflow_ref of workflows)
        for (const repository_id of ids)
          for (const aud of audiences)
            for (const event_name of events) yield { aud, sub, ref, repository_id, job_workflow_ref, event_name };
}

function expected(knowledge: Knowledge, role: string, claims: Claims): boolean {
  const row = intended[role];
  if (row === undefined) throw new Error(`no expectation for ${role}`);
  return (
    claims.aud === right.aud &&
    (ours[knowledge].ids as readonly (string | null)[]).includes(claims.repository_id) &&
    ours[knowledge].subjects.some((subject) => claims.sub === `${subject}${row.contexts}`) &&
    (row.ref === null || claims.ref === row.ref) &&
    (row.workflows === null || row.workflows.includes(claims.job_workflow_ref ?? ''))
  );
}

const contextOf = (claims: Claims) =>
  Object.fromEntries(
    Object.entries(claims).flatMap(([claim, value]) =>
      value === null ? [] : [[`${issuer}:${claim}`, value as string]],
    ),
  );

describe('truth table of the entry roles', () => {
  const all = [...claimSets()].map((claims) => [claims, contextOf(claims)] as const);

  const rows = Object.entries({ 'with ids': withIds, 'without ids': withoutIds } as const).flatMap(
    ([knowledge, made]) => entryRoles(made).map(({ name, trust }) => [knowledge as Knowledge, name, trust] as const),
  );

  test.each(rows)(
    'R21: of all generated tokens, for a repository %s, exactly the intended ones open %s',
    (knowledge, name, trust) => {
      const principal = oidcProviderArn('333333333333');
      const wrong = all.filter(
        ([claims, context]) =>
          mayAssume(trust, { principal, action: 'sts:AssumeRoleWithWebIdentity', context }) !==
          expected(knowledge, name, claims),
      );
      expect(wrong.map(([claims]) => claims)).toEqual([]);
      expect(all.some(([claims]) => expected(knowledge, name, claims))).toBe(true);
    },
  );

  test('R21: the table holds at least five hundred tokens', () => {
    expect(all.length).toBeGreaterThan(500);
    expect(
      entryRoles(landscape)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(intended).sort());
  });

  test('R21: a token of another issuer opens nothing, whatever it claims', () => {
    const context = {
      [`${issuer}:aud`]: right.aud,
      [`${issuer}:sub`]: 'repo:acme/payments:pull_request',
      [`${issuer}:repository_id`]: '9001',
    };
    for (const { trust } of entryRoles(landscape)) {
      const principal = 'arn:aws:iam::333333333333:oidc-provider/mallory.example.com';
      expect(mayAssume(trust, { principal, action: 'sts:AssumeRoleWithWebIdentity', context })).toBe(false);
    }
  });
});
