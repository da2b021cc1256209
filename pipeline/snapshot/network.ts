/**
 * A range inside the environment's own VPC, written as its place in it: the second quarter of `10.1.0.0/20` and of
 * `10.2.0.0/20` are both `${network 1/4}`. Any other range is returned as it is.
 */
export function addressWithin(vpcCidr: string | undefined, cidr: string): string {
  if (vpcCidr === undefined) return cidr;
  if (vpcCidr === cidr) return '${network}';
  const network = parse(vpcCidr);
  const range = parse(cidr);
  if (network === null || range === null || range.length < network.length) return cidr;
  const parts = 2 ** (range.length - network.length);
  const index = (range.first - network.first) / 2 ** (32 - range.length);
  return Number.isInteger(index) && index >= 0 && index < parts ? `\${network ${index}/${parts}}` : cidr;
}

function parse(cidr: string): { readonly first: number; readonly length: number } | null {
  const [address = '', length = ''] = cidr.split('/');
  const octets = address.split('.').map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || Number(length) > 32) return null;
  return { first: octets.reduce((sum, octet) => sum * 256 + octet, 0), length: Number(length) };
}
