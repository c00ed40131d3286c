/** What the timekeeper reads and notes. */
import type { TimeLimitRepository } from '../ports/time-limits.ts';
import { type LeadRow, toLead } from './lead-rows.ts';
import type { Session } from './session.ts';
import {
  DOWN,
  LIMIT_MESSAGES,
  NOTE_LIMIT_MESSAGES,
  REMINDED_WITH,
  TAKE_DUE_LIMITS,
  UNREACHABLE,
  WATCH,
} from './sql/time-limits.ts';

/** A restart that is over within this counts as no interruption. */
const GAP_MS = 2 * 60_000;

/** A platform that does not answer is tried again every few seconds, and is not held back in between. */
const HELD_WITHIN_MS = 60_000;

/** Whoever is not in chat at all cannot be waited for: others have to be told. The code is that of `settle-failure.ts`. */
const NOT_IN_CHAT = 'rep_not_found';

interface DueRow extends LeadRow {
  mine: boolean;
  changedAt: Date;
  shownAt: Date | null;
  recent: string[] | null;
}

export function timeLimitRepository({ sql }: Session): TimeLimitRepository {
  return {
    async takeDue(now, limit) {
      const rows = await sql<DueRow>(TAKE_DUE_LIMITS, now.toISOString(), limit);
      if (!rows[0]?.mine) return 'busy';
      return rows.flatMap(({ mine, changedAt, shownAt, recent, ...row }) =>
        row.id === null
          ? []
          : [{ lead: toLead(row), changedAt, shownAt, recent: (recent ?? []).map((at) => new Date(at)) }],
      );
    },

    async watch(now, unbroken) {
      await sql(WATCH, now.toISOString(), unbroken, GAP_MS);
    },

    down: (since) => sql<{ from: Date; to: Date }>(DOWN, since.toISOString()),

    async unreachable(reps, now) {
      const heldSince = new Date(now.getTime() - HELD_WITHIN_MS);
      const rows = await sql<{ rep: string }>(UNREACHABLE, JSON.stringify(reps), heldSince.toISOString(), NOT_IN_CHAT);
      return new Set(rows.map(({ rep }) => rep));
    },

    async remindedWith(rep, leadId) {
      return (await sql<LeadRow>(REMINDED_WITH, rep, leadId)).map(toLead);
    },

    async messages(recipients, since) {
      const rows = await sql<{ recipient: string; at: Date }>(
        LIMIT_MESSAGES,
        JSON.stringify(recipients),
        since.toISOString(),
      );
      const sent = new Map<string, Date[]>();
      for (const { recipient, at } of rows) sent.set(recipient, [...(sent.get(recipient) ?? []), at]);
      return sent;
    },

    async noteMessages(recipients, at, forget) {
      await sql(NOTE_LIMIT_MESSAGES, JSON.stringify(recipients), at.toISOString(), forget.toISOString());
    },
  };
}
