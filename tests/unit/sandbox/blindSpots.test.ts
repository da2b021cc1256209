import { expect, test } from '@jest/globals';

import { blindSpots } from '../../../sandbox/blindSpots.ts';

test('R33: the committed list of blind spots is read, and each says type, path and reason', () => {
  const listed = blindSpots();
  expect(listed.length).toBeGreaterThan(0);
  expect(new Set(listed.map(({ type, path }) => `${type} ${path}`)).size).toBe(listed.length);
});

test.each([
  '[{"type":"aws:sqs/queue:Queue","path":"x"}]',
  '[{"type":"Queue","path":"x","reason":"long enough"}]',
  '{}',
])('R33: a list that is not what it should be (%s) is an error, not an empty list', (text) => {
  expect(() => blindSpots(text)).toThrow(/blindSpots\.json/);
});
