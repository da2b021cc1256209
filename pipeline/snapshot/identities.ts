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
  const found = resources.map((each) => ({ each, ids: each.id?.match(pattern) ?? [] }));
  // Whole ids first: an association's id is made of the ids of two others.
  for (const { each, ids } of found) for (const id of ids) if (id === each.id) add(id, `\${${label(each)}}`);
  for (const { each, ids } of found) for (const id of ids) add(id, `\${${label(each)}}`);
  for (const each of resources) {
    for (const property of propertiesOfType(each.type)?.computed ?? ['arn']) {
      const text = each.stateOutputs?.[property];
      if (typeof text !== 'string') continue;
      for (const id of text.match(pattern) ?? []) add(id, `\${${label(each)}.${property}}`);
    }
  }
  return identities;
}
