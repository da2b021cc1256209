import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { marker, memory, readMemory, startsWithMarker } from '../../../pipeline/publish/marker.ts';
import { codeBlock, plainText, shortened } from '../../../pipeline/publish/text.ts';

test('R22: whatever is remembered comes back, and cannot end the comment that hides it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, before) => {
      const hidden = memory(value);
      expect(hidden.indexOf('-->')).toBe(hidden.length - 3);
      expect(readMemory(`${before.replaceAll('<', '')}\n${hidden}\n`)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('R22: markers of different keys differ, and of the same key are equal whatever the order', () => {
  expect(marker('drift', { target: 'prod', baseline: 'staging' })).toBe(
    marker('drift', { baseline: 'staging', target: 'prod' }),
  );
  const one = marker('drift', { target: 'prod' });
  expect(startsWithMarker(`${one}\ntext`, marker('drift', { target: 'prod-eu' }))).toBe(false);
  expect(startsWithMarker(`quoted: ${one}`, one)).toBe(false);
});

test('R22: a damaged memory is none', () => {
  for (const text of ['', null, undefined, '<!-- payments-gitops:memory {', '<!-- payments-gitops:memory {] -->']) {
    expect(readMemory(text)).toBeNull();
  }
});

test('R20: no text can leave its code block', () => {
  const hostile = fc
    .array(fc.constantFrom('`', '``', '```', '~~~', '\n', '</details>', '@octo', 'x'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(hostile, (text) => {
      const [first = '', ...rest] = codeBlock(text).split('\n');
      expect(first).toMatch(/^`{3,}$/);
      expect(rest.pop()).toBe(first);
      expect(rest.some((line) => line.trim().startsWith(first))).toBe(false);
    }),
  );
});

test('R20: nothing turns the direction of reading or hides', () => {
  expect(plainText('a\u202eb\u200bc\u0007d\r\ne\tf')).toBe('a\ufffdb\ufffdc\ufffdd\ne\tf');
});

test('R20: a shortened text keeps the limit and says what is missing', () => {
  expect(shortened('x'.repeat(100), 100)).toHaveLength(100);
  const cut = shortened('x'.repeat(1000), 100);
  expect(cut.length).toBeLessThanOrEqual(100);
  expect(cut).toMatch(/… 900 characters more$/);
});
