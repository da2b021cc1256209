/** Tags of a resource: the program's own over the provider's default tags, as the real provider merges them. */
import { isObject } from './inputValues.ts';
import type { Inputs, Session } from './resourceType.ts';

export type Tags = Readonly<Record<string, string>>;

interface TagPair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** Everything that the resource shall carry (`tagsAll` of the real provider). */
export function wantedTags(inputs: Inputs, session: Session): Tags {
  return { ...session.defaultTags, ...ownTags(inputs) };
}

export function tagPairs(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** AWS's own tags (`aws:`) belong to nobody's program. */
export function fromTagPairs(pairs: readonly TagPair[] | undefined): Tags {
  return Object.fromEntries(
    (pairs ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key.startsWith('aws:') ? [] : [[Key, Value ?? ''] as const],
    ),
  );
}

/** `tags` as a user would write them: without default tags that have their default value and that nobody wrote out. */
export function readTags(actual: Tags, known: Inputs, session: Session): { tags: Tags; tagsAll: Tags } {
  const written = ownTags(known);
  const tags = Object.entries(actual).filter(([key, value]) => key in written || session.defaultTags[key] !== value);
  return { tags: Object.fromEntries(tags), tagsAll: actual };
}

export function tagChanges(actual: Tags, wanted: Tags): { set: Tags; remove: string[] } {
  return {
    set: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => actual[key] !== value)),
    remove: Object.keys(actual).filter((key) => !(key in wanted)),
  };
}

function ownTags(inputs: Inputs): Tags {
  const tags = inputs['tags'];
  if (!isObject(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
