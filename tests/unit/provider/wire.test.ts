import { describe, expect, test } from '@jest/globals';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { unknownValue } from '../../../sandbox/provider/resourceType.ts';
import { containsUnknown, decode, encode } from '../../../sandbox/provider/wire.ts';

describe('R37: values between the engine and the provider', () => {
  test.each([
    ['a text', '04da6b54-80e4-46f7-96ec-b56ff0331ba9'],
    ['a truth value', '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7'],
    ['a number', '3eeb2bf0-c639-47a8-9e75-3b44932eb421'],
    ['a list', '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2'],
    ['an asset', '030794c1-ac77-496b-92df-f27374a8bd58'],
    ['an archive', 'e48ece36-62e2-4504-bad9-02848725956a'],
    ['an object', 'dd056dcd-154b-4c76-9bd3-c8f88648b5ff'],
  ])('R37: %s that is not known yet reads as unknown, also deep inside', (_kind, mark) => {
    const sent = struct.Struct.fromJavaScript({ top: mark, list: [{ inner: mark }] });
    expect(decode(sent)).toEqual({ top: unknownValue, list: [{ inner: unknownValue }] });
  });

  test('R37: what is known survives the way there and back', () => {
    const values = {
      text: 'x',
      number: 1.5,
      flag: false,
      nothing: null,
      list: [1, ['a']],
      block: { 'a.b': { c: '' } },
    };
    expect(decode(encode(values))).toEqual(values);
  });

  test('R37: an unknown value goes back as unknown, and what is absent stays absent', () => {
    const back = encode({ arn: unknownValue, gone: undefined, list: [unknownValue] }).toJavaScript();
    const mark = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    expect(back).toEqual({ arn: mark, list: [mark] });
  });

  test('R37: no struct reads as no properties, and what cannot be sent is an error', () => {
    expect(decode(undefined)).toEqual({});
    expect(() => encode({ call: () => 1 })).toThrow('function');
  });

  test('R37: an unknown value is found wherever it is', () => {
    expect(containsUnknown({ a: [{ b: unknownValue }] })).toBe(true);
    expect(containsUnknown({ a: [{ b: 'known' }, null] })).toBe(false);
  });
});
