/** Protocols by name, as the real provider stores them (`ProtocolForValue`): lower case, `all` is `-1`, numbers become names. */
const byNumber: Readonly<Record<string, string>> = { all: '-1', '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

export function normalProtocol(protocol: string): string {
  const lower = protocol.toLowerCase();
  return byNumber[lower] ?? lower;
}

export function sameProtocol(left: unknown, right: unknown): boolean {
  return typeof left === 'string' && typeof right === 'string' && normalProtocol(left) === normalProtocol(right);
}
