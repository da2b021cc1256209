/** From what the program wrote to what is recorded as inputs: names, defaults, default tags, and everything that is wrong. */
import { automaticName } from './autoname.ts';
import { isObject } from './inputValues.ts';
import { unknownValue, type Inputs, type ResourceType } from './resourceType.ts';
import { containsUnknown } from './wire.ts';

export interface CheckArguments {
  readonly resourceName: string;
  readonly randomSeed: Uint8Array;
  /** Inputs in state; empty for a new resource and for a replacement. */
  readonly olds: Inputs;
  readonly news: Inputs;
  /** Of the provider instance. */
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly region: string;
}

export interface Checked {
  readonly inputs: Inputs;
  readonly failures: readonly (readonly [property: string, reason: string])[];
}

export function check(type: ResourceType, given: CheckArguments): Checked {
  const written = Object.fromEntries(
    Object.entries(given.news).filter(([name, value]) => name !== defaulted && value !== undefined && value !== null),
  );
  const filled = { ...(type.defaults ?? {}), ...autonamed(type, given, written) };
  const missing = Object.keys(filled).filter((name) => !(name in written));
  const inputs = placed(type, given, { ...filled, ...written });
  const failures = [...wrongNames(type, written), ...(type.check?.(inputs) ?? [])];
  // The engine and the bridge of the real provider keep this list; it never counts as a difference.
  return { inputs: { ...inputs, [defaulted]: missing.sort() }, failures };
}

/** Names the inputs that the program left to the provider, in the same property as the real provider does. */
export const defaulted = '__defaults';

function autonamed(type: ResourceType, given: CheckArguments, written: Inputs): Inputs {
  const rule = type.autoname;
  if (rule === undefined || rule.property in written) return {};
  const before = given.olds[defaulted];
  const wasAutomatic = Array.isArray(before) && before.includes(rule.property);
  if (wasAutomatic) return { [rule.property]: given.olds[rule.property] };
  return { [rule.property]: automaticName({ ...given, rule, inputs: written }) };
}

/**
 * The real provider writes two properties while it checks: what a resource shall carry once its default tags are added
 * (pulumi-aws, provider/tags.go), which makes a default tag that somebody removed by hand a difference like any other, and
 * where it is (provider/region.go).
 */
function placed(type: ResourceType, given: CheckArguments, inputs: Inputs): Inputs {
  const { tags } = inputs;
  const tagsAll = containsUnknown(tags) ? unknownValue : { ...given.defaultTags, ...(isObject(tags) ? tags : {}) };
  return {
    ...inputs,
    ...(isTaggable(type) ? { tagsAll } : {}),
    ...(isGlobal(type) ? {} : { region: inputs['region'] ?? given.region }),
  };
}

export const isTaggable = (type: ResourceType): boolean => type.computed.includes('tagsAll');

/** Types without a `region` property: the service is the same everywhere. */
export const isGlobal = (type: ResourceType): boolean => type.token.startsWith('aws:iam/');

const ownProperties = ['region', 'tagsAll'];

function wrongNames(type: ResourceType, written: Inputs): [string, string][] {
  const missing = type.required
    .filter((name) => !(name in written))
    .map((name): [string, string] => [name, `Missing required property '${name}'`]);
  const served = type.served;
  if (served === undefined) return missing;
  const strangers = Object.keys(written).filter((name) => !ownProperties.includes(name) && !served.includes(name));
  return [
    ...missing,
    ...strangers.map((name): [string, string] => [
      name,
      `the sandbox's provider does not serve '${name}' of ${type.token}`,
    ]),
  ];
}
