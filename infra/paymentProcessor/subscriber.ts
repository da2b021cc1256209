/** The name of an email subscription, the same in every environment: the part of the address before the @. */
export function subscriberOf(address: string): string {
  return address.slice(0, address.lastIndexOf('@')).toLowerCase();
}
