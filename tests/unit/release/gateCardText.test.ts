import { describe, expect, test } from '@jest/globals';
import type { GateCard } from '../../../pipeline/release/gateCard.ts';
import { cardSections } from '../../../pipeline/release/gateCardText.ts';

const card = (overrides: Partial<GateCard> = {}): GateCard => ({
  environment: 'prod',
  release: 'a'.repeat(64),
  madeAt: '2026-03-02T12:00:00.000Z',
  plan: { fingerprint: 'f'.repeat(64), summary: '1 to replace', lines: ['± queue'] },
  difference: ['new: create topic'],
  reviewedAt: '2026-03-02T11:15:00.000Z',
  losses: ['ingest keeps messages for 60 seconds only'],
  widenings: ['role payments-prod-fn may now dynamodb:DeleteItem'],
  parity: {
    baseline: 'staging',
    opens: ['Queue ingest'],
    closes: ['Topic told'],
    alters: ['Alarm errors'],
    unknown: 2,
  },
  overwritten: ['ingest delaySeconds changed'],
  below: {
    environment: 'staging',
    verifiedAt: '2026-03-02T09:00:00.000Z',
    soakMinutes: 60,
    alarms: ['staging-errors'],
  },
  missing: ['staging has run it for 3 of 60 minutes'],
  overridden: ['prod is frozen'],
  ...overrides,
});
const titles = (of: GateCard) => cardSections(of).map(({ title }) => title);
const linesOf = (of: GateCard, title: RegExp) => cardSections(of).find((each) => title.test(each.title))?.lines;

describe('the gate card as text', () => {
  test('R35: tells what stops it and what becomes wider before what merely changes', () => {
    expect(titles(card())).toEqual([
      'Not yet',
      'Passed over as an emergency',
      'Data that is lost',
      'Access that becomes wider',
      'Since the review 45 min ago',
      'Plan ffffffffffff: 1 to replace',
      'Changes behind the pipeline that would be overwritten',
      'Parity with staging',
      'Below: staging',
    ]);
  });

  test('R35: says that nothing becomes wider, and that nothing changed since the review, instead of saying nothing', () => {
    const quiet = card({ widenings: [], difference: [], missing: [], overridden: [], overwritten: [] });
    expect(titles(quiet)).not.toContain('Not yet');
    expect(linesOf(quiet, /wider/)).toEqual(['nothing becomes wider']);
    expect(linesOf(quiet, /Since the review/)).toEqual(['nothing']);
    expect(linesOf(quiet, /overwritten/)).toEqual(['none']);
  });

  test('R33 R35: never shows what nobody looked at as in order', () => {
    const unseen = card({
      difference: null,
      reviewedAt: null,
      overwritten: null,
      below: { environment: 'staging', soakMinutes: 60, alarms: null, verifiedAt: null },
    });
    expect(linesOf(unseen, /Since the review/)).toEqual([expect.stringMatching(/^no reviewed plan is at hand/)]);
    expect(linesOf(unseen, /overwritten/)).toEqual(['nobody looked']);
    expect(linesOf(unseen, /Below/)).toEqual(['not verified there', 'alarms were not asked']);
  });

  test.each([
    ['2026-03-02T12:00:00.000Z', '0 min'],
    ['2026-03-02T10:01:00.000Z', '119 min'],
    ['2026-03-02T07:00:00.000Z', '5 h'],
    ['2026-02-23T12:00:00.000Z', '7 days'],
    ['2026-03-02T13:00:00.000Z', '0 min'],
  ])('R35: tells the age of a review of %s as %s', (reviewedAt, age) => {
    expect(titles(card({ reviewedAt }))).toContain(`Since the review ${age} ago`);
  });

  test('R31 R35: names what parity opens, closes and alters', () => {
    expect(linesOf(card(), /Parity/)).toEqual([
      'opens: Queue ingest',
      'alters: Alarm errors',
      'closes: Topic told',
      'values known only after the update: 2',
    ]);
  });
});
