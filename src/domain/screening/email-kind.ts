/** What kind of e-mail address a lead has: a field that conditions may ask for, worked out when one does and never stored. */
import type { LeadAttributes } from '../lead.ts';
import { emailHost } from '../normalise/email.ts';
import { isDisposableHost, isFreeMailHost } from '../normalise/mail-hosts.ts';

export const EMAIL_KINDS = ['free-mail', 'disposable', 'company'] as const;
export type EmailKind = (typeof EMAIL_KINDS)[number];

/** @returns `company` for every host that is on no list; `null` without an address */
export function emailKind({ email }: Pick<LeadAttributes, 'email'>): EmailKind | null {
  if (email === undefined) return null;
  const host = emailHost(email);
  // Of those on both lists it is the worse that matters.
  if (isDisposableHost(host)) return 'disposable';
  return isFreeMailHost(host) ? 'free-mail' : 'company';
}
