/** Which leads are about one person, for erasing or exporting all that is known of them. A wrong guess here would erase somebody else. */
import type { Lead } from '../lead.ts';
import { matchKeys } from '../people/match-keys.ts';

/** How a person is named by whoever asks: in exactly one way. Normalised. */
export type PersonQuery = { email: string } | { phone: string } | { leadId: string };

/** The keys of a lead that say who it is; a company's domain does not. */
export function personKeys(lead: Pick<Lead, 'attributes'>): string[] {
  return matchKeys(lead.attributes).filter((key) => key.startsWith(EMAIL) || key.startsWith(PHONE));
}

/** Under which keys to look first; none where a lead is named. */
export function queryKeys(query: PersonQuery): string[] {
  return 'leadId' in query ? [] : matchKeys({ ...query, custom: {} });
}

/** The keys to look further by: leads under one address are one person's, a telephone number may be a whole office's. */
export function furtherKeys(leads: readonly Pick<Lead, 'attributes'>[]): string[] {
  return leads.flatMap(personKeys).filter((key) => key.startsWith(EMAIL));
}

/**
 * Whether a lead that Dibs has tied to some of the person's (as the same person, or by a merge) is the person's too. Ties by company
 * join colleagues as well, so it must share an address or a number; one that has neither says nobody else.
 * @param keys of the person's leads so far
 */
export function isTheirs(lead: Pick<Lead, 'attributes'>, keys: ReadonlySet<string>): boolean {
  const own = personKeys(lead);
  return own.length === 0 || own.some((key) => keys.has(key));
}

const EMAIL = 'email:';
const PHONE = 'phone:';
