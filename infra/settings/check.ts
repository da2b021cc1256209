import type { z } from 'zod';
import { preflightRules } from './preflight.ts';
import { environmentName, settingsSchema, type Settings } from './schema.ts';

export interface SettingsProblem {
  /** Where: the key, and inside lists and mappings the indices and keys below it. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export type SettingsCheck =
  | { readonly valid: true; readonly settings: Settings }
  | { readonly valid: false; readonly problems: readonly SettingsProblem[] };

/** Checks one environment's raw settings (keys without `payments:`) and reports every problem at once. */
export function checkSettings(environment: string, raw: Readonly<Record<string, unknown>>): SettingsCheck {
  const parsed = settingsSchema.safeParse(raw);
  const problems = [
    ...nameProblems(environment),
    ...(parsed.error?.issues ?? []).flatMap((issue) => describe(issue, raw)),
    ...preflight(environment, raw),
  ];
  return parsed.success && problems.length === 0
    ? { valid: true, settings: { environment, ...parsed.data } }
    : { valid: false, problems };
}

/** Like `checkSettings`; throws an Error with one line for each problem. */
export function parseSettings(environment: string, raw: Readonly<Record<string, unknown>>): Settings {
  const check = checkSettings(environment, raw);
  if (check.valid) return check.settings;
  throw new Error(check.problems.map(({ path, message }) => `payments:${path.join('.')}: ${message}`).join('\n'));
}

function nameProblems(environment: string): SettingsProblem[] {
  if (environmentName.test(environment)) return [];
  return [
    { path: [], message: `expected an environment name of 2 to 16 small letters and digits, got "${environment}"` },
  ];
}

function describe(issue: z.core.$ZodIssue, raw: unknown): SettingsProblem[] {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => ({ path: [...path, key], message: `unknown key${suggestion(key, known)}` }));
  }
  const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], raw);
  return [{ path, message: `expected ${issue.message}, ${value === undefined ? 'but it is missing' : got(value)}` }];
}

function got(value: unknown): string {
  const isSecret = typeof value === 'object' && value !== null && 'secure' in value;
  return isSecret ? 'got a secret: settings are read by pull requests and hold none' : `got ${JSON.stringify(value)}`;
}

function preflight(environment: string, raw: Readonly<Record<string, unknown>>): SettingsProblem[] {
  const valid = validPart(environment, raw);
  return preflightRules.flatMap(({ key, needs, check }) => {
    if (![key, ...needs].every((needed) => needed in valid)) return [];
    const message = check(valid as Settings);
    return message === undefined ? [] : [{ path: [key], message }];
  });
}

/** The settings that are valid by themselves, so that one mistake does not hide what is wrong between the others. */
function validPart(environment: string, raw: Readonly<Record<string, unknown>>): Partial<Settings> {
  const values = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const parsed = (schema as z.ZodType).safeParse(raw[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return { environment, ...Object.fromEntries(values) };
}

function knownKeys(path: readonly (string | number)[]): string[] {
  const schema = path.reduce<unknown>((at, key) => inner(at, key), settingsSchema);
  return Object.keys((schema as { shape?: object }).shape ?? {});
}

function inner(schema: unknown, key: string | number): unknown {
  const { def, shape } = schema as { def: { type: string; innerType?: unknown; element?: unknown }; shape?: object };
  if (def.innerType !== undefined) return inner(def.innerType, key);
  return typeof key === 'number' ? def.element : (shape as Record<string, unknown>)[key];
}

/** ", did you mean ...?" when a known key is at most a third of its letters away. */
export function suggestion(key: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distance(key.toLowerCase(), candidate.toLowerCase()) }))
    .filter((match) => match.distance <= Math.max(2, match.candidate.length / 3))
    .sort((left, right) => left.distance - right.distance);
  return best === undefined ? '' : `, did you mean ${best.candidate}?`;
}

/** Levenshtein: insertions, deletions and replacements between two words. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
