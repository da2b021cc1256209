/**
 * Property values on the wire: protobuf structs, with the engine's marks for what is not known yet in a preview.
 * The marks are Pulumi's (sdk/go/common/resource/plugin/rpc.go), one per kind of value.
 */
import struct from 'google-protobuf/google/protobuf/struct_pb.js';

import { unknownValue, type Inputs } from './resourceType.ts';

type WireValue = struct.JavaScriptValue;

const unknownMark = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const unknownMarks = new Set([
  unknownMark,
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);

/** What the engine sent. No struct at all reads as no properties. */
export function decode(properties: struct.Struct | undefined): Inputs {
  return properties === undefined ? {} : (decodeValue(properties.toJavaScript()) as Inputs);
}

export function encode(properties: Inputs): struct.Struct {
  return struct.Struct.fromJavaScript(encodeObject(properties));
}

function decodeValue(value: unknown): unknown {
  if (typeof value === 'string') return unknownMarks.has(value) ? unknownValue : value;
  if (Array.isArray(value)) return value.map(decodeValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeValue(item)]));
}

function encodeObject(properties: object): Record<string, WireValue> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, encodeValue(value)]),
  );
}

function encodeValue(value: unknown): WireValue {
  if (value === unknownValue) return unknownMark;
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(encodeValue);
  if (typeof value === 'object') return encodeObject(value);
  throw new TypeError(`a property value of type ${typeof value} cannot be sent to the engine`);
}

/** True when the value, or anything inside it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(containsUnknown);
}
