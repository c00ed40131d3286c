/**
 * E-mail addresses, as people and exports write them. Not RFC-perfect: what no mail server would take is refused, the rest
 * is kept, because a lead with an odd address is still a lead.
 */
import { parse } from 'tldts';

/** RFC 5321 with erratum 1690: the longest address a mail server accepts. */
const MAX_CHARACTERS = 254;

/** No spaces, quotes or separators: two addresses in one field are not one address. */
const SHAPE = /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\/]+$/u;

/**
 * An address in lower case, without display name, angle brackets and `mailto:`.
 * @param text cleaned text, e.g. `Ana Ruiz <Ana@Acme.example>`
 * @returns `null` when it is not an address
 */
export function normaliseEmail(text: string): string | null {
  const bracketed = /<([^<>]*)>$/.exec(text)?.[1] ?? text;
  const address = bracketed
    .replace(/^mailto:/i, '')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase()
    .normalize('NFC');
  if (address.length > MAX_CHARACTERS || !SHAPE.test(address)) return null;
  return isMailHost(emailHost(address)) ? address : null;
}

/** What stands behind the `@` of a normalised address. */
export function emailHost(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function isMailHost(host: string): boolean {
  const { hostname, isIp } = parse(host);
  return hostname === host && isIp === false && host.includes('.') && !host.endsWith('.');
}
