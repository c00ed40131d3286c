/** What the assigner reads of leads and their reps. */
import type { Lead } from '../domain/lead.ts';
import type { PushRepository, ResultCount } from '../ports/push.ts';
import { type LeadRow, toLead } from './lead-rows.ts';
import type { Session } from './session.ts';
import {
  HELD_POOLS,
  LOADS,
  OFFERED,
  OPEN_OFFERS,
  RESULTS,
  TAKE_DUE,
  TAKE_HELD,
  WAIT_FOR_ASSIGNER,
} from './sql/push.ts';

/** Sorts before every lead. */
const BEFORE_ALL: Pick<Lead, 'receivedAt' | 'id'> = {
  receivedAt: new Date(0),
  id: '00000000-0000-0000-0000-000000000000',
};

export function pushRepository({ sql }: Session): PushRepository {
  return {
    async takeDue(now, limit) {
      const rows = await sql<{ mine: boolean; shown: 'yes' | 'never' | null } & LeadRow>(
        TAKE_DUE,
        now.toISOString(),
        limit,
      );
      if (!rows[0]?.mine) return 'busy';
      return rows.flatMap(({ mine, shown, ...row }) =>
        row.id === null ? [] : [{ lead: toLead(row), shown: shown ?? 'not_yet' }],
      );
    },

    async waitForLock() {
      await sql(WAIT_FOR_ASSIGNER);
    },

    async heldPools() {
      return (await sql<{ pool: string }>(HELD_POOLS)).map((row) => row.pool);
    },

    async takeHeld(pool, after, limit) {
      const { receivedAt, id } = after ?? BEFORE_ALL;
      return (await sql<LeadRow>(TAKE_HELD, pool, receivedAt.toISOString(), id, limit)).map(toLead);
    },

    async loads(reps, since) {
      const rows = await sql<{ rep: string; pool: string | null; received: string[]; open: number }>(
        LOADS,
        JSON.stringify(reps),
        since.toISOString(),
      );
      return rows.map((row) => ({ ...row, received: row.received.map((at) => new Date(at)) }));
    },

    async openOffers() {
      const rows = await sql<{ rep: string; offers: number }>(OPEN_OFFERS);
      return new Map(rows.map(({ rep, offers }) => [rep, offers]));
    },

    results: (pool, since) => sql<ResultCount>(RESULTS, pool, since.toISOString()),

    async offered(rep) {
      return (await sql<{ id: string }>(OFFERED, rep)).map((row) => row.id);
    },
  };
}
