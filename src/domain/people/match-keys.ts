/**
 * Under which keys a lead is found to be about somebody who is known already. A key is a form of a value in which all its spellings are
 * equal; it is only ever compared, never shown and never written to.
 */
import type { LeadAttributes } from '../lead.ts';
import { emailHost } from '../normalise/email.ts';
import type { MatchedBy } from './merge-events.ts';

/**
 * `email:ana@acme.example`, `phone:+34911234567`: those that the lead has, in this order. A lead that names nobody is about the company
 * itself: `domain:acme.example`.
 */
export function matchKeys({ email, phone, name, domain }: LeadAttributes): string[] {
  const keys = [
    ...(email ? [`email:${emailKey(email)}`] : []),
    ...(phone && E164.test(phone) ? [`phone:${phone}`] : []),
  ];
  return keys.length === 0 && domain && !name && !phone ? [`domain:${domain}`] : keys;
}

/** What a key is made of. */
export function keyKind(key: string): MatchedBy {
  return key.slice(0, key.indexOf(':')) as MatchedBy;
}

/** What could not be parsed stays as typed, and says nothing of who it is: `n/a`, `0000`. */
const E164 = /^\+[1-9]\d{5,14}$/;

/** Google reads mail to both, with and without dots (support.google.com/mail/answer/7436150). */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/**
 * One mailbox in one spelling: without what follows a `+`, which large providers deliver to the same person (RFC 5233 calls it the
 * detail), and at Gmail without dots.
 * @param email a normalised address
 */
function emailKey(email: string): string {
  const host = emailHost(email);
  const local = email.slice(0, -host.length - 1);
  // An address that begins with a plus has nothing else to tell it by.
  const mailbox = local.replace(/(?<=.)\+.*$/u, '');
  return DOTLESS.has(host) ? `${mailbox.replaceAll('.', '')}@gmail.com` : `${mailbox}@${asciiHost(host)}`;
}

/** `münchen.example` and `xn--mnchen-3ya.example` are one host. */
function asciiHost(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
}
