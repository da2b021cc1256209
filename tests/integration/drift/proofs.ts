/** The long proofs of the drift check, each on one world: what they do, without how often. */
import { openApi } from './api/open.ts';
import { mutateAndCheck } from './mutate.ts';
import { changeablePairs, type Pair } from './pairs.ts';
import { roundsOf } from './rounds.ts';
import { openWorld, type World } from './world.ts';

export async function inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const world = await openWorld();
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}

/** A share of all inputs that can be changed, dealt out so that shares of consecutive seeds cover them all. */
export function share(environment: string, seed: number, count: number): readonly Pair[] {
  const pairs = changeablePairs(environment);
  // Any step without a common divisor visits every place once; neighbours are then of different types.
  const stride = [61, 67, 71, 73].find((prime) => pairs.length % prime !== 0) ?? 1;
  return Array.from({ length: count }, (_, index) => pairs[((seed + index) * stride) % pairs.length]).filter(
    (pair) => pair !== undefined,
  );
}

export interface Mutated {
  readonly cases: number;
  readonly problems: readonly string[];
}

/** Changes every pair through the API, in as few checks as that takes; what is not found or invented is a problem. */
export async function mutateAll(world: World, pairs: readonly Pair[], deadline: number): Promise<Mutated> {
  const api = await openApi(world);
  const problems: string[] = [];
  let cases = 0;
  for (const round of roundsOf(pairs)) {
    if (Date.now() >= deadline) break;
    problems.push(...(await mutateAndCheck(world, api, round)));
    cases += round.length;
  }
  return { cases, problems: [...problems, ...(await unexplained(world))] };
}

/** What a check of an untouched account says that it should not. */
export async function unexplained(world: World): Promise<readonly string[]> {
  const { verdict, findings } = await world.check();
  const told = findings.filter(({ classification }) => classification !== 'expected-variation');
  if (verdict === 'in-sync' && told.length === 0) return [];
  const list = told.map(
    ({ environment, resource, path, reason }) => `${environment} ${resource.name} ${path}: ${reason}`,
  );
  return [`nothing was changed, and the verdict is ${verdict}: ${list.join('; ')}`];
}
