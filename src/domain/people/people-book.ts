/** Who is known, as a batch of leads goes on: what one lead tells of a person holds for the next. */
import type { Lead } from '../lead.ts';
import type { KnownLead, KnownPerson } from './known-person.ts';
import { keyKind } from './match-keys.ts';
import type { MatchedBy } from './merge-events.ts';

export class PeopleBook {
  readonly joins: { from: string; into: string }[] = [];
  readonly #persons = new Map<string, string>();
  readonly #leads = new Map<string, KnownLead[]>();

  constructor(known: readonly KnownPerson[]) {
    for (const { key, person, leads } of known) {
      this.#persons.set(key, person);
      // A requeued lead is among its person's own; it comes in anew.
      this.#leads.set(
        person,
        leads.filter(({ status }) => status !== 'received'),
      );
    }
  }

  /** Whom a key leads to, if it may be them. */
  match(key: string, lead: Lead): { person: string; by: MatchedBy }[] {
    const person = this.#persons.get(key);
    if (person === undefined) return [];
    const by = keyKind(key);
    const leads = this.leadsOf(person);
    const isOther = by === 'phone' && leads.length > 0 && leads.every((known) => isColleague(known, lead));
    return isOther ? [] : [{ person, by }];
  }

  /** Who somebody is by now, that a lead was found to be about earlier in the batch. */
  present(person: string): string {
    const join = this.joins.find(({ from }) => from === person);
    return join ? this.present(join.into) : person;
  }

  leadsOf(person: string): readonly KnownLead[] {
    return this.#leads.get(person) ?? [];
  }

  /** @returns whether the key was not known */
  learn(key: string, person: string): boolean {
    if (this.#persons.has(key)) return false;
    this.#persons.set(key, person);
    return true;
  }

  add(person: string, lead: Lead): void {
    this.#leads.set(person, [...this.leadsOf(person), knownLead(lead)]);
  }

  drop(person: string, lead: KnownLead): void {
    this.#leads.set(
      person,
      this.leadsOf(person).filter((one) => one !== lead),
    );
  }

  join(from: string, into: string): void {
    this.joins.push({ from, into });
    this.#leads.set(into, [...this.leadsOf(into), ...this.leadsOf(from)]);
    this.#leads.delete(from);
    for (const [key, person] of this.#persons) if (person === from) this.#persons.set(key, into);
  }
}

/** A switchboard is everybody's number: who has another address and another name is somebody else. */
function isColleague(known: KnownLead, { attributes }: Lead): boolean {
  const { email, name } = attributes;
  if (!known.email || !email || known.email === email) return false;
  return Boolean(known.name && name) && plainName(known.name ?? '') !== plainName(name ?? '');
}

/** Spellings of one name: case, accents, order and punctuation do not count. */
function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');
}

function knownLead({ id, status, receivedAt, owner, ownedAt, pool, attributes }: Lead): KnownLead {
  const { email = null, name = null } = attributes;
  return { id, status, receivedAt, owner, ownedAt, pool, email, name };
}
