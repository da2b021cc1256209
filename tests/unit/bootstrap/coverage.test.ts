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

  test('R21: what a run used counts for the account in which it was used, and for no other', () => {
    const action = 'dynamodb:CreateTable';
    const used = coverage(landscape, [{ account: '111111111111', action }]).filter((row) => row.used);
    expect(used.map(({ role, account }) => [role, account])).toEqual([['payments-spoke-deploy', '111111111111']]);
  });

  test('R21: each file that is named as a caller makes that call', () => {
    const wrong = Object.entries(pipelineActions).filter(([action, caller]) => {
      if (caller.startsWith('https://')) return false;
      const call = action.split(':')[1] ?? '';
      const file = join('pipeline', caller);
      return (
        !existsSync(file) || !new RegExp(`\\b(${call}Command|paginate${call})\\(`).test(readFileSync(file, 'utf8'))
      );
    });
    expect(wrong).toEqual([]);
  });

  test('R21: the pipeline names no action that no role has', () => {
    const granted = new Set(rows.map(({ action }) => action));
    expect(Object.keys(pipelineActions).filter((action) => !granted.has(action))).toEqual([]);
  });
});
