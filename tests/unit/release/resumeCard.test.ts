import { describe, expect, test } from '@jest/globals';
import type { EngineEvent } from '../../../pipeline/engine/events.ts';
import { cardLines, Tracker } from '../../../pipeline/release/resumeCard.ts';
import { change, urn } from './plans.ts';

const type = 'aws:sqs/queue:Queue';
const event = (kind: 'resourcePreEvent' | 'resOutputsEvent', op: string, name: string, of = type): EngineEvent => ({
  sequence: 1,
  timestamp: 1,
  [kind]: { metadata: { op, urn: urn(of, name), type: of } },
});
const begun = (op: string, name: string, of = type) => event('resourcePreEvent', op, name, of);
const ended = (op: string, name: string, of = type) => event('resOutputsEvent', op, name, of);

function tracker(): Tracker {
  const of = new Tracker('prod', 'a'.repeat(64));
  of.enter('updating');
  of.plan([
    change('one', { operation: 'create' }),
    change('two'),
    change('three', { operation: 'delete' }),
    change('four', { operation: 'same' }),
  ]);
  return of;
}

describe('the card of a deployment that stopped', () => {
  test('R36: before the first change nothing is done or in doubt, and the same command goes on', () => {
    expect(tracker().card()).toEqual({
      ...{ environment: 'prod', release: 'a'.repeat(64), step: 'updating', done: [], unknown: [] },
      notDone: ['create Queue one', 'update Queue two', 'delete Queue three'],
      command: 'npm run promote',
      recoverFirst: false,
    });
  });

  test('R36: tells done, under way and not begun apart, and sends to recovery while something is in doubt', () => {
    const of = tracker();
    for (const each of [begun('create', 'one'), ended('create', 'one'), begun('update', 'two')]) of.follow(each);
    expect(of.card()).toMatchObject({
      done: ['create Queue one'],
      unknown: ['update Queue two'],
      notDone: ['delete Queue three'],
      command: 'npm run recover -- prod',
      recoverFirst: true,
    });
  });

  test('R36: is empty of work when all of it was done', () => {
    const of = tracker();
    for (const [op, name] of [
      ['create', 'one'],
      ['update', 'two'],
      ['delete', 'three'],
    ] as const) {
      of.follow(begun(op, name));
      of.follow(ended(op, name));
    }
    expect(of.card()).toMatchObject({ unknown: [], notDone: [], command: 'npm run promote' });
    expect(of.card().done).toHaveLength(3);
  });

  test('R36: counts reading, unchanged resources, providers and the stack as no work', () => {
    const of = tracker();
    of.follow(begun('same', 'four'));
    of.follow(begun('read', 'four'));
    of.follow(begun('create', 'provider', 'pulumi:providers:aws'));
    of.follow(begun('create', 'stack', 'pulumi:pulumi:Stack'));
    of.follow(ended('same', 'four'));
    expect(of.card()).toMatchObject({ done: [], unknown: [] });
  });

  test('R36: reads as lines, the command last', () => {
    const of = tracker();
    of.follow(begun('create', 'one'));
    expect(cardLines(of.card())).toEqual([
      'prod stopped at: updating',
      'under way, may be done or not (1):',
      '  create Queue one',
      'not begun (2):',
      '  update Queue two',
      '  delete Queue three',
      'continue with: npm run recover -- prod',
    ]);
  });

  test('R36: is a picture of its moment', () => {
    const of = tracker();
    const card = of.card();
    of.follow(begun('create', 'one'));
    of.follow(ended('create', 'one'));
    expect(card.done).toEqual([]);
  });
});
