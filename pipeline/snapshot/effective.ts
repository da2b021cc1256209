import type { RawProperties, RawResource } from '../engine/rawObservation.ts';
import type { Properties, Value } from './observation.ts';
import { isFields } from './policy.ts';
import { isProviderOnly, ruleOf, rulesOfType, type PropertyRule } from './propertyRules.ts';
import { sameValue } from './sameValue.ts';
import { canonicalValue, unknownValue, type ValueContext } from './values.ts';

/** The three looks at one resource, in canonical form and comparable with each other. */
export interface Views {
  readonly program: Properties | null;
  readonly state: Properties | null;
  /** Null unless the account was seen to have it. */
  readonly live: Properties | null;
}

/**
 * Outputs count, restricted to what a program can set, because a refresh fills them completely, while it fills inputs only for
 * what the program set; inputs stand in where the provider keeps no output.
 */
export function viewsOf(resource: RawResource, context: ValueContext): Views {
  const { programInputs, stateInputs, stateOutputs, live } = resource;
  const view = (inputs: RawProperties, outputs: RawProperties | null): Properties =>
    effective(resource, inputs, outputs, context);
  const state = stateInputs === null ? null : view(stateInputs, stateOutputs);
  const program = programInputs === null ? null : programView(resource, programInputs, state, view);
  if (live.status !== 'present' || state === null) return { program, state, live: null };
  const unchanged = sameValue(live.outputs, stateOutputs) && sameValue(live.inputs, stateInputs);
  return { program, state, live: unchanged ? state : withProviderOnly(view(live.inputs, live.outputs), state) };
}

function effective(
  resource: RawResource,
  inputs: RawProperties,
  outputs: RawProperties | null,
  context: ValueContext,
): Properties {
  const result: Record<string, Value> = {};
  for (const rule of rulesOfType(resource.type) ?? openProperties(resource, inputs, outputs)) {
    const { property } = rule;
    if (rule.countsOnlyWhenSet && !isSet(resource, property)) continue;
    const raw = rule.isProviderOnly ? inputs[property] : (outputs?.[property] ?? inputs[property]);
    const value = raw === undefined ? undefined : canonicalValue(raw, property, context);
    const filled = value ?? rule.whenUnset;
    if (filled !== undefined && filled !== null) result[property] = filled;
  }
  return result;
}

const isSet = ({ programInputs, stateInputs }: RawResource, property: string): boolean =>
  programInputs?.[property] !== undefined || stateInputs?.[property] !== undefined;

/** Of a type that no table knows everything counts, except what merely identifies it. */
function openProperties(
  { id, type }: RawResource,
  inputs: RawProperties,
  outputs: RawProperties | null,
): readonly PropertyRule[] {
  const names = new Set([...Object.keys(inputs), ...Object.keys(outputs ?? {})]);
  const identifies = (name: string): boolean =>
    !(name in inputs) && (/^(?:id|urn|ownerId|tagsAll)$|^arn$|Arn$/.test(name) || outputs?.[name] === id);
  return [...names]
    .filter((name) => !identifies(name))
    .sort()
    .map((name) => ruleOf(type, name));
}

function withProviderOnly(live: Properties, state: Properties): Properties {
  const kept = Object.entries(state).filter(([property]) => isProviderOnly(property));
  const seen = Object.entries(live).filter(([property]) => !isProviderOnly(property));
  return Object.fromEntries([...kept, ...seen].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What the program wants, told as state with the program's changes made to it: state also holds what AWS filled in, and a
 * program that says nothing about that does not ask for its absence.
 */
function programView(
  { stateInputs }: RawResource,
  programInputs: RawProperties,
  state: Properties | null,
  view: (inputs: RawProperties, outputs: null) => Properties,
): Properties {
  if (state === null || stateInputs === null) return view(programInputs, null);
  if (sameValue(programInputs, stateInputs)) return state;
  return overlay(view(programInputs, null), view(stateInputs, null), state) as Properties;
}

function overlay(wanted: Value | undefined, recorded: Value | undefined, state: Value | undefined): Value | undefined {
  if (sameValue(wanted, recorded)) return state;
  if (wanted === unknownValue) return state ?? wanted;
  if (!isFields(wanted) || !isFields(recorded) || !isFields(state)) return wanted;
  const result: Record<string, Value> = {};
  for (const key of [...new Set([...Object.keys(wanted), ...Object.keys(recorded), ...Object.keys(state)])].sort()) {
    const value = overlay(wanted[key], recorded[key], state[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}
