/**
 * A ledger that does not do what it promises: it does not add up, or its own turns have moved a member further from their share than
 * turns ever do. What was given past the rotation (by hand, by a rule, to a returning owner, or to the few who can take a lead) is
 * no drift: the ledger says so, and the turns that follow make up for it.
 */
import { type Account, owedAt } from '../rotation/account.ts';
import { explainOwed } from '../rotation/explain-owed.ts';
import type { LedgerEntry } from '../rotation/ledger-entry.ts';
import { inLeads, LEAD } from '../rotation/units.ts';
import type { Alarm } from './alarm.ts';

export interface Ledger {
  pool: string;
  /** The virtual queue; empty where the pool has but one. */
  queue: string;
  level: bigint;
  carry: bigint;
  accounts: readonly Account[];
}

/** Members come and go, and offers lapse: it must stay so. */
const HOLD_MS = 30 * 60_000;

const MOST_NAMED = 5;

/** Whose balance is out of bounds, so that their entries have to be read. @param keeps leads that the pool keeps for who is away */
export function outOfBounds({ accounts, level }: Ledger, keeps: number): Account[] {
  return accounts.filter((account) => account.member && isBeyond(owedAt(account, level), account, keeps));
}

/** @param entries the newest ones, ascending and without a gap; `[]` where nobody is out of bounds */
export function fairnessDrift(ledger: Ledger, keeps: number, entries: readonly LedgerEntry[]): Alarm | null {
  const { pool, queue, accounts, level, carry } = ledger;
  const sum = accounts.reduce((total, account) => total + owedAt(account, level), carry);
  const drifted = outOfBounds(ledger, keeps).filter((account) => {
    const owed = owedAt(account, level);
    const moved = byTurns(entries, account, owed);
    return isBeyond(moved, account, keeps) && moved > 0n === owed > 0n;
  });
  if (sum === 0n && drifted.length === 0) return null;
  const named = drifted.slice(0, MOST_NAMED).map((account) => {
    const owed = inLeads(owedAt(account, level));
    return owed > 0 ? `${account.rep} is owed ${owed} leads.` : `${account.rep} has had ${-owed} leads too many.`;
  });
  return {
    key: `fairness:${pool}:${queue}`,
    title: `The turns in ${pool}${queue ? ` (${queue})` : ''} have become unfair`,
    lines: [
      ...(sum === 0n ? [] : ['The ledger does not add up. That is a fault of Dibs: please report it.']),
      ...named,
      'See with /lead owed lead by lead how it came, and with /lead queue who is passed over and why.',
    ],
    holdMs: HOLD_MS,
  };
}

function isBeyond(units: bigint, { keeps: kept }: Account, keeps: number): boolean {
  const bound = LEAD * BigInt(1 + Math.max(keeps, kept));
  return units > bound || units < -bound;
}

/** What the rotation's own turns among all have added to a balance, in units. */
function byTurns(entries: readonly LedgerEntry[], account: Account, owed: bigint): bigint {
  const own = new Set(entries.filter(isOwnTurn).map(({ seq }) => seq));
  const { rep, weight, credited, member } = account;
  const { rows } = explainOwed(entries, { rep, owed, weight, credited, member });
  return rows.reduce((sum, { seq, amount }) => (own.has(seq) ? sum + amount : sum), 0n);
}

function isOwnTurn(entry: LedgerEntry): boolean {
  return entry.kind === 'turn' && entry.only === null && (entry.cause === 'offered' || entry.cause === 'claimed');
}
