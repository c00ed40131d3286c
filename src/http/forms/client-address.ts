/** Who sends, as far as limits need to know. Never logged or stored. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/** A household or an office has a network of its own in IPv6, with more addresses than anybody can count. */
const IPV6_NETWORK_BITS = 64;

/**
 * @param trustProxy whether a proxy of ours is in front, which adds the address it sees at the end of `X-Forwarded-For`. Without one
 * anybody could write anything there
 * @returns an address, or the beginning that a network shares; `unknown` for a socket that is closed
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? lastHop(request.headers['x-forwarded-for']) : null;
  return forwarded ?? networkOf(request.socket.remoteAddress ?? '') ?? 'unknown';
}

function lastHop(header: string | string[] | undefined): string | null {
  const last = [header].flat().join(',').split(',').at(-1)?.trim() ?? '';
  // Some proxies write the port too.
  return networkOf(last.replace(/^\[(.+)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1'));
}

function networkOf(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/${IPV6_NETWORK_BITS}`).toString();
}
