/**
 * What of a lead's timeline digests count. Each fact is stored with the event that it comes from, in one narrow row, so that the figures
 * of a month need no timeline read. What each figure means is in docs/digests.md.
 */
import type { Lead } from '../lead.ts';
import { type Destination, type TimelineEntry, touchedAt } from '../lead-event.ts';

export const FACT_KINDS = [
  'received',
  'qualified',
  'claimed',
  'offered',
  'accepted',
  'declined',
  'timed-out',
  'given',
  'touched',
  'won',
] as const;
/** `given`: to a rep past all claims and offers, by a rule, an admin or a colleague. */
export type FactKind = (typeof FACT_KINDS)[number];

export interface Fact {
  /** Of a touch: when it was made, which may be before it was recorded. */
  at: Date;
  what: FactKind;
  /** The pool that the lead was in; `null` before its first, and where a rule gave it to a rep. */
  pool: string | null;
  rep: string | null;
  source: string | null;
  country: string | null;
  rule: string | null;
  /** Of a first touch: when the lead had come in. */
  receivedAt: Date | null;
  /** Of a won lead, in the company's currency. */
  amount: number | null;
}

/**
 * The facts of an event that was added to a timeline; `received` has its own way into the store.
 * @param lead as the event leaves it
 * @returns whether a lead qualifies or is touched for the first time, and whether a won one was not won before, the store knows: all three
 *   are said here always
 */
export function factsOf(lead: Lead, { at, event }: TimelineEntry): Fact[] {
  const fact = (what: FactKind, rep: string | null, more: Partial<Fact> = {}): Fact => {
    const { source = null, country = null } = lead.attributes;
    return {
      at,
      what,
      pool: lead.pool,
      rep,
      source,
      country,
      rule: lead.rule,
      receivedAt: null,
      amount: null,
      ...more,
    };
  };
  const touched = (rep: string, made: Date) => fact('touched', rep, { at: made, receivedAt: lead.receivedAt });
  switch (event.type) {
    case 'routed':
    case 'decided':
      return arrival(event.to).map(([what, rep]) => fact(what, rep));
    case 'claimed':
    case 'offered':
    case 'accepted':
    case 'declined':
      return [fact(event.type, event.rep)];
    case 'expired':
      return [fact('timed-out', event.rep)];
    case 'assigned':
      return [fact('given', event.rep)];
    case 'handed-over':
      return [fact('given', event.to)];
    case 'taken-back':
      return event.to === null ? [] : [fact('given', event.to)];
    case 'contacted':
      return [touched(event.rep, touchedAt(event, at))];
    case 'stage':
      return event.stage === 'won'
        ? [touched(event.rep, touchedAt(event, at)), fact('won', event.rep, { amount: event.amount ?? null })]
        : [touched(event.rep, touchedAt(event, at))];
    default:
      return [];
  }
}

/** A lead qualifies when it first goes to a pool or a rep. */
function arrival(to: Destination): [FactKind, string | null][] {
  if (to.kind === 'pool') return [['qualified', null]];
  if (to.kind !== 'rep') return [];
  return [
    ['qualified', to.rep],
    ['given', to.rep],
  ];
}
