/** What tells one environment from another: everything that is replaced by a placeholder before two of them are compared. */
export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  /** The environment below; absent in the lowest. */
  readonly promotesFrom?: string | undefined;
  readonly vpcCidr?: string | undefined;
  readonly zoneIds?: readonly string[] | undefined;
}

/**
 * How one environment speaks of another, the same words in each: `lower` is the one it promotes from, `lower.lower` the one
 * below that, `upper` the one above. Environments on no common path keep their name.
 */
export function relation(from: Place, to: Place, all: readonly Place[]): string {
  const down = steps(from, to, all);
  if (down > 0) return Array(down).fill('lower').join('.');
  const up = steps(to, from, all);
  return up > 0 ? Array(up).fill('upper').join('.') : `environment:${to.environment}`;
}

function steps(from: Place, to: Place, all: readonly Place[]): number {
  let at: Place | undefined = from;
  for (let count = 1; count <= all.length; count++) {
    const below: string | undefined = at?.promotesFrom;
    if (below === undefined) return 0;
    if (below === to.environment) return count;
    at = all.find(({ environment }) => environment === below);
  }
  return 0;
}
