/** One resource of the small payment system in canonical form, and what the account holds otherwise than state. */
import { differences } from '../../../pipeline/comparison/difference.ts';
import type { RawObservation, RawProperties } from '../../../pipeline/engine/rawObservation.ts';
import { canonicalise } from '../../../pipeline/snapshot/canonicalise.ts';
import type { Observation, ObservedResource } from '../../../pipeline/snapshot/observation.ts';
import { changeLive, contextOf, prod, rawPayments } from './rawPayments.ts';

export const observed = (raw: RawObservation = rawPayments(prod)): Observation => canonicalise(raw, contextOf(prod));

export function resource(raw: RawObservation, name: string, type: string): ObservedResource {
  const found = observed(raw).resources.find((each) => each.name === name && each.type.includes(type));
  if (found === undefined) throw new Error(`no resource ${type} ${name}`);
  return found;
}

/** Paths of what the account holds otherwise than state. */
export function seen(raw: RawObservation, name: string, type: string): readonly string[] {
  const { state, live } = resource(raw, name, type);
  if (state === null || live.status !== 'present') throw new Error(`${name} was not seen`);
  return differences(state, live.properties).map(({ path }) => path);
}

/** The same, after somebody changed these properties in the account. */
export const inAccount = (name: string, type: string, change: RawProperties): readonly string[] =>
  seen(
    changeLive(rawPayments(prod), name, type, (properties) => ({ ...properties, ...change })),
    name,
    type,
  );
