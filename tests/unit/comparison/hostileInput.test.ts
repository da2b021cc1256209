/** What nobody should send, and somebody will: a clear error or a right report, never a crash and never in sync. */
import { expect, test } from '@jest/globals';
import { renderTerminal } from '../../../pipeline/report/terminal.ts';
import { prod } from '../snapshot/rawPayments.ts';
import { about, compared, inAccount, observed, ours, theOne, type Alter } from './observed.ts';

test('R33: state of another stack is refused, whichever resource shows it', () => {
  const foreign: Alter = (raw) => ({
    ...raw,
    resources: raw.resources.map((each, index) =>
      index === 3 ? { ...each, urn: each.urn.replace('urn:pulumi:prod::', 'urn:pulumi:other::') } : each,
    ),
  });
  expect(() => observed(prod, foreign)).toThrow('holds a resource of another stack: urn:pulumi:other::');
});

test('R33: state of another program is refused, because nothing in it can be compared', () => {
  const foreign: Alter = (raw) => ({
    ...raw,
    resources: raw.resources.map((each) => ({ ...each, urn: each.urn.replace('::payments::', '::shop::') })),
  });
  expect(() => compared({ prod: foreign })).toThrow('the observations are of different projects: payments, shop');
});

test('R33: an environment without any resource is unknown, and never in sync', () => {
  const { verdict, findings } = compared({ prod: about({ resources: [] }) });
  expect(verdict).toBe('unknown');
  expect(findings.map(({ reason }) => reason).join()).toContain('there was nothing to observe');
});

test.each(['платежи', '支払い', 'مدفوعات', 'ürün-€', '💳', 'constructor', '__proto__'])(
  'R33: a tag with a name in any script is found: %s',
  (name) => {
    const tags = Object.fromEntries([[name, name]]);
    const report = compared({
      prod: inAccount(ours.table, (each) => ({ ...each, tags: { ...(each['tags'] as object), ...tags } })),
    });
    const { change, actual } = theOne(report);
    expect(change).toBe('added');
    expect(JSON.stringify(actual)).toContain(`:"${name}"`);
    expect(renderTerminal(report, { colour: false })).toContain('tags');
  },
);
