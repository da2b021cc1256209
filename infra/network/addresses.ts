/** IPv4 ranges in CIDR notation, as far as a VPC needs them. */
export interface AddressRange {
  /** First address as an unsigned 32-bit number. */
  readonly first: number;
  /** Length of the network prefix in bits. */
  readonly prefixLength: number;
}

/** The range that a text names, or undefined when it is not a range or its address has bits beyond the prefix. */
export function parseRange(text: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 256, b = 256, c = 256, d = 256, prefixLength = 33] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefixLength > 32) return undefined;
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return first % sizeOf(prefixLength) === 0 ? { first, prefixLength } : undefined;
}

export const formatRange = ({ first, prefixLength }: AddressRange): string =>
  `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefixLength}`;

export const overlaps = (left: AddressRange, right: AddressRange): boolean =>
  left.first < right.first + sizeOf(right.prefixLength) && right.first < left.first + sizeOf(left.prefixLength);

/**
 * The subnets of a VPC: quarters of its range, in order. Two are used, two stay free for a third zone or another tier.
 * Throws a RangeError when the range is no range or is too small to be cut.
 */
export function subnetRanges(vpcCidr: string, count: number): readonly string[] {
  const range = parseRange(vpcCidr);
  if (range === undefined || range.prefixLength > 30 || count > 4) {
    throw new RangeError(`cannot cut ${count} subnets out of ${vpcCidr}`);
  }
  const prefixLength = range.prefixLength + 2;
  return Array.from({ length: count }, (_, index) =>
    formatRange({ first: range.first + index * sizeOf(prefixLength), prefixLength }),
  );
}

function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}
