/** Whether a lead comes from somebody on a list, in any spelling of the address. */
import type { LeadAttributes } from '../lead.ts';
import { emailHost } from '../normalise/email.ts';
import { matchKeys } from '../people/match-keys.ts';
import type { Senders } from './screening-plan.ts';

export interface KnownSenders {
  /** @returns what of the lead is on the list, in words; `null` where nothing is */
  person(attributes: LeadAttributes): string | null;
  company(attributes: LeadAttributes): string | null;
}

const PERSON_WORDS: Record<string, string> = { email: 'its e-mail address', phone: 'its telephone number' };

export function knownSenders({ emails, domains, phones }: Senders): KnownSenders {
  const entries = [...emails.map((email) => ({ email })), ...phones.map((phone) => ({ phone }))];
  const people = new Set(entries.flatMap((entry) => matchKeys({ ...entry, custom: {} })));
  const companies = new Set(domains);
  return {
    person(attributes) {
      if (people.size === 0) return null;
      const key = matchKeys(attributes).find((one) => people.has(one));
      return key === undefined ? null : (PERSON_WORDS[key.slice(0, key.indexOf(':'))] ?? null);
    },
    company({ email, domain }) {
      if (companies.size === 0) return null;
      const isListed = [email && emailHost(email), domain].some((host) => host && namesOf(host).some(isIn(companies)));
      return isListed ? 'its domain' : null;
    },
  };
}

function isIn(names: ReadonlySet<string>): (name: string) => boolean {
  return (name) => names.has(name);
}

/** `mail.acme.example`, `acme.example`, `example` */
function namesOf(host: string): string[] {
  const labels = host.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
