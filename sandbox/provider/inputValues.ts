/** Reads single inputs, whose types the engine does not know: a value of another kind (or not known yet) reads as absent. */
import type { Inputs } from './resourceType.ts';

export function textOf(inputs: Inputs, property: string): string | undefined {
  const value = inputs[property];
  return typeof value === 'string' ? value : undefined;
}

/** For properties that the type declares as required, so that the engine has checked them already. */
export function requiredText(inputs: Inputs, property: string): string {
  const value = textOf(inputs, property);
  if (value === undefined) throw new TypeError(`${property}: expected a text, got ${typeof inputs[property]}`);
  return value;
}

export function textsOf(inputs: Inputs, property: string): string[] | undefined {
  const value = inputs[property];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

export function flagOf(inputs: Inputs, property: string): boolean | undefined {
  const value = inputs[property];
  return typeof value === 'boolean' ? value : undefined;
}

export function numberOf(inputs: Inputs, property: string): number | undefined {
  const value = inputs[property];
  return typeof value === 'number' ? value : undefined;
}

export function objectOf(inputs: Inputs, property: string): Inputs | undefined {
  const value = inputs[property];
  return isObject(value) ? value : undefined;
}

export function objectsOf(inputs: Inputs, property: string): Inputs[] | undefined {
  const value = inputs[property];
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

export function isObject(value: unknown): value is Inputs {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same properties without those that have no value: what is absent stays absent in state. */
export function present(properties: Inputs): Inputs {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined && value !== null));
}
