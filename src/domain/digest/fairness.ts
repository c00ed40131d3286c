/**
 * What each member of a rotation was entitled to in a span of time, against what they got, and what made the difference. Goes back through
 * the ledger from what is known now, in one pass over all members together.
 */
import type { Account } from '../rotation/account.ts';
import type { LedgerEntry, StandingEntry, TurnEntry, UndoneEntry } from '../rotation/ledger-entry.ts';
import { LEAD } from '../rotation/units.ts';
import type { Span } from './period.ts';

/** In leads. What somebody got is `entitled + absences + balance + aside`. */
export interface Fairness {
  rep: string;
  /** Their weight's part of all turns while they were a member. */
  entitled: number;
  /** Credited beyond that, or less: they or others were away or at a cap, or leads were not for everybody. */
  absences: number;
  /** Turns beyond what was credited: what they were owed before, or are owed now. */
  balance: number;
}

export interface FairnessReader {
  /** Takes the next entries, each older than the one before. */
  add(entries: readonly { at: Date; entry: LedgerEntry }[]): void;
  /** Members with a turn or a share in the span, in the order of the alphabet. */
  result(): Fairness[];
}

interface Seat {
  rep: string;
  /** In thousandths. */
  weight: number;
  credited: boolean;
  member: boolean;
  /** Sums up to which the amounts below are made up. */
  shareSeen: number;
  partSeen: number;
  creditedLeads: number;
  entitledLeads: number;
  turns: number;
}

/** How far back it has come. */
interface Book {
  seats: Map<string, Seat>;
  memberWeight: number;
  /** Leads for each thousandth of weight: credited to all who are, and what everybody's part would be. */
  share: number;
  part: number;
}

/** @param accounts of the ledger after its newest entry */
export function readFairness(accounts: readonly Account[], { from, to }: Span): FairnessReader {
  const book = openBook(accounts);
  return {
    add(entries) {
      for (const { at, entry } of entries) {
        undo(book, entry);
        if (at >= from && at < to) tally(book, entry);
      }
    },
    result() {
      return [...book.seats.values()]
        .map((seat) => fairnessOf(book, seat))
        .filter(({ entitled, absences, balance }) => entitled !== 0 || absences !== 0 || balance !== 0)
        .sort((one, other) => (one.rep < other.rep ? -1 : 1));
    },
  };
}

function openBook(accounts: readonly Account[]): Book {
  const nothing = { shareSeen: 0, partSeen: 0, creditedLeads: 0, entitledLeads: 0, turns: 0 };
  const seats = accounts.map(({ rep, weight, credited, member }) => ({ rep, weight, credited, member, ...nothing }));
  return {
    seats: new Map(seats.map((seat) => [seat.rep, seat])),
    memberWeight: seats.reduce((sum, { member, weight }) => (member ? sum + weight : sum), 0),
    share: 0,
    part: 0,
  };
}

function settle(book: Book, seat: Seat): void {
  if (seat.credited) seat.creditedLeads += seat.weight * (book.share - seat.shareSeen);
  if (seat.member) seat.entitledLeads += seat.weight * (book.part - seat.partSeen);
  seat.shareSeen = book.share;
  seat.partSeen = book.part;
}

function change(book: Book, rep: string, to: Partial<Pick<Seat, 'credited' | 'member' | 'weight'>>): void {
  const seat = book.seats.get(rep);
  if (!seat) return;
  settle(book, seat);
  if (seat.member) book.memberWeight -= seat.weight;
  Object.assign(seat, to);
  if (seat.member) book.memberWeight += seat.weight;
}

/** What an entry changed about who is entitled is taken back. */
function undo(book: Book, entry: LedgerEntry): void {
  if (entry.kind === 'standing') {
    change(book, entry.rep, standingBefore(entry));
    return;
  }
  for (const { rep, credited } of entry.creditChanges ?? []) change(book, rep, { credited: !credited });
  for (const rep of filledBy(entry).keys()) change(book, rep, { credited: true });
}

function tally(book: Book, entry: LedgerEntry): void {
  switch (entry.kind) {
    case 'standing':
      return;
    case 'move':
      count(book, entry.rep, 1);
      count(book, entry.from, -1);
      return;
    case 'turn':
    case 'undone':
      share(book, entry);
      count(book, entry.rep, entry.kind === 'turn' ? 1 : -1);
  }
}

function share(book: Book, entry: TurnEntry | UndoneEntry): void {
  const amount = inLeads(entry.share);
  const filled = filledBy(entry);
  const isForAll = entry.only === null && !entry.everyone;
  if (book.memberWeight > 0) book.part += (entry.kind === 'turn' ? 1 : -1) / book.memberWeight;
  if (isForAll) book.share += amount;
  else for (const seat of entitledTo(book, entry, filled)) seat.creditedLeads += seat.weight * amount;
  for (const [rep, got] of filled) {
    // Got the last bit that was kept for them, and not the share that all others got.
    const weight = isForAll ? (book.seats.get(rep)?.weight ?? 0) : 0;
    credit(book, rep, got - weight * amount);
  }
  credit(book, entry.rep, inLeads(entry.rest ?? '0'));
}

/** Of a lead that was for some only, or that all shared alike. */
function entitledTo(
  { seats }: Book,
  { only, everyone }: TurnEntry | UndoneEntry,
  filled: ReadonlyMap<string, number>,
): Seat[] {
  return (only ?? [...seats.keys()]).flatMap((rep) => {
    const seat = seats.get(rep);
    return seat && !filled.has(rep) && (everyone ? seat.member : seat.credited) ? [seat] : [];
  });
}

function credit({ seats }: Book, rep: string, leads: number): void {
  const seat = seats.get(rep);
  if (seat) seat.creditedLeads += leads;
}

function count({ seats }: Book, rep: string, turns: number): void {
  const seat = seats.get(rep);
  if (seat) seat.turns += turns;
}

function fairnessOf(book: Book, seat: Seat): Fairness {
  settle(book, seat);
  const { rep, entitledLeads, creditedLeads, turns } = seat;
  return {
    rep,
    entitled: entitledLeads,
    absences: creditedLeads - entitledLeads,
    balance: turns - creditedLeads,
  };
}

/** Sums the rows of several ledgers by rep. */
export function sumFairness(rows: readonly Fairness[]): Map<string, Fairness> {
  const byRep = new Map<string, Fairness>();
  for (const row of rows) {
    const known = byRep.get(row.rep) ?? { rep: row.rep, entitled: 0, absences: 0, balance: 0 };
    byRep.set(row.rep, {
      rep: row.rep,
      entitled: known.entitled + row.entitled,
      absences: known.absences + row.absences,
      balance: known.balance + row.balance,
    });
  }
  return byRep;
}

/** Who got the last bit that was kept for them, in leads. */
function filledBy(entry: LedgerEntry): Map<string, number> {
  const filled = entry.kind === 'turn' ? (entry.filled ?? []) : [];
  return new Map(filled.map(({ rep, amount }) => [rep, inLeads(amount)]));
}

function standingBefore({ cause, weight, credited }: StandingEntry): Partial<Seat> {
  const member = cause === 'joined' ? { member: false } : cause === 'left' ? { member: true } : {};
  return { weight: weight.before, credited: credited.before, ...member };
}

function inLeads(units: string): number {
  return Number(units) / Number(LEAD);
}
