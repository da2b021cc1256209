/** Properties that the emulator cannot hold: refused before anything is sent, so that nothing seems to be set that is not. */
import type { Inputs } from './resourceType.ts';

type Reason = readonly [property: string, reason: string];

export function unsupported(inputs: Inputs, properties: readonly string[], neutral: Inputs = {}): Reason[] {
  return properties
    .filter((property) => inputs[property] !== undefined && inputs[property] !== null)
    .filter((property) => inputs[property] !== neutral[property])
    .map((property) => [property, 'the sandbox cannot hold this property; it can only be used on AWS']);
}
