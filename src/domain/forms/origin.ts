/**
 * Where a sender came from: campaign parameters of the page's address, the page with the form, and the page before it. It comes
 * from the browser, so it is cleaned and cut and never trusted.
 */
import { cleanLine } from '../normalise/text.ts';

/** Parameters of the page's address that are kept. */
export const CAMPAIGN_PARAMETERS = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'gclid',
  'fbclid',
] as const;

const PAGES = ['page', 'referrer'] as const;

export const ORIGIN_KEYS = [...CAMPAIGN_PARAMETERS, ...PAGES] as const;
export type OriginKey = (typeof ORIGIN_KEYS)[number];

export type Origin = Partial<Record<OriginKey, string>>;

const MOST_CHARACTERS = 200;
const MOST_OF_AN_ADDRESS = 500;

/** @param read what the browser says under a name */
export function readOrigin(read: (key: OriginKey) => string | null | undefined): Origin {
  const found: Origin = {};
  for (const key of CAMPAIGN_PARAMETERS) {
    const text = cleanLine(read(key) ?? '').slice(0, MOST_CHARACTERS);
    if (text !== '') found[key] = text.trim();
  }
  for (const key of PAGES) {
    const address = pageAddress(read(key) ?? '');
    if (address !== null) found[key] = address;
  }
  return found;
}

/**
 * A page's address without what may be personal in it: user name, password, query and fragment.
 * @returns `null` when it is none of a web page
 */
function pageAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, pathname } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return `${origin}${pathname === '/' ? '' : pathname}`.slice(0, MOST_OF_AN_ADDRESS);
}
