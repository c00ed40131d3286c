/** What is known of people, from the JSON that the database makes of it: its times are text. */
import type { KnownLead, KnownPerson } from '../domain/people/known-person.ts';

export type KnownLeadRow = Omit<KnownLead, 'receivedAt' | 'ownedAt'> & { receivedAt: string; ownedAt: string | null };
export type KnownPersonRow = Omit<KnownPerson, 'leads'> & { leads: KnownLeadRow[] };

export function toKnownPerson({ leads, ...same }: KnownPersonRow): KnownPerson {
  return { ...same, leads: leads.map(toKnownLead) };
}

export function toKnownLead({ receivedAt, ownedAt, ...same }: KnownLeadRow): KnownLead {
  return { ...same, receivedAt: new Date(receivedAt), ownedAt: ownedAt === null ? null : new Date(ownedAt) };
}
