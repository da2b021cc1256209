import { describe, expect, test } from '@jest/globals';
import type { Settings } from '../../../infra/settings.ts';
import { EngineError } from '../../../pipeline/errors.ts';
import { requireApproved, requireIndependent } from '../../../pipeline/release/approval.ts';
import { configuration, openGate } from './records.ts';

const settings = (gate: Partial<Settings['gate']>): Settings => ({
  ...configuration.hub,
  gate: { ...openGate, ...gate },
});
const separate = settings({ separationOfDuties: true });

describe('separation of duties', () => {
  test.each([
    ['the same address', 'ada@example.com', 'ada@example.com'],
    ['the same login in another case', 'Ada-Lovelace', 'ada-lovelace'],
    ['an address in another case', 'Ada@Example.com', 'ada@example.COM'],
    ['a login, and the address that GitHub gives its user', '1234+ada@users.noreply.github.com', 'ada'],
    ['the older form of that address', 'ada@users.noreply.github.com', 'Ada'],
    ['the address that a GitHub of your own gives', '7+ada@users.noreply.github.example.com', 'ada'],
    ['the address beside another login', 'al <Ada@example.com>', 'ada <ada@example.com>'],
    ['the login beside another address', 'ada <ada@example.com>', 'ada'],
  ])('R41 R43: refuses an approver who wrote a commit, by %s', (_name, author, approver) => {
    const authors = ['else@example.com', author];
    const attempt = () => requireIndependent(separate, { authors, approvers: ['other', approver] });
    expect(attempt).toThrow(EngineError);
    expect(attempt).toThrow(`${approver} wrote a commit of this release and cannot approve it for prod`);
  });

  test.each([
    ['somebody else', 'ada <ada@example.com>', 'grace'],
    ['a login that only begins alike', '1234+ada-lovelace@users.noreply.github.com', 'ada'],
    ['another address of the same name', 'ada <ada@example.com>', 'grace <grace@example.com>'],
    ['the number of an account', '1234+ada@users.noreply.github.com', '1234'],
  ])('R41: accepts %s', (_name, author, approver) => {
    expect(() => requireIndependent(separate, { authors: [author], approvers: [approver] })).not.toThrow();
  });

  test.each([
    ['nobody knows an author', [], 'grace', 'nobody can tell who wrote this release'],
    ['an author is known by address only', ['jane@example.com'], 'jane', 'whether jane is jane@example.com'],
    ['an author is known by login only', ['jane'], 'jane@example.com', 'whether jane@example.com is jane'],
    ['one of several is', ['ada', 'jane@example.com'], 'grace', 'whether grace is jane@example.com'],
  ])('R41 R43: fails closed when %s', (_name, authors, approver, said) => {
    const attempt = () => requireIndependent(separate, { authors, approvers: [approver] });
    expect(attempt).toThrow(EngineError);
    expect(attempt).toThrow(said);
  });

  test('R41: is asked for by the settings alone, and of those who approved', () => {
    expect(() => requireIndependent(settings({}), { authors: ['ada'], approvers: ['ada'] })).not.toThrow();
    expect(() => requireIndependent(separate, { authors: [], approvers: [] })).not.toThrow();
  });
});

describe('approval', () => {
  const asked = settings({ requireApproval: true });

  test('R43: fails closed when nobody approved', () => {
    expect(() => requireApproved(asked, [])).toThrow('prod asks for approval, and nobody approved');
  });

  test('R43: is given by one person, and is not needed where nobody asks for it', () => {
    expect(() => requireApproved(asked, ['grace'])).not.toThrow();
    expect(() => requireApproved(settings({}), [])).not.toThrow();
  });
});
