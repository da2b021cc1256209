import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { landscape } from './landscape.ts';
import { laptopProfiles } from '../../../pipeline/bootstrap/laptop.ts';
import { parseRepository, repositoryOfRemote } from '../../../pipeline/bootstrap/repository.ts';

describe('the repository whose workflows may enter', () => {
  test.each([
    ['acme/payments', { owner: 'acme', name: 'payments' }],
    ['Acme-Corp/pay.ments_2', { owner: 'Acme-Corp', name: 'pay.ments_2' }],
    ['octo_acme/x', { owner: 'octo_acme', name: 'x' }],
  ])('R21: %s is taken as it is written', (text, expected) => expect(parseRepository(text)).toEqual(expected));

  test.each([
    '', 'acme', 'acme/', '/payments', 'acme/payments/x', 'acme/*', '*/payments', 'acme/pay?ments', 'acme/pay:ments', '-acme/x',
    'acme-/x', 'ac--me/x', 'acme/..', 'acme/.', 'acme/pay ments', 'acme/${aws:x}', `${'a'.repeat(40)}/x`, 'ácme/x', 'acme/x\n',
    'acme@7/payments@9',
  ])('R21: %j is refused: it would be no name of GitHub, or more than one', (text) => {
    expect(() => parseRepository(text)).toThrow(expect.objectContaining({ name: 'ConfigurationError', exitCode: 64 }));
  }); // prettier-ignore

  test('R21: whatever is accepted holds nothing that IAM or a subject reads as more than a letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (owner, name) => {
        try {
          const parsed = parseRepository(`${owner}/${name}`);
          expect(`${parsed.owner}/${parsed.name}`).toMatch(/^[\w-]+\/[\w.-]+$/);
        } catch (error) {
          expect(error).toMatchObject({ name: 'ConfigurationError' });
        }
      }),
    );
  });

  test('R21: ids are two numbers or none', () => {
    expect(parseRepository('acme/payments', '7001/9001').ids).toEqual({ owner: '7001', repository: '9001' });
    for (const ids of ['', '7001', '7001/', 'a/b', '0/1', '1/2/3', '1/*']) {
      expect(() => parseRepository('acme/payments', ids)).toThrow(/expected OWNER-ID\/REPOSITORY-ID/);
    }
  });

  test.each([
    ['https://github.com/acme/payments.git', 'acme/payments'],
    ['https://github.com/acme/payments', 'acme/payments'],
    ['https://token@github.example.com/acme/pay.ments.git', 'acme/pay.ments'],
    ['git@github.com:acme/payments.git\n', 'acme/payments'],
    ['ssh://git@github.example.com:2222/acme/payments.git', 'acme/payments'],
    ['', null],
    ['/srv/git/payments.git', null],
    ['https://github.com/payments', null],
  ])('R21: the remote %j is of %s', (remote, expected) => expect(repositoryOfRemote(remote)).toBe(expected));
});

test('R15: a laptop gets its two entry roles and one profile an account, with nothing secret in it', () => {
  const text = laptopProfiles(landscape);
  expect(text.match(/^\[profile .*\]$/gm)).toEqual([
    '[profile payments]',
    '[profile payments-sso]',
    '[profile payments-break-glass]',
    '[profile payments-break-glass-sso]',
    '[profile payments-dev-admin]',
    '[profile payments-staging-admin]',
    '[profile payments-prod-admin]',
  ]);
  expect(text).toMatch(/sso_account_id = 222222222222\nsso_role_name = YOUR-PERMISSION-SET\nregion = us-west-2/);
  expect(text).toContain(
    '[profile payments]\nrole_arn = arn:aws:iam::333333333333:role/payments-entry-person\nsource_profile = payments-sso\n',
  );
  expect(text).toMatch(
    /\[profile payments-break-glass-sso\][^[]*sso_account_id = 333333333333\nsso_role_name = PaymentsBreakGlass\n/,
  );
  expect(text).not.toMatch(/aws_secret|aws_access/);
});
