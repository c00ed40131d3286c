/** What alarms are made of, and which there are. */
import type { AlarmState } from '../domain/alarms/alarm.ts';
import type { WaitingConversation } from '../domain/alarms/failing-deliveries.ts';
import type { AlarmRepository, WaitingInPool } from '../ports/alarms.ts';
import { type AccountRow, toAccount } from './rotations.ts';
import type { Session } from './session.ts';
import {
  ALARMS,
  COUNT_SOURCES,
  FORGET_HOURS,
  KEEP_ALARMS,
  LEDGERS,
  NOTE_WAITING,
  OVERDUE_WORK,
  RAISED_ALARMS,
  SOURCES,
  USUAL_WAITING,
  WAITING_CONVERSATIONS,
  WAITING_IN_POOLS,
} from './sql/alarms.ts';

export function alarmRepository({ sql }: Session): AlarmRepository {
  return {
    known: () => sql<AlarmState>(ALARMS),

    async keep(kept, forgotten) {
      await sql(KEEP_ALARMS, JSON.stringify(kept), JSON.stringify(forgotten));
    },

    async raised() {
      const rows = await sql<{ kind: string; raised: number }>(RAISED_ALARMS);
      return Object.fromEntries(rows.map(({ kind, raised }) => [kind, raised]));
    },

    waiting: () => sql<WaitingInPool>(WAITING_IN_POOLS),

    async overdueWork() {
      const [row] = await sql<{ router: string | null; assigner: Date | null; timekeeper: Date | null }>(OVERDUE_WORK);
      return {
        router: madeAt(row?.router ?? null),
        assigner: row?.assigner ?? null,
        timekeeper: row?.timekeeper ?? null,
      };
    },

    async conversations(refusedSince) {
      const rows = await sql<Omit<WaitingConversation, 'oldest'> & { first: string | null }>(
        WAITING_CONVERSATIONS,
        refusedSince.toISOString(),
      );
      return rows.map(({ first, ...row }) => ({ ...row, oldest: madeAt(first) }));
    },

    async ledgers(pools, limit) {
      const rows = await sql<{ pool: string; queue: string; level: string; carry: string; accounts: AccountRow[] }>(
        LEDGERS,
        JSON.stringify(pools),
        limit,
      );
      return rows.map(({ level, carry, accounts, ...key }) => ({
        ...key,
        level: BigInt(level),
        carry: BigInt(carry),
        accounts: accounts.map(toAccount),
      }));
    },

    async countSources(since) {
      await sql(COUNT_SOURCES, since.toISOString());
    },

    async noteWaiting(hour, pools) {
      await sql(NOTE_WAITING, hour.toISOString(), JSON.stringify(pools));
    },

    usualWaiting: (since, leastHours) => sql(USUAL_WAITING, since.toISOString(), leastHours),

    async sources(since, { silent, leastHours, limit }) {
      const rows = await sql<{ source: string; hours: number[] }>(
        SOURCES,
        since.toISOString(),
        leastHours,
        limit,
        silent.toISOString(),
      );
      return rows.map(({ source, hours }) => ({ source, hours: hours.map((seconds) => new Date(seconds * 1_000)) }));
    },

    async forgetHours(before) {
      await sql(FORGET_HOURS, before.toISOString());
    },
  };
}

/** Version 7 of a UUID begins with the time at which it was made, in ms. */
function madeAt(id: string | null): Date | null {
  return id === null ? null : new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}
