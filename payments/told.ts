/**
 * What this instance of the function has finished telling, so that a duplicate that comes to it again is not told again. A mark in
 * the table would cost every payment a second write to spare the rare duplicate a publication: another instance tells it once more
 * under the same id instead, which subscribers drop (docs/decisions/0011-no-mark-of-publication.md). Lost with the instance; then the outcome is told again, never forgotten.
 */
export interface Told {
  has(id: string): boolean;
  /** Only after the topic has taken the outcome and nothing is left to do about it. */
  add(id: string): void;
}

/** @param most ids that are kept, the newest; 10,000 take about 1 MB */
export function toldByThisInstance(most = 10_000): Told {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add: (id) => {
      ids.add(id);
      const [oldest] = ids;
      if (ids.size > most && oldest !== undefined) ids.delete(oldest);
    },
  };
}
