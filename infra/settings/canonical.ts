import type { Settings } from './schema.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * The settings as the stack exports them under `configuration`: plain JSON with keys in order, absent values left out, so
 * that equal settings are equal text.
 */
export function canonicalConfiguration(settings: Settings): { readonly [key: string]: Plain } {
  return ordered(settings) as { readonly [key: string]: Plain };
}

function ordered(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value as Plain;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(byKey).map(([key, item]) => [key, ordered(item)]));
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1;
}
