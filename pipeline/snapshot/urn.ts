/** `urn:pulumi:stack::project::parent$type::name` (sdk/go/common/resource/urn). */
const parts = { project: 1, types: 2 } as const;

/** One part of a URN without cutting up the rest: it is asked for every resource. `types` are those of all parents and its own. */
export function urnPart(urn: string, part: keyof typeof parts): string {
  let start = 0;
  for (let skipped = 0; skipped < parts[part]; skipped++) {
    const separator = urn.indexOf('::', start);
    if (separator < 0) return '';
    start = separator + 2;
  }
  const end = urn.indexOf('::', start);
  return end < 0 ? urn.slice(start) : urn.slice(start, end);
}
