/** "Why is Ana owed 0.6?": what each ledger entry added to or took from one rep's balance. */
import type { CreditChange, LedgerEntry, MoveEntry, StandingEntry, TurnEntry, UndoneEntry } from './ledger-entry.ts';
import { LEAD } from './units.ts';

/** What is known of the rep after the newest entry, e.g. from `Account` and `owedAt`. */
export interface OwedNow {
  rep: string;
  /** Units. */
  owed: bigint;
  /** In thousandths. */
  weight: number;
  credited: boolean;
  member: boolean;
}

export interface OwedRow {
  seq: number;
  lead: string | null;
  cause: LedgerEntry['cause'];
  /** Units that this entry added. */
  amount: bigint;
  /** Units owed after it. */
  balance: bigint;
}

export interface OwedExplanation {
  /** Units owed before the oldest of the entries; 0 when all there ever were are given. */
  opening: bigint;
  /** Oldest first: the entries that changed the balance, and those about this rep. The last balance is what is owed now. */
  rows: OwedRow[];
}

/** What decides how much an entry is worth to the rep. */
interface Entitlement {
  rep: string;
  weight: number;
  credited: boolean;
  member: boolean;
}

/**
 * Goes from what is known now back through the entries, so any number of the newest ones will do.
 * @param entries of one rotation, ascending, without a gap, up to the newest
 */
export function explainOwed(entries: readonly LedgerEntry[], now: OwedNow): OwedExplanation {
  const rows: OwedRow[] = [];
  let balance = now.owed;
  let entitled: Entitlement = now;
  for (const entry of entries.toReversed()) {
    entitled = entitlementBefore(entry, entitled);
    const amount = amountOf(entry, entitled);
    const { seq, lead, cause } = entry;
    if (amount !== 0n || entry.rep === now.rep) rows.push({ seq, lead, cause, amount, balance });
    balance -= amount;
  }
  return { opening: balance, rows: rows.reverse() };
}

function entitlementBefore(entry: LedgerEntry, after: Entitlement): Entitlement {
  if (entry.kind === 'standing') return standingBefore(entry, after);
  const isRep = ({ rep }: { rep: string }): boolean => rep === after.rep;
  if (entry.kind === 'turn' && entry.filled?.some(isRep)) return { ...after, credited: true };
  const change: CreditChange | undefined = entry.creditChanges?.find(isRep);
  return change ? { ...after, credited: !change.credited } : after;
}

function standingBefore(entry: StandingEntry, after: Entitlement): Entitlement {
  if (entry.rep !== after.rep) return after;
  const member = entry.cause === 'joined' ? false : entry.cause === 'left' ? true : after.member;
  return { ...after, weight: entry.weight.before, credited: entry.credited.before, member };
}

function amountOf(entry: LedgerEntry, entitled: Entitlement): bigint {
  switch (entry.kind) {
    case 'standing':
      return 0n;
    case 'move':
      return ofMove(entry, entitled.rep);
    case 'turn':
      return ofSharing(entry, entitled) - (entry.rep === entitled.rep ? LEAD : 0n);
    case 'undone':
      return ofSharing(entry, entitled) + (entry.rep === entitled.rep ? LEAD : 0n);
  }
}

function ofMove({ rep: to, from }: MoveEntry, rep: string): bigint {
  return (from === rep ? LEAD : 0n) - (to === rep ? LEAD : 0n);
}

function ofSharing(entry: TurnEntry | UndoneEntry, { rep, weight, credited, member }: Entitlement): bigint {
  const rest = entry.rep === rep ? BigInt(entry.rest ?? 0) : 0n;
  const filled = entry.kind === 'turn' ? entry.filled?.find((one) => one.rep === rep) : undefined;
  if (filled) return BigInt(filled.amount) + rest;
  const shares = (entry.everyone ? member : credited) && (entry.only?.includes(rep) ?? true);
  return shares ? BigInt(entry.share) * BigInt(weight) + rest : rest;
}
