/** Web addresses: absolute, http or https only, so that no other scheme ever becomes a link. */
import { parse } from 'tldts';

/** What browsers and chats take; also the limit of the field, which encoding (`ü` → `%C3%BC`) must not exceed. */
export const MAX_WEBSITE_CHARACTERS = 2_000;

/**
 * @param text cleaned text, e.g. `www.acme.example`
 * @returns an absolute URL without user name, password and a lone slash at the end; `null` when it is not a web address
 */
export function normaliseWebsite(text: string): string | null {
  const absolute = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) ? text : `https://${text.replace(/^\/\//, '')}`;
  if (/\s/.test(text) || !URL.canParse(absolute)) return null;
  const url = new URL(absolute);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (!parse(url.hostname).domain) return null;
  url.username = '';
  url.password = '';
  const address = url.pathname === '/' && !url.search && !url.hash ? url.origin : url.href;
  return address.length <= MAX_WEBSITE_CHARACTERS ? address : null;
}
