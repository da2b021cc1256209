import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { entryRoles } from '../../../infra/bootstrap/roles.ts';
import { repositoryOutputs, type Repository } from '../../../infra/bootstrap/landscape.ts';
import {
  repositoryInWords,
  settleRepository,
  storedRepository,
  type RepositoryWish,
} from '../../../pipeline/bootstrap/storedRepository.ts';
import { trustChanges } from '../../../pipeline/bootstrap/trustChanges.ts';
import { encode } from '../../../pipeline/store/documentStore.ts';
import { FolderStore } from '../../../pipeline/store/folder.ts';
import { landscape } from './landscape.ts';

const clone = (name: string | null, more: Partial<RepositoryWish> = {}): RepositoryWish => ({
  ...{ name, nameIsGiven: false, idsAreGiven: false },
  ...more,
});
const stored = { name: 'acme/payments', ids: '7001/9001' };
const kept = { owner: 'acme', name: 'payments', ids: { owner: '7001', repository: '9001' } };
const given = (name: string, ids?: string) =>
  clone(name, { nameIsGiven: true, ...(ids === undefined ? {} : { ids, idsAreGiven: true }) });

describe('running bootstrap again', () => {
  test.each([
    ['says nothing of ids', clone('acme/payments')],
    ['is from a clone without a remote', clone(null)],
    ['names the same repository', given('acme/payments')],
    ['asks GitHub, which knows the same ids', clone('acme/payments', { ids: '7001/9001' })],
  ])('R21: keeps repository and ids when the run %s', (_, wish) => {
    expect(settleRepository(wish, stored)).toEqual(kept);
  });

  test("R21: from a personal fork's clone is refused, with what is stored, what was found, and the flag", () => {
    expect(() => settleRepository(clone('mallory/payments', { ids: '1/2' }), stored)).toThrow(
      expect.objectContaining({
        exitCode: 64,
        message: expect.stringMatching(/acme\/payments with the ids 7001\/9001.*came from mallory\/payments/),
        advice: expect.stringMatching(/--repository acme\/payments.*--repository mallory\/payments --repository-ids/),
      }),
    );
  });

  test.each([
    ['another repository is named, and nobody says its ids', given('acme/renamed'), /nothing says the ids of acme\/renamed/],
    ['GitHub knows a re-created repository', clone('acme/payments', { ids: '7001/9002' }), /has the ids 7001\/9002/],
  ])('R21: is refused where %s', (_, wish, message) => {
    expect(() => settleRepository(wish, stored)).toThrow(
      expect.objectContaining({ exitCode: 64, message: expect.stringMatching(message), advice: expect.stringContaining('--repository-ids') }),
    );
  }); // prettier-ignore

  test('R21: changes repository and ids for whoever names both, and takes ids that were not known before', () => {
    expect(settleRepository(given('acme/renamed', '7001/9001'), stored)).toEqual({ ...kept, name: 'renamed' });
    expect(settleRepository(given('acme/payments', 'none'), stored)).toEqual({ owner: 'acme', name: 'payments' });
    expect(settleRepository(clone('acme/payments', { ids: '7001/9001' }), { ...stored, ids: '' })).toEqual(kept);
  });

  test('R11: the first time it is the clone, and without one the question is asked', () => {
    expect(settleRepository(clone('acme/payments', { ids: '7001/9001' }), null)).toEqual(kept);
    expect(() => settleRepository(clone(null), null)).toThrow('which repository may deploy?');
  });
});

describe('what is stored', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'stored-'))));
  afterEach(() => rm(folder, { recursive: true }));

  test('R36: is read from the state of a run that died, without asking the account', async () => {
    const outputs = repositoryOutputs(landscape.repository);
    const stack = { urn: 'urn:pulumi:bootstrap-prod::payments::pulumi:pulumi:Stack::s', type: 'pulumi:pulumi:Stack', outputs };
    const state = { version: 3, checkpoint: { latest: { resources: [stack] } } };
    await new FolderStore(folder).create('.pulumi/stacks/payments/bootstrap-prod.json', encode(state));
    const nobody = () => Promise.reject(new Error('the account was asked'));
    const surroundings = { stateBackend: 's3://none' } as never;
    expect(await storedRepository({ landscape, folder, surroundings, administrator: nobody })).toEqual(stored);
  }); // prettier-ignore
});

describe('the plan says who may come in then', () => {
  const trustOf = (repository: Repository) => JSON.stringify(entryRoles({ ...landscape, repository })[0]?.trust);
  const change = (before: string, after: string) => [
    {
      ...{ urn: '', type: 'aws:iam/role:Role', name: 'payments-entry-preview', operation: 'update' as const, properties: {} },
      ...{ oldInputs: { assumeRolePolicy: before }, newInputs: { assumeRolePolicy: after } },
    },
  ]; // prettier-ignore
  const withoutIds = { owner: 'acme', name: 'payments' };
  const claim = (name: string) => `payments-entry-preview %s token.actions.githubusercontent.com:${name}`;

  test('R21: in words, when ids are no longer asked for', () => {
    const lines = trustChanges(change(trustOf(kept), trustOf(withoutIds)));
    expect([...lines].sort()).toEqual([
      `${claim('sub').replace('%s', 'asks for')}: repo:acme/payments:pull_request (was repo:acme/payments:pull_request or repo:acme@7001/payments@9001:pull_request)`,
      `${claim('repository_id').replace('%s', 'no longer asks for')} (was 9001)`,
    ]);
  });

  test('R21: in words, when a statement comes, and not when IAM gives the same back in another order', () => {
    const one = JSON.parse(trustOf(kept)) as { Statement: readonly unknown[] };
    const anybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    const more = JSON.stringify({ ...one, Statement: [anybody, ...one.Statement] });
    expect(trustChanges(change(more, trustOf(kept)))).toEqual([
      'payments-entry-preview no longer opens to the caller: *, the effect: Allow',
    ]);
    const subjects = /"(repo:[^"]*)","(repo:[^"]*)"/;
    expect(trustChanges(change(trustOf(kept), trustOf(kept).replace(subjects, '"$2","$1"')))).toEqual([]);
  });

  test('R21: and for which repository, with a warning where its ids are not known', () => {
    expect(repositoryInWords(kept)).toBe('acme/payments with the ids 7001/9001');
    expect(repositoryInWords(withoutIds)).toContain('by name alone: one re-created under it could enter');
  });
});
