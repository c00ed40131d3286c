/** How far each lead has got to each system outside. */
import type { DeadCount } from '../domain/hand-over/remedies.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';
import type { DeadLetter, FailingTarget, HandOver, HandOverRepository } from '../ports/hand-overs.ts';
import { type LeadRow, toLead } from './lead-rows.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';
import {
  BEGIN_HAND_OVERS,
  COUNT_DEAD,
  END_HAND_OVERS,
  EVENTS_AFTER,
  FAILING_TARGETS,
  LEADS_OF_RECORDS,
  LIST_DEAD,
  REPLAY_DEAD,
} from './sql/hand-overs.ts';

interface BegunColumns {
  sentVersion: number | null;
  remoteId: string | null;
  attempts: number | null;
  failedAt: Date | null;
}

export function handOverRepository(session: Session, queues: Queues): HandOverRepository {
  const { sql } = session;
  return {
    enqueue: (wanted) => queues.addHandOvers(session, wanted),

    async begin(target, leadIds, { holder, now, leaseMs }) {
      const until = new Date(now.getTime() + leaseMs);
      const rows = await sql<LeadRow & BegunColumns>(
        BEGIN_HAND_OVERS,
        JSON.stringify(leadIds),
        target,
        holder,
        now.toISOString(),
        until.toISOString(),
      );
      const mine = rows.flatMap(({ sentVersion, remoteId, attempts, failedAt, ...lead }): HandOver[] =>
        sentVersion === null || attempts === null
          ? []
          : [{ lead: toLead(lead), entries: [], sentVersion, remoteId, attempts, failedAt }],
      );
      await addEntries(session, mine);
      return { mine, busy: rows.filter(({ attempts }) => attempts === null).map(({ id }) => id) };
    },

    async end(target, holder, updates) {
      if (updates.length === 0) return;
      const rows = updates.map(({ leadId, sentVersion, remoteId, failedAt, ...same }) => ({
        ...same,
        lead_id: leadId,
        sent_version: sentVersion,
        remote_id: remoteId,
        failed_at: failedAt,
      }));
      await sql(END_HAND_OVERS, target, holder, JSON.stringify(rows));
    },

    countDead: (target) => sql<DeadCount>(COUNT_DEAD, target),

    listDead: (target, limit) => sql<DeadLetter>(LIST_DEAD, target, limit),

    replay: (target, limit) =>
      session.atomically(async (inside) => {
        const rows = await inside.sql<{ leadId: string }>(REPLAY_DEAD, target, limit);
        await queues.addHandOvers(
          inside,
          rows.map(({ leadId }) => ({ target, leadId })),
        );
        return rows.length;
      }),

    failing: () => sql<FailingTarget>(FAILING_TARGETS),

    async leadsOf(target, remoteIds) {
      const rows = await sql<LeadRow & { remoteId: string }>(LEADS_OF_RECORDS, target, JSON.stringify(remoteIds));
      return rows.map(({ remoteId, ...lead }) => ({ remoteId, lead: toLead(lead) }));
    },

    countWaiting: (target) => queues.countHandOvers(target),

    async readUpTo(target) {
      return (await session.prisma.readCursor.findUnique({ where: { target } }))?.position ?? null;
    },

    async saveRead(target, position, readAt) {
      const values = { position, readAt };
      await session.prisma.readCursor.upsert({ where: { target }, create: { target, ...values }, update: values });
    },
  };
}

/** Up to the version that the lead was read at: what came in between has a job of its own. */
async function addEntries({ sql }: Session, begun: readonly HandOver[]): Promise<void> {
  if (begun.length === 0) return;
  const wanted = begun.map(({ lead, sentVersion }) => ({ id: lead.id, after: sentVersion, upto: lead.version }));
  const byLead = new Map(begun.map((one) => [one.lead.id, one]));
  const rows = await sql<{ leadId: string } & TimelineEntry>(EVENTS_AFTER, JSON.stringify(wanted));
  for (const { leadId, ...entry } of rows) byLead.get(leadId)?.entries.push(entry);
}
