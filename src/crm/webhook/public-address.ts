/**
 * Which addresses a webhook may be sent to: those of the public internet, and those that the environment allows besides. Checked when
 * the connection is made, on the address that is connected to: a name may lead elsewhere from one moment to the next.
 */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { HandOverError } from '../../domain/hand-over/failure.ts';

type Address = ReturnType<typeof ipaddr.parse>;

/** All addresses of the public internet so far are in it (IANA, IPv6 address space). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * @param address an IP address as Node gives it
 * @param allowed ranges such as `10.1.0.0/16`
 */
export function mayBeReached(address: string, allowed: readonly string[] = []): boolean {
  // What goes by another name for an IPv4 address (mapped, NAT64, 6to4) is not followed there.
  const parsed = ipaddr.parse(address);
  if (allowed.some((range) => isWithin(parsed, range))) return true;
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST);
}

function isWithin(address: Address, range: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(range);
  return address.kind() === network.kind() && address.match([network, bits]);
}

/** A look-up that finds only what may be reached, and says `address_refused` of a name with any other address. */
export function guardedLookup(allowed: readonly string[], lookup = systemLookup): LookupFunction {
  return (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return answer(error ?? refused(), []);
      if (!found.every(({ address }) => mayBeReached(address, allowed))) return answer(refused(), []);
      if (options.all) answer(null, found);
      else answer(null, first.address, first.family);
    });
  };
}

/** A host that is an address itself is never looked up. @throws HandOverError */
export function checkHost({ hostname }: URL, allowed: readonly string[]): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayBeReached(host, allowed)) throw refused();
}

function refused(): HandOverError {
  return new HandOverError('address_refused', { retry: 'never' });
}
