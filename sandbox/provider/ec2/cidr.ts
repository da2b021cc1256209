/** IPv4 ranges as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
  readonly prefixLength: number;
}

/** Null unless it is a network address in CIDR form: host bits must be zero, as the real provider requires. */
export function parseRange(cidr: string): Range | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (match === null) return null;
  const numbers = match.slice(1).map(Number);
  const prefixLength = numbers.pop() ?? 33;
  if (prefixLength > 32 || numbers.some((octet) => octet > 255)) return null;
  const first = numbers.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefixLength);
  return first % size === 0 ? { first, last: first + size - 1, prefixLength } : null;
}

export const contains = (outer: Range, inner: Range): boolean => outer.first <= inner.first && inner.last <= outer.last;

export const overlaps = (left: Range, right: Range): boolean => left.first <= right.last && right.first <= left.last;

/** Why a VPC or subnet cannot have this range, or null. Size: `/16` to `/28` (AWS: InvalidVpc.Range, InvalidSubnet.Range). */
export function rangeProblem(cidr: unknown): string | null {
  if (typeof cidr !== 'string') return null;
  const range = parseRange(cidr);
  if (range === null) return `expected an IPv4 network address such as 10.0.0.0/16, got "${cidr}"`;
  if (range.prefixLength >= 16 && range.prefixLength <= 28) return null;
  return `expected a block from /16 to /28, got "${cidr}"`;
}
