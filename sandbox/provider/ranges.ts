/** The real provider's own bounds of single values, for APIs whose models have none. */
import type { Inputs } from './resourceType.ts';

type Problem = readonly [property: string, reason: string];

export function outOfRange(
  inputs: Inputs,
  ranges: Readonly<Record<string, readonly [from: number, to: number]>>,
): Problem[] {
  return Object.entries(ranges).flatMap(([property, [from, to]]): Problem[] => {
    const value = inputs[property];
    if (typeof value !== 'number' || (value >= from && value <= to)) return [];
    return [[property, `expected ${property} to be in the range (${from} - ${to}), got ${value}`]];
  });
}

export function notOneOf(inputs: Inputs, choices: Readonly<Record<string, readonly string[]>>): Problem[] {
  return Object.entries(choices).flatMap(([property, allowed]): Problem[] => {
    const value = inputs[property];
    if (typeof value !== 'string' || allowed.includes(value)) return [];
    return [[property, `expected ${property} to be one of ${JSON.stringify(allowed)}, got ${value}`]];
  });
}
