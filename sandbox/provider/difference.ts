/**
 * What changes between two sets of inputs, property by property, as the engine wants to hear it. Follows the Terraform SDK
 * where it decides differences: an absent value and an empty one (`""`, 0, false, [], {}) are the same unless AWS fills the
 * property in, and then leaving it out is never a difference.
 */
import { assetHash, isAsset } from './assets.ts';
import { covers, parse, render, ruleName, startsWith, type Path } from './propertyPath.ts';
import { unknownValue, type Inputs, type ResourceType } from './resourceType.ts';

export type ChangeKind = 'add' | 'delete' | 'update';

export interface Change {
  readonly path: Path;
  /** `path` in the engine's notation. */
  readonly property: string;
  readonly kind: ChangeKind;
  readonly replaces: boolean;
}

export type Rules = Pick<ResourceType, 'replaceOn' | 'optionalComputed' | 'equal' | 'sets' | 'replaces'>;

/** `ignored`: paths in the engine's notation whose changes do not count (`ignoreChanges`). */
export function changes(rules: Rules, olds: Inputs, news: Inputs, ignored: readonly string[] = []): Change[] {
  const patterns = ignored.map(parse);
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((name) => !name.startsWith('__'))
    .sort();
  return names
    .flatMap((name) => compare(rules, [name], olds[name], news[name]))
    .filter(({ path }) => !patterns.some((pattern) => startsWith(path, pattern)))
    .map(({ path, kind }) => ({
      path,
      kind,
      property: render(path),
      replaces: forcesReplacement(rules, path, olds, news),
    }));
}

function forcesReplacement(rules: Rules, path: Path, olds: Inputs, news: Inputs): boolean {
  const name = ruleName(path);
  // A whole block that comes or goes takes the properties inside it along.
  if (rules.replaceOn.some((rule) => covers(rule, name) || covers(name, rule))) return true;
  return rules.replaces?.(name, olds, news) ?? false;
}

interface Found {
  readonly path: Path;
  readonly kind: ChangeKind;
}

function compare(rules: Rules, path: Path, old: unknown, now: unknown): Found[] {
  const name = ruleName(path);
  if (same(old, now) || (isEmpty(now) && rules.optionalComputed?.includes(name))) return [];
  if (isEmpty(old) || isEmpty(now)) return [{ path, kind: isEmpty(old) ? 'add' : 'delete' }];
  if (old === unknownValue || now === unknownValue) return [{ path, kind: 'update' }];
  if (rules.equal?.(name, old, now) === true) return [];
  if (isAsset(old) && isAsset(now)) return assetHash(old) === assetHash(now) ? [] : [{ path, kind: 'update' }];
  if (Array.isArray(old) && Array.isArray(now)) {
    return rules.sets?.includes(name) ? compareSets(rules, path, old, now) : compareLists(rules, path, old, now);
  }
  if (isRecord(old) && isRecord(now)) return compareRecords(rules, path, old, now);
  return [{ path, kind: 'update' }];
}

/** Maps with keys of the user's own: an entry with an empty text is there all the same. */
const mapsOfTexts = new Set(['tags', 'environment.variables']);

function compareRecords(rules: Rules, path: Path, old: Inputs, now: Inputs): Found[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((key) => !key.startsWith('__'))
    .sort()
    .flatMap((key) => {
      const comesOrGoes = !(key in old) || !(key in now);
      if (comesOrGoes && mapsOfTexts.has(ruleName(path)) && (old[key] ?? now[key]) === '')
        return [{ path: [...path, key], kind: key in now ? 'add' : 'delete' } as const];
      return compare(rules, [...path, key], old[key], now[key]);
    });
}

function compareLists(rules: Rules, path: Path, old: readonly unknown[], now: readonly unknown[]): Found[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, at): Found[] => {
    if (at >= old.length) return [{ path: [...path, at], kind: 'add' }];
    if (at >= now.length) return [{ path: [...path, at], kind: 'delete' }];
    return compare(rules, [...path, at], old[at], now[at]);
  }).flat();
}

/** Elements without an equal one are added or gone; two of the same name are one that changed. */
function compareSets(rules: Rules, path: Path, old: readonly unknown[], now: readonly unknown[]): Found[] {
  const gone = unmatched(rules, path, old, now);
  const come = unmatched(rules, path, now, old);
  const pairs = gone.flatMap((from) => {
    const to = come.find((at) => named(old[from]) !== undefined && named(old[from]) === named(now[at]));
    return to === undefined ? [] : [{ from, to }];
  });
  const removed = gone.filter((at) => !pairs.some(({ from }) => from === at));
  const added = come.filter((at) => !pairs.some(({ to }) => to === at));
  return [
    ...pairs.flatMap(({ from, to }) => compare(rules, [...path, to], old[from], now[to])),
    ...removed.map((at): Found => ({ path: [...path, at], kind: added.includes(at) ? 'update' : 'delete' })),
    ...added.filter((at) => !removed.includes(at)).map((at): Found => ({ path: [...path, at], kind: 'add' })),
  ];
}

const named = (element: unknown): unknown => (isRecord(element) ? element['name'] : undefined);

function unmatched(rules: Rules, path: Path, from: readonly unknown[], among: readonly unknown[]): number[] {
  const free = [...among];
  return from.flatMap((element, at) => {
    const partner = free.findIndex((other) => compare(rules, [...path, at], element, other).length === 0);
    if (partner === -1) return [at];
    free.splice(partner, 1);
    return [];
  });
}

function same(left: unknown, right: unknown): boolean {
  return left !== unknownValue && (Object.is(left, right) || (isEmpty(left) && isEmpty(right)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function isRecord(value: unknown): value is Inputs {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
