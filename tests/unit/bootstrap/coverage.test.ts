import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pipelineActions } from '../../../infra/bootstrap/pipelineActions.ts';
import { allRoles } from '../../../infra/bootstrap/roles.ts';
import { coverage, unexplained } from '../../../pipeline/bootstrap/coverage.ts';
import { landscape } from './landscape.ts';

const rows = coverage(landscape, []);

describe('who needs each permission', () => {
  test('R21: no role has a permission that neither the provider nor the pipeline needs', () => {
    expect(unexplained(rows)).toEqual([]);
    expect(new Set(rows.map(({ role, account }) => `${role} ${account}`)).size).toBe(allRoles(landscape).length);
  });

  test('R21: a permission that only writing needs has no reason in a role that reads, or in an entry role', () => {
    const of = (role: string, action: string) => rows.find((row) => row.role === role && row.action === action);
    expect(of('payments-spoke-deploy', 'lambda:CreateFunction')?.provider).toEqual([
      'aws:lambda/function:Function: lambda/function.go',
    ]);
    expect(of('payments-spoke-read', 'lambda:CreateFunction')).toBeUndefined();
    expect(of('payments-entry-preview', 'kms:Decrypt')?.provider).toEqual([]);
  });

  test('R21: what a run used counts for the role and the account in which it was used, and for no other', () => {
    const call = { account: '111111111111', role: 'payments-spoke-read', action: 'dynamodb:DescribeTable' };
    const used = (more: { account?: string; role?: string | null }) =>
      coverage(landscape, [{ ...call, ...more }])
        .filter((row) => row.used)
        .map(({ role, account }) => [role, account]);
    expect(used({})).toEqual([['payments-spoke-read', '111111111111']]);
    expect(used({ role: 'payments-spoke-deploy' })).toEqual([['payments-spoke-deploy', '111111111111']]);
    expect(used({ role: null })).toEqual([]);
    expect(used({ account: '444444444444' })).toEqual([]);
  });

  test('R21: what one role needs is no reason for another one to have it', () => {
    const of = (role: string, action: string) =>
      rows.find((row) => row.role === role && row.action === action)?.pipeline;
    expect(of('payments-spoke-operate', 'sqs:SendMessage')).toBe('account/redrive.ts');
    expect(of('payments-spoke-smoke', 'sqs:SendMessage')).toBe('account/smokePayment.ts');
    const named = (role: string, action: string) =>
      pipelineActions.some(({ roles, actions }) => roles.test(role) && action in actions);
    for (const action of ['lambda:InvokeFunction', 'sqs:ReceiveMessage', 'dynamodb:GetItem'])
      for (const role of ['payments-spoke-deploy', 'payments-spoke-read', 'payments-entry-deploy-prod'])
        expect([action, role, named(role, action)]).toEqual([action, role, false]);
  });

  test('R21: each file that is named as a caller makes that call', () => {
    const calls = pipelineActions.flatMap(({ actions }) => Object.entries(actions));
    const wrong = calls.filter(([action, caller]) => {
      if (caller.startsWith('https://')) return false;
      const call = action.split(':')[1] ?? '';
      const file = join('pipeline', caller);
      return (
        !existsSync(file) || !new RegExp(`\\b(${call}Command|paginate${call})\\(`).test(readFileSync(file, 'utf8'))
      );
    });
    expect(wrong).toEqual([]);
  });

  test('R21: the pipeline names no action that the roles it calls in do not have', () => {
    for (const { roles, actions } of pipelineActions) {
      const names = new Set(rows.map(({ role }) => role).filter((role) => roles.test(role)));
      expect(names.size).toBeGreaterThan(0);
      for (const name of names) {
        const granted = new Set(rows.filter(({ role }) => role === name).map(({ action }) => action));
        const without = Object.keys(actions).filter((action) => !granted.has(action));
        expect([name, without]).toEqual([name, []]);
      }
    }
  });
});
