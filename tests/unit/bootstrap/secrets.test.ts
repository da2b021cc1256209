import { expect, test } from '@jest/globals';

import { decide } from './evaluator.ts';
import { prod, role } from './landscape.ts';

const key = `arn:aws:kms:eu-west-1:${prod.account}:key/1`;
const alias = ['alias/payments-state-333333333333'];

/** Which stacks' secrets an entry role decrypts (d) and encrypts (e); written by hand. */
test.each([
  ['preview', 'dev:d staging:d prod:d'],
  ['observe', 'dev:d staging:d prod:d'],
  ['release', ''],
  ['deploy-dev', 'dev:de'],
  ['deploy-staging', 'dev:d staging:de'],
  ['deploy-prod', 'staging:d prod:de'],
])('R6: %s reads secrets of its own stack and of the one below (%s)', (purpose, expected) => {
  const policies = Object.values(role(`payments-entry-${purpose}`).policies);
  const may = (action: string, stack: string, aliases = alias) =>
    decide(policies, {
      action,
      resource: key,
      context: { 'kms:ResourceAliases': aliases, 'kms:EncryptionContext:stack': stack },
    }) === 'allowed';
  const row = ['dev', 'staging', 'prod'].flatMap((stack) => {
    const letters = [may('kms:Decrypt', stack) ? 'd' : '', may('kms:Encrypt', stack) ? 'e' : ''].join('');
    return letters === '' ? [] : [`${stack}:${letters}`];
  });
  expect(row.join(' ')).toBe(expected);
  expect(may('kms:Decrypt', 'dev', ['alias/other'])).toBe(false);
});
