/** The ledgers of the pools. Amounts are text in the tables, since they outgrow 64 bits. */
import { AppError } from '../domain/errors.ts';
import type { Account } from '../domain/rotation/account.ts';
import type { LedgerEntry } from '../domain/rotation/ledger-entry.ts';
import type { RotationRepository } from '../ports/rotations.ts';
import type { Session } from './session.ts';
import {
  ENTRIES_UNTIL,
  LOAD_ROTATION,
  NEWEST_ENTRIES,
  QUEUES_OF,
  ROTATION_POSITIONS,
  SAVE_ROTATIONS,
} from './sql/rotations.ts';

export type AccountRow = Omit<Account, 'banked' | 'since'> & { banked: string; since: string };

export function rotationRepository({ sql }: Session): RotationRepository {
  return {
    positions: (keys) => sql(ROTATION_POSITIONS, JSON.stringify(keys)),

    async queuesOf(pool, limit) {
      return (await sql<{ queue: string }>(QUEUES_OF, pool, limit)).map((row) => row.queue);
    },

    async load({ pool, queue }) {
      const [row] = await sql<{ seq: number; level: string; carry: string; accounts: AccountRow[] }>(
        LOAD_ROTATION,
        pool,
        queue,
      );
      if (!row) return null;
      const { seq, level, carry, accounts } = row;
      return { seq, level: BigInt(level), carry: BigInt(carry), accounts: accounts.map(toAccount) };
    },

    async save(changes, at) {
      const batch = {
        rotations: changes.map(({ pool, queue, seq, level, carry, entries }) => ({
          pool,
          queue,
          seq,
          level: String(level),
          carry: String(carry),
          after: seq - entries.length,
        })),
        accounts: changes.flatMap(({ pool, queue, accounts }) =>
          accounts.map((account) => ({ ...toRow(account), pool, queue })),
        ),
        entries: changes.flatMap(({ pool, queue, entries }) =>
          entries.map((entry) => ({ pool, queue, seq: entry.seq, entry })),
        ),
      };
      const [result] = await sql<{ written: number }>(SAVE_ROTATIONS, JSON.stringify(batch), at.toISOString());
      if (result?.written === changes.length) return;
      throw new AppError('ledger_changed_meanwhile', 'another assigner wrote this ledger', { retry: 'later' });
    },

    async newestEntries({ pool, queue }, limit) {
      return (await sql<{ at: Date; entry: LedgerEntry }>(NEWEST_ENTRIES, pool, queue, limit)).reverse();
    },

    entriesUntil: ({ pool, queue }, seq, limit) => sql(ENTRIES_UNTIL, pool, queue, seq, limit),
  };
}

export function toAccount({ banked, since, ...row }: AccountRow): Account {
  return { ...row, banked: BigInt(banked), since: BigInt(since) };
}

function toRow({ banked, since, ...account }: Account): AccountRow {
  return { ...account, banked: String(banked), since: String(since) };
}
