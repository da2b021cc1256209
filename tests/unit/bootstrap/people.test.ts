import { describe, expect, test } from '@jest/globals';

import { deployedBy } from '../../../infra/bootstrap/people.ts';
import { providerActions } from '../../../infra/bootstrap/providerActions.ts';
import { personRoles } from '../../../infra/bootstrap/roles.ts';
import { decide, mayAssume } from './evaluator.ts';
import { landscape, prod, role } from './landscape.ts';

const reserved = (account: string, name: string, path = '') =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${path}AWSReservedSSO_${name}`;

/** Written by hand: who may come in, and as what. */
const callers: readonly (readonly [principal: string, opens: readonly string[]])[] = [
  [reserved('333333333333', 'PaymentsPerson_0123456789abcdef'), ['payments-entry-person']],
  [reserved('333333333333', 'PaymentsPerson_0123456789abcdef', 'eu-west-1/'), ['payments-entry-person']],
  [reserved('333333333333', 'PaymentsBreakGlass_0123456789abcdef', 'eu-west-1/'), ['payments-entry-break-glass']],
  [reserved('111111111111', 'PaymentsPerson_0123456789abcdef'), []],
  [reserved('333333333333', 'PaymentsPerson'), []],
  [reserved('333333333333', 'PaymentsPersonnel_0123456789abcdef'), []],
  [reserved('333333333333', 'AdministratorAccess_0123456789abcdef'), []],
  ['arn:aws:iam::333333333333:role/AWSReservedSSO_PaymentsBreakGlass_0123456789abcdef', []],
  ['arn:aws:iam::333333333333:role/payments-entry-deploy-prod', []],
  ['arn:aws:iam::333333333333:user/AWSReservedSSO_PaymentsBreakGlass_0123456789abcdef', []],
  ['arn:aws:iam::333333333333:root', []],
];

const bucket = 'arn:aws:s3:::payments-state-333333333333';
const spoke = (account: string, name: string) => `arn:aws:iam::${account}:role/payments-spoke-${name}`;

function may(purpose: string, action: string, resource: string): boolean {
  return decide(Object.values(role(`payments-entry-${purpose}`).policies), { action, resource }) === 'allowed';
}

const contextOf = (principal: string) => ({ 'aws:PrincipalArn': principal, 'aws:RequestedRegion': 'eu-west-1' });

describe('entry roles of people', () => {
  test.each(callers)('R15 R21: %s opens exactly %j', (principal, opens) => {
    const opened = personRoles(landscape).filter(({ trust }) =>
      mayAssume(trust, { principal, action: 'sts:AssumeRole', context: contextOf(principal) }),
    );
    expect(opened.map(({ name }) => name)).toEqual(opens);
  });

  test.each(callers)(
    'R15: %s opens nothing through the STS of another region, where nobody hears of it',
    (principal) => {
      const context = { ...contextOf(principal), 'aws:RequestedRegion': 'us-east-1' };
      const opened = personRoles(landscape).filter(({ trust }) =>
        mayAssume(trust, { principal, action: 'sts:AssumeRole', context }),
      );
      expect(opened).toEqual([]);
    },
  );

  test('R15 R21: a token of GitHub opens none of them', () => {
    for (const { trust } of personRoles(landscape))
      expect(trust.Statement.map(({ Action }) => Action)).toEqual(['sts:AssumeRole']);
  });

  test('R15: everybody reads everywhere, and deploys to dev only without breaking glass', () => {
    const accounts = landscape.environments.map(({ account }) => account);
    const reached = (purpose: string, name: string) =>
      accounts.filter((account) => may(purpose, 'sts:AssumeRole', spoke(account, name)));
    expect([reached('person', 'read'), reached('break-glass', 'read')]).toEqual([accounts, accounts]);
    expect([reached('person', 'deploy'), reached('person', 'smoke')]).toEqual([['111111111111'], ['111111111111']]);
    expect(reached('break-glass', 'deploy')).toEqual(['222222222222', '333333333333']);
  });

  test('R6 R15: state is written by whoever deploys there, and never removed with its bucket', () => {
    const writes = (purpose: string) =>
      ['dev', 'staging', 'prod'].filter((it) =>
        may(purpose, 's3:PutObject', `${bucket}/.pulumi/stacks/payments/${it}.json`),
      );
    expect([writes('person'), writes('break-glass')]).toEqual([['dev'], ['staging', 'prod']]);
    for (const purpose of ['person', 'break-glass']) {
      expect(may(purpose, 's3:GetObject', `${bucket}/.pulumi/stacks/payments/prod.json`)).toBe(true);
      expect(may(purpose, 's3:PutObject', `${bucket}/releases/x/release.json`)).toBe(true);
      for (const action of ['s3:PutBucketPolicy', 's3:DeleteBucket', 's3:DeleteObjectVersion'])
        expect(decide(Object.values(role(`payments-entry-${purpose}`).policies), { action, resource: bucket })).toBe(
          'denied',
        );
    }
  });

  test('R41: whoever takes an environment down may delete all that the program makes, and an administrator may not become that role', () => {
    const deletes = [...new Set(Object.values(providerActions).flatMap((actions) => actions.delete))];
    expect(deletes.length).toBeGreaterThan(20);
    for (const place of landscape.environments) {
      const deploy = role('payments-spoke-deploy', place.account);
      const opens = (principal: string) => mayAssume(deploy.trust, { principal, action: 'sts:AssumeRole' });
      const purpose = deployedBy(place);
      expect([purpose, may(purpose, 'sts:AssumeRole', spoke(place.account, 'deploy'))]).toEqual([purpose, true]);
      expect(opens(`arn:aws:iam::333333333333:role/payments-entry-${purpose}`)).toBe(true);
      expect(opens(`arn:aws:iam::${place.account}:role/Administrator`)).toBe(false);
      const statements = Object.values(deploy.policies).flatMap(({ Statement }) => Statement);
      const granted = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
      expect(deletes.filter((action) => !granted.includes(action))).toEqual([]);
    }
  });

  test('R11: they stand in the hub', () => {
    expect(new Set(personRoles(landscape).map(({ account }) => account))).toEqual(new Set([prod.account]));
  });
});
