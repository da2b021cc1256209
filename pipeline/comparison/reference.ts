import { isWithin } from '../snapshot/propertyPath.ts';

/** Whether a rule's `TYPE/NAME` (the name may end in `*`) means this resource. */
export function matchesResource(reference: string, resource: string): boolean {
  return reference.endsWith('*') ? resource.startsWith(reference.slice(0, -1)) : reference === resource;
}

/** Whether a rule about a property means a difference at this path; about no property, it means the whole resource. */
export const matchesProperty = (property: string | undefined, path: string): boolean =>
  property === undefined || isWithin(path, property);
