import type { RawProperties, RawResource } from '../engine/rawObservation.ts';
import type { Normalise } from './placeholders.ts';
import { references } from './propertyRules.ts';

/** Replaces in a resource what is the value of another resource by that resource's name, in all looks alike. */
export type Refer = (resource: RawResource) => RawResource;

export function referring(all: readonly RawResource[], naming: Normalise): Refer {
  const rules = Object.entries(references);
  const known = new Map<string, string>();
  for (const { type, name, stateOutputs } of all) {
    for (const [, { of }] of rules) {
      if (of.type !== type || stateOutputs === null) continue;
      const key = keyOf(type, stateOutputs[of.name], stateOutputs[of.property]);
      known.set(key, `\${${type}/${naming(name)}.${of.property}}`);
    }
  }
  return (resource) => {
    const rule = references[resource.type];
    if (rule === undefined) return resource;
    const { property, named, of } = rule;
    const replaced = <T extends RawProperties | null>(fields: T): T => {
      const token = fields === null ? undefined : known.get(keyOf(of.type, fields[named], fields[property]));
      return token === undefined ? fields : { ...fields, [property]: token };
    };
    return inEveryLook(resource, replaced);
  };
}

function inEveryLook(resource: RawResource, change: <T extends RawProperties | null>(fields: T) => T): RawResource {
  const { live, programInputs, stateInputs, stateOutputs } = resource;
  return {
    ...resource,
    programInputs: change(programInputs),
    stateInputs: change(stateInputs),
    stateOutputs: change(stateOutputs),
    live: live.status === 'present' ? { ...live, inputs: change(live.inputs), outputs: change(live.outputs) } : live,
  };
}

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);
