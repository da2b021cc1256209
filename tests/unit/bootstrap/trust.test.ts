import { describe, expect, test } from '@jest/globals';

import { entryRoles, spokeRoles } from '../../../infra/bootstrap/roles.ts';
import { hubOf } from '../../../infra/bootstrap/landscape.ts';
import { subjects } from '../../../infra/bootstrap/trust.ts';
import { dev, landscape, prod, role, staging } from './landscape.ts';

const key = (claim: string) => `token.actions.githubusercontent.com:${claim}`;
const called = (file: string) => `acme/payments/.github/workflows/${file}@refs/heads/main`;

describe('trust of the entry roles', () => {
  const conditions = Object.fromEntries(
    entryRoles(landscape).map(({ name, trust }) => [name, trust.Statement.map(({ Condition }) => Condition)]),
  );
  const common = { [key('aud')]: 'sts.amazonaws.com', [key('repository_id')]: '9001' };
  const main = { [key('ref')]: 'refs/heads/main' };
  const deploy = (environment: string) => [
    {
      StringEquals: {
        ...common,
        ...main,
        [key('sub')]: [
          `repo:acme/payments:environment:${environment}`,
          `repo:acme@7001/payments@9001:environment:${environment}`,
        ],
        [key('job_workflow_ref')]: [called('promote-environment.yml')],
      },
    },
  ];
  const onMain = ['repo:acme/payments:ref:refs/heads/main', 'repo:acme@7001/payments@9001:ref:refs/heads/main'];

  test('R21: each entry role opens to exactly these claims and no others', () => {
    expect(conditions).toEqual({
      'payments-entry-preview': [
        {
          StringEquals: {
            ...common,
            [key('sub')]: ['repo:acme/payments:pull_request', 'repo:acme@7001/payments@9001:pull_request'],
          },
        },
      ],
      'payments-entry-observe': [{ StringEquals: { ...common, ...main, [key('sub')]: onMain } }],
      'payments-entry-release': [
        {
          StringEquals: {
            ...common,
            ...main,
            [key('sub')]: onMain,
            [key('job_workflow_ref')]: [called('promote.yml')],
          },
        },
      ],
      'payments-entry-deploy-dev': deploy('dev'),
      'payments-entry-deploy-staging': deploy('staging'),
      'payments-entry-deploy-prod': deploy('prod'),
    });
  });

  test('R21: a repository whose ids are not known is trusted by name, and no id is required', () => {
    const { owner, name } = landscape.repository;
    const [preview] = entryRoles({ ...landscape, repository: { owner, name } });
    expect(preview?.trust.Statement[0]?.Condition).toEqual({
      StringEquals: { [key('aud')]: 'sts.amazonaws.com', [key('sub')]: ['repo:acme/payments:pull_request'] },
    });
    expect(subjects({ owner, name }, 'pull_request')).toEqual(['repo:acme/payments:pull_request']);
  });

  test('R11: entry roles stand in the account of the highest environment', () => {
    expect(hubOf(landscape)).toBe(prod);
    expect(new Set(entryRoles(landscape).map(({ account }) => account))).toEqual(new Set([prod.account]));
  });
});

describe('trust of the roles that GitHub uses', () => {
  test('R21: no principal and no claim holds a wildcard, and nobody but the named principals is let in', () => {
    const spokes = landscape.environments.flatMap((place) => spokeRoles(landscape, place));
    for (const { trust } of [...entryRoles(landscape), ...spokes])
      expect(JSON.stringify(trust)).not.toMatch(/[*?]|:root"|StringLike|ForAllValues|IfExists/);
  });

  // The gate above asks for alarms, so its role reads what is below it and nothing else.
  const readers: Readonly<Record<string, readonly string[]>> = {
    dev: ['deploy-dev', 'deploy-staging'],
    staging: ['deploy-staging', 'deploy-prod'],
    prod: ['deploy-prod'],
  };

  test.each([dev, staging, prod])(
    'R11 R15: the spokes of $environment open to their entry roles in the hub alone',
    (place) => {
      const { environment, account } = place;
      const entry = (purpose: string) => `arn:aws:iam::333333333333:role/payments-entry-${purpose}`;
      const byHand = environment === 'dev' ? 'person' : 'break-glass';
      const deployers = [`deploy-${environment}`, byHand].map(entry);
      const trusted = (name: string) =>
        role(name, account).trust.Statement.map(({ Principal, Action }) => [Action, Principal]);
      for (const spoke of ['deploy', 'smoke']) {
        expect(trusted(`payments-spoke-${spoke}`)).toEqual([['sts:AssumeRole', { AWS: deployers }]]);
      }
      // It reads dead letters and calls the function, which no workflow does.
      expect(trusted('payments-spoke-operate')).toEqual([['sts:AssumeRole', { AWS: [entry(byHand)] }]]);
      // Code of a pull request reads the program's resources, and not the identities or the state bucket.
      expect(trusted('payments-spoke-inspect')).toEqual([
        ['sts:AssumeRole', { AWS: ['observe', 'person', 'break-glass'].map(entry) }],
      ]);
      expect(trusted('payments-spoke-read')).toEqual([
        [
          'sts:AssumeRole',
          { AWS: ['preview', 'observe', 'person', 'break-glass', ...(readers[environment] ?? [])].map(entry) },
        ],
      ]);
    },
  );

  test('R11: two highest environments, or none, are refused instead of guessed', () => {
    expect(() => hubOf({ environments: [dev, staging, { ...prod, promotesFrom: 'dev' }] })).toThrow(/exactly one/);
    expect(() => hubOf({ environments: [{ ...dev, promotesFrom: 'dev' }] })).toThrow(/exactly one/);
  });
});
