/** Promotion order, as the files' `promotesFrom` spells it: one chain from the lowest environment to the highest. */
import { suggestion } from '../../infra/settings.ts';
import type { EnvironmentFile } from './file.ts';

/** What keeps the files from being one chain, one line a problem. */
export function orderProblems(files: readonly EnvironmentFile[]): readonly string[] {
  const names = files.map(({ environment }) => environment);
  return [...unknownLower(files, names), ...forks(files), ...roots(files), ...cycles(files), ...hubs(files)];
}

/** The files from the lowest to the highest. Defined only for files without order problems. */
export function inPromotionOrder(files: readonly EnvironmentFile[]): readonly EnvironmentFile[] {
  const ordered: EnvironmentFile[] = [];
  let next = files.find((file) => lowerOf(file) === undefined);
  while (next !== undefined) {
    const current = next;
    ordered.push(current);
    next = files.find((file) => lowerOf(file) === current.environment);
  }
  return ordered;
}

const lowerOf = (file: EnvironmentFile): unknown => file.raw.promotesFrom;

function unknownLower(files: readonly EnvironmentFile[], names: readonly string[]): string[] {
  return files
    .filter((file) => typeof lowerOf(file) === 'string' && !names.includes(String(lowerOf(file))))
    .map((file) => {
      const lower = String(lowerOf(file));
      return file.problem(
        'promotesFrom',
        `there is no environment "${lower}"${suggestion(lower, names)} (${names.join(', ')})`,
      );
    });
}

function forks(files: readonly EnvironmentFile[]): string[] {
  return files.flatMap((file, index) => {
    const lower = lowerOf(file);
    const first = files.findIndex((other) => lower !== undefined && lowerOf(other) === lower);
    const other = files[first];
    return other === undefined || first >= index
      ? []
      : [
          file.problem(
            'promotesFrom',
            `${other.environment} promotes from "${String(lower)}" already: promotion is one chain`,
          ),
        ];
  });
}

function roots(files: readonly EnvironmentFile[]): string[] {
  const [first, ...others] = files.filter((file) => lowerOf(file) === undefined);
  if (first === undefined) return [];
  return others.map((file) =>
    file.problem(
      'promotesFrom',
      `is missing, and ${first.environment} has none either: only the lowest environment has none`,
    ),
  );
}

function cycles(files: readonly EnvironmentFile[]): string[] {
  const byName = new Map(files.map((file) => [file.environment, file]));
  const reported = new Set<string>();
  return files.flatMap((start) => {
    const cycle = cycleFrom(start, byName);
    if (cycle === undefined || cycle.some((name) => reported.has(name))) return [];
    cycle.forEach((name) => reported.add(name));
    return [start.problem('promotesFrom', `promotion goes in a circle: ${[...cycle, start.environment].join(' <- ')}`)];
  });
}

/** The names on the way from a file down to itself again, or undefined when the way ends elsewhere. */
function cycleFrom(start: EnvironmentFile, byName: ReadonlyMap<string, EnvironmentFile>): string[] | undefined {
  const seen = [start.environment];
  let lower = lowerOf(start);
  while (typeof lower === 'string' && lower !== start.environment) {
    const file = byName.get(lower);
    if (file === undefined || seen.includes(lower)) return undefined;
    seen.push(lower);
    lower = lowerOf(file);
  }
  return lower === start.environment ? seen : undefined;
}

/**
 * The highest environment says that it is: otherwise a lost file of the highest would make the one below it the hub, and
 * its account the home of the state.
 */
function hubs(files: readonly EnvironmentFile[]): string[] {
  const isLower = (file: EnvironmentFile) => files.some((other) => lowerOf(other) === file.environment);
  const marked = files.filter(({ raw }) => raw.hub === true);
  const lower = marked.filter(isLower).map((file) => file.problem('hub', 'only the highest environment is the hub'));
  if (marked.length > 0) return lower;
  return files
    .filter((file) => !isLower(file))
    .map((file) => file.problem('hub', 'no environment says true: is the file of the highest environment missing?'));
}
