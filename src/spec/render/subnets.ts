/** One public subnet a zone, with the addresses that kops itself would deal out. */

/** kops' default network (DefaultNetworkCIDR of upup/pkg/fi/cloudup). */
export const networkCIDR = '172.20.0.0/16';

export interface Subnet {
  readonly name: string;
  readonly zone: string;
  readonly type: 'Public';
  readonly cidr: string;
}

/** Cuts the network into 1, 2, 4 or 8 and deals by zone, as kops does (upup/pkg/fi/cloudup/subnets.go). */
export function subnetsOf(zones: readonly string[]): Subnet[] {
  const bits = zones.length <= 1 ? 0 : zones.length <= 2 ? 1 : zones.length <= 4 ? 2 : 3;
  const step = 256 >> bits;
  return [...zones].sort().map((zone, i) => ({
    name: zone,
    zone,
    type: 'Public',
    cidr: `172.20.${i * step}.0/${16 + bits}`,
  }));
}
