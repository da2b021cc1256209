/** What the engine can ask for one resource, on plain values: the meaning of the provider without its protocol. */
import { blindPaths, carryBlindSpots } from './blindSpots.ts';
import { defaulted, isGlobal, isTaggable } from './check.ts';
import { changes, type Change } from './difference.ts';
import { present } from './inputValues.ts';
import { unknownValue, type Inputs, type ReadResult, type ResourceType } from './resourceType.ts';
import type { RegionalSession } from './session.ts';

export { CreatedIncompletely } from './createdIncompletely.ts';

/** Which region a resource is in: its own property first (`region` on every type since provider 7), else the provider's. */
export function regional(session: RegionalSession, ...properties: readonly Inputs[]): RegionalSession {
  const region = properties.map(({ region }) => region).find((value) => typeof value === 'string');
  return typeof region === 'string' ? session.inRegion(region) : session;
}

/** The differences that count, and whether the old one must go first because the new one would have its name. */
export function diff(
  type: ResourceType,
  { olds, news, ignored }: { olds: Inputs; news: Inputs; ignored: readonly string[] },
): { changes: Change[]; deleteBeforeReplace: boolean } {
  const rules = {
    ...type,
    replaceOn: [...type.replaceOn, 'region'],
    optionalComputed: [...(type.optionalComputed ?? []), 'region'],
  };
  const found = changes(rules, olds, news, ignored);
  const name = type.autoname?.property;
  const automatic = (properties: Inputs) => (properties[defaulted] as unknown[] | undefined)?.includes(name) ?? false;
  const deleteBeforeReplace =
    name !== undefined && !automatic(news) && olds[name] === news[name] && found.some(({ replaces }) => replaces);
  return { changes: found, deleteBeforeReplace };
}

/** The outputs of a creation that is only previewed: everything that AWS decides is not known yet. */
export function previewCreate(type: ResourceType, inputs: Inputs): Inputs {
  const toCome = [
    ...type.computed,
    ...(type.optionalComputed ?? []).filter((name) => !name.includes('.') && !(name in inputs)),
  ];
  return { ...Object.fromEntries(toCome.map((name) => [name, unknownValue])), ...outputsOf(inputs) };
}

export function previewUpdate(type: ResourceType, known: { outputs: Inputs; olds: Inputs; news: Inputs }): Inputs {
  const { outputs, olds, news } = known;
  const dropped = Object.keys(olds).filter((name) => !(name in news) && !type.optionalComputed?.includes(name));
  const kept = Object.entries(outputs).filter(([name]) => !dropped.includes(name));
  const changing = (type.recomputed?.(news, olds) ?? []).map((name) => [name, unknownValue] as const);
  return { ...Object.fromEntries(kept), ...outputsOf(news), ...Object.fromEntries(changing) };
}

/** As the account has it, with what nobody can read back carried from what is known. Null when it is gone. */
export async function read(
  type: ResourceType,
  id: string,
  known: { inputs: Inputs; outputs: Inputs },
  session: RegionalSession,
): Promise<ReadResult | null> {
  const found = await type.read(id, userInputs(known.inputs), session, known.outputs);
  if (found === null) return null;
  const carried = carryBlindSpots(blindPaths(type.token), found, known);
  const outputs = complete(type, carried, session);
  const written = {
    ...(isTaggable(type) ? { tagsAll: outputs['tagsAll'] ?? {} } : {}),
    ...(isGlobal(type) ? {} : { region: session.region }),
    [defaulted]: known.inputs[defaulted] ?? [],
  };
  return { id: carried.id, inputs: { ...present(carried.inputs), ...written }, outputs };
}

/** What is recorded as outputs: what was read, where it is, and the blind spots as they were sent. */
export function recorded(type: ResourceType, result: ReadResult, sent: Inputs, session: RegionalSession): Inputs {
  const carried = carryBlindSpots(blindPaths(type.token), result, {
    inputs: sent,
    outputs: { ...result.outputs, ...outputsOf(sent) },
  });
  return complete(type, carried, session);
}

function complete(type: ResourceType, { id, outputs }: ReadResult, session: RegionalSession): Inputs {
  return { ...present(outputs), id, ...(isGlobal(type) ? {} : { region: session.region }) };
}

/** What the program wrote, without what the check added for the engine. */
export const userInputs = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !(name === defaulted || name === 'region' || name === 'tagsAll')),
  );

function outputsOf(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== defaulted));
}
