/** Whether a chat platform could send its requests to an address, judged by the address alone. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Where nobody outside of a private network gets: loopback, private, link-local (RFC 1918, 4193, 6598, 6890). */
const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

const PRIVATE_NAME = /^(?!.*\.)|(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/i;

/**
 * Why a platform could not send requests there.
 * @param address of the server, e.g. `https://dibs.example`; a path before `path` is allowed
 * @param platform who sends, for people; `path`: what it adds to the address, e.g. `/slack/events`
 * @returns a sentence that says what would be right, or `null` when the address will do
 */
export function publicAddressProblem(
  address: string,
  { platform, path }: { platform: string; path: string },
): string | null {
  if (!URL.canParse(address)) return 'That is no address; it looks like https://dibs.example.';
  const url = new URL(address);
  if (url.protocol !== 'https:') {
    return `${platform} sends requests to https addresses only: put something that speaks TLS in front of Dibs, and give its address.`;
  }
  if (isPrivate(url.hostname.replace(/^\[|\]$/g, ''))) {
    return `${platform} cannot reach ${url.hostname}: give an address that the internet knows.`;
  }
  if (url.pathname.replace(/\/$/, '').endsWith(path)) {
    return `Give the address without ${path}; that part is added.`;
  }
  if (url.username || url.password || url.search || url.hash) {
    return 'Give the address alone, e.g. https://dibs.example, without user, password, ? or #.';
  }
  return null;
}

function isPrivate(host: string): boolean {
  if (isIPv4(host)) return PRIVATE.check(host, 'ipv4');
  if (isIPv6(host)) return PRIVATE.check(host, 'ipv6');
  return PRIVATE_NAME.test(host);
}
