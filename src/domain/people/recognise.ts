/**
 * Who the leads of a batch are about: somebody known, or somebody new; and whether they say something new, or belong to a lead that is open.
 * One router runs at a time, so what is decided here for a batch holds for all that come after it.
 */
import { type Lead, OPEN_STATUSES } from '../lead.ts';
import type { PeopleTerms } from '../ruleset.ts';
import type { KnownLead, KnownPerson } from './known-person.ts';
import { keyKind, matchKeys } from './match-keys.ts';
import type { MatchedBy } from './merge-events.ts';
import { PeopleBook } from './people-book.ts';

/** A lead that has come in, and whom its keys lead to. */
export interface Arrival {
  lead: Lead;
  known: readonly KnownPerson[];
}

/** What was found of one arrival. */
export interface Recognised {
  /** Who it is about; `null` where nothing says so. */
  person: string | null;
  /** The open lead that it goes into, and why; `null`: it is a lead of its own. */
  into: { lead: string; because: MatchedBy } | null;
  /** Other leads of the person, newest first, of which it may inherit its owner. */
  earlier: readonly KnownLead[];
}

/** What becomes of the people. */
export interface PeopleChanges {
  /** Whom leads of their own are about. */
  people: { leadId: string; person: string }[];
  /** That were not known yet. */
  keys: { key: string; person: string }[];
  /** Who turned out to be one, in order. */
  joins: { from: string; into: string }[];
}

export interface RecognisedBatch extends PeopleChanges {
  /** In the order of the arrivals. */
  found: Recognised[];
  /** Stored leads that nobody has yet, of people who turned out to be one: they go into the same lead. */
  folded: Fold[];
}

interface Fold {
  lead: string;
  into: string;
  because: MatchedBy;
}

/**
 * @param arrivals in the order in which they came; their known leads as they are now
 * @param nextId makes ids of people; later ones sort after earlier ones
 */
export function recognise(arrivals: readonly Arrival[], terms: PeopleTerms, nextId: () => string): RecognisedBatch {
  const book = new PeopleBook(arrivals.flatMap(({ known }) => known));
  const keys: RecognisedBatch['keys'] = [];
  const folds: Fold[] = [];
  const found = arrivals.map(({ lead }): Recognised => {
    const own = matchKeys(lead.attributes).filter((key) => terms.by.includes(keyKind(key)));
    if (own.length === 0) return { person: null, into: null, earlier: [] };
    const matches = own.flatMap((key) => book.match(key, lead));
    const [person = nextId(), ...others] = [...new Set(matches.map((match) => match.person))].sort();
    for (const other of others) book.join(other, person);
    keys.push(...own.filter((key) => book.learn(key, person)).map((key) => ({ key, person })));

    const earlier = book.leadsOf(person).filter(({ id }) => id !== lead.id);
    const near = earlier.filter((known) => isNear(known, lead, terms.mergeWithinMs)).sort(byPreference);
    const into = near[0] && matches[0] ? { lead: near[0].id, because: matches[0].by } : null;
    if (into && others.length > 0) folds.push(...fold(book, person, near, into));
    if (!into) book.add(person, lead);
    return { person, into, earlier };
  });
  const settled = settleFolds(arrivals, found, folds);
  const people = arrivals.flatMap(({ lead }, index) => {
    const { person = null, into = null } = settled.found[index] ?? {};
    return person === null || into !== null ? [] : [{ leadId: lead.id, person: book.present(person) }];
  });
  const learnt = keys.map(({ key, person }) => ({ key, person: book.present(person) }));
  return { ...settled, people, keys: learnt, joins: book.joins };
}

/** Whether a new lead belongs to this one. */
function isNear({ status, receivedAt }: KnownLead, arrival: Lead, withinMs: number | null): boolean {
  if (withinMs === null || !OPEN_STATUSES.has(status)) return false;
  // A lead that is told late may be the earlier one.
  return Math.abs(arrival.receivedAt.getTime() - receivedAt.getTime()) <= withinMs;
}

/** A lead that somebody has takes the new one in before one that nobody has; of those the oldest. */
function rank({ status }: KnownLead): number {
  return status === 'owned' ? 0 : status === 'offered' ? 1 : 2;
}

function byPreference(one: KnownLead, other: KnownLead): number {
  const age = one.receivedAt.getTime() - other.receivedAt.getTime();
  return rank(one) - rank(other) || age || (one.id < other.id ? -1 : 1);
}

/** Somebody's lead stays with them, and an offer with whom it is made to; what merely waits is one lead from now on. */
function fold(
  book: PeopleBook,
  person: string,
  near: readonly KnownLead[],
  into: { lead: string; because: MatchedBy },
): Fold[] {
  const waiting = near.filter((lead) => lead.id !== into.lead && rank(lead) === 2);
  for (const lead of waiting) book.drop(person, lead);
  return waiting.map(({ id }) => ({ lead: id, into: into.lead, because: into.because }));
}

/** What was folded later in the batch than others went into it takes them along. */
function settleFolds(
  arrivals: readonly Arrival[],
  found: readonly Recognised[],
  folds: readonly Fold[],
): Pick<RecognisedBatch, 'found' | 'folded'> {
  const byLead = new Map(folds.map((one) => [one.lead, one]));
  const last = (lead: string): string => {
    const next = byLead.get(lead);
    return next ? last(next.into) : lead;
  };
  const arrived = new Set(arrivals.map(({ lead }) => lead.id));
  return {
    found: found.map((one, index) => {
      const own = byLead.get(arrivals[index]?.lead.id ?? '');
      const into = own ? { lead: own.into, because: own.because } : one.into;
      return { ...one, into: into && { ...into, lead: last(into.lead) } };
    }),
    folded: folds.filter(({ lead }) => !arrived.has(lead)).map((one) => ({ ...one, into: last(one.into) })),
  };
}
