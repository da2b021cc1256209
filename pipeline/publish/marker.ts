/**
 * Hidden HTML comments by which a post is found again, and in which it remembers. Anybody may write such a comment, so
 * the author is compared as well, and what is remembered is checked when it is read.
 */
const kinds = /^[a-z][a-z-]*$/;

/** The first line of a post of ours, for instance `<!-- payments-gitops:drift {"target":"prod"} -->`. */
export function marker(kind: string, key: Readonly<Record<string, string>>): string {
  if (!kinds.test(kind)) throw new RangeError(`not a kind of post: ${kind}`);
  return `<!-- payments-gitops:${kind} ${hidden(sorted(key))} -->`;
}

export const startsWithMarker = (body: string | null | undefined, mark: string): boolean =>
  (body ?? '').trimStart().startsWith(mark);

const memoryPrefix = '<!-- payments-gitops:memory ';

/** A value kept at the end of a post. */
export const memory = (value: unknown): string => `${memoryPrefix}${hidden(value)} -->`;

/** The last value kept in a post; null when there is none or somebody damaged it. */
export function readMemory(body: string | null | undefined): unknown {
  const text = body ?? '';
  const start = text.lastIndexOf(memoryPrefix);
  const end = text.indexOf(' -->', start);
  if (start < 0 || end < 0) return null;
  try {
    return JSON.parse(text.slice(start + memoryPrefix.length, end));
  } catch {
    return null;
  }
}

/** JSON that cannot end the HTML comment it stands in. */
const hidden = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

const sorted = (key: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
