import type { RawResource } from '../engine/rawObservation.ts';
import { generatedIds, type Normalise } from './placeholders.ts';
import { propertiesOfType } from './propertyRules.ts';

/**
 * Which of our resources stands behind an id that AWS made up, as `${type/name}`, or `${type/name.property}` for an id that
 * only appears in its outputs (the prefix list of an endpoint).
 */
export function identitiesOf(resources: readonly RawResource[], naming: Normalise): ReadonlyMap<string, string> {
  const identities = new Map<string, string>();
  const add = (id: string, token: string): void => {
    if (!identities.has(id)) identities.set(id, token);
  };
  const label = ({ type, name }: RawResource): string => `${type}/${naming(name)}`;
  const pattern = new RegExp(generatedIds.source, 'g');
  // Whole ids first: an association's id is made of the ids of two others.
  for (const each of resources) {
    if (each.id !== null && each.id.match(pattern)?.[0] === each.id) add(each.id, `\${${label(each)}}`);
  }
  for (const each of resources) {
    for (const id of each.id?.match(pattern) ?? []) add(id, `\${${label(each)}}`);
  }
  for (const each of resources) {
    for (const [property, text] of computedTexts(each)) {
      for (const id of text.match(pattern) ?? []) add(id, `\${${label(each)}.${property}}`);
    }
  }
  return identities;
}

function computedTexts({ type, stateOutputs }: RawResource): readonly (readonly [string, string])[] {
  if (stateOutputs === null) return [];
  const computed = propertiesOfType(type)?.computed ?? ['arn'];
  return computed.flatMap((property) => {
    const value = stateOutputs[property];
    return typeof value === 'string' ? [[property, value] as const] : [];
  });
}
