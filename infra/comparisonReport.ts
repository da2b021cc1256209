import type { Plain } from './settings.ts';

/** How the configuration of an environment differs from that of the environment below (R10, stack output). */
export interface ComparisonReport {
  readonly environment: string;
  readonly against: string;
  /** In order of paths; a setting that one side lacks is null there. */
  readonly differences: readonly { readonly path: string; readonly lower: Plain; readonly this: Plain }[];
}

type Mapping = Readonly<Record<string, Plain>>;

export function compareConfigurations(
  environment: string,
  own: Mapping,
  against: string,
  lower: Mapping,
): ComparisonReport {
  const values = { own: leaves(own), lower: leaves(lower) };
  const paths = [...new Set([...values.own.keys(), ...values.lower.keys()])].sort();
  const differences = paths
    .map((path) => ({ path, lower: values.lower.get(path) ?? null, this: values.own.get(path) ?? null }))
    .filter((difference) => JSON.stringify(difference.lower) !== JSON.stringify(difference.this));
  return { environment, against, differences };
}

/** Values by path; lists are compared as a whole, because they are short and their order may matter. */
function leaves(value: Mapping, prefix = ''): Map<string, Plain> {
  const entries = Object.entries(value).flatMap(([key, item]): [string, Plain][] =>
    isMapping(item) ? [...leaves(item, `${prefix}${key}.`)] : [[prefix + key, item]],
  );
  return new Map(entries);
}

function isMapping(value: Plain): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
