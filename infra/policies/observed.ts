/** Resource inputs as the engine sends them to a policy pack, where a preview does not know every value yet. */
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';

type Properties = Readonly<Record<string, unknown>>;

/** A rule looked at a value that is only known once the update has made what it comes from. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
}

/** The engine's marks, one per kind of value (sdk/go/common/resource/plugin/rpc.go of pulumi/pulumi). */
const unknownMarks = new Set([
  '04da6b54-80e4-46f7-96ec-b56ff0331ba9',
  '1c4a061d-8072-4f0a-a4cb-0ff528b18fe7',
  '3eeb2bf0-c639-47a8-9e75-3b44932eb421',
  '6a19a0b0-7e62-4c92-b797-7f8e31da9cc2',
  '030794c1-ac77-496b-92df-f27374a8bd58',
  'e48ece36-62e2-4504-bad9-02848725956a',
  'dd056dcd-154b-4c76-9bd3-c8f88648b5ff',
]);
const signatureKey = '4dabf18193072939515e22adb298388d';
const wrappers = new Set(['1b47061264138c4ac30d75fd1eb44270', 'd0e6a833031e9bbcd3f4e8bde6ca49a4']);

/** Reading a value that is not known yet throws `NotKnownYet`, so that no rule takes the mark for the value. */
export function observed(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : (watched(unwrapped(struct.toJavaScript())) as Properties);
}

/** Secrets and outputs are wrapped: a rule looks at the value inside. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Properties;
  if (wrappers.has(String(fields[signatureKey]))) return unwrapped(fields['value'] ?? [...unknownMarks][0]);
  return Object.fromEntries(Object.entries(fields).map(([key, item]) => [key, unwrapped(item)]));
}

function watched(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key, receiver) {
      const item: unknown = Reflect.get(target, key, receiver);
      if (typeof item === 'string' && unknownMarks.has(item)) throw new NotKnownYet(String(key));
      return watched(item);
    },
  });
}
