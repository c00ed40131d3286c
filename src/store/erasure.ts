/** Finding all that is about a person, and taking it out. */
import type { Lead } from '../domain/lead.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';
import type { ErasureRepository, OutlivedLead, StoredNotice, StoredTable, TableHits } from '../ports/erasure.ts';
import type { HandedOver } from '../ports/exports.ts';
import type { DeliveryQueue } from './boss.ts';
import { firstIdAt } from './ids-by-time.ts';
import { eventRow, type LeadRow, leadRow, toLead } from './lead-rows.ts';
import type { Session } from './session.ts';
import {
  FIND_PERSON,
  FORGET_JOBS,
  FORGET_PERSON_KEYS,
  MERGED_WITH,
  NOTICES_ABOUT,
  NOTICES_WITH,
  outlived,
  REDRAW_CARDS,
  REVIVE_CARDS,
  REWRITE_LEAD,
  REWRITE_NOTICES,
  SPREAD_CARDS,
  TAKE_TRACES,
  TIED_LEADS,
  TIMELINES,
} from './sql/erasure.ts';
import { STORED_TABLES, searchTable } from './sql/search-tables.ts';

/** Sorts before every lead. */
const BEFORE_ALL: Pick<Lead, 'receivedAt' | 'id'> = { receivedAt: new Date(0), id: firstIdAt(null) };

interface TakenTraces {
  events: number;
  intakeKeys: number;
  handed: HandedOver[];
  persons: string[];
}

export function erasureRepository(session: Session, queue: DeliveryQueue): ErasureRepository {
  const { sql } = session;

  /** Runs a statement that makes work for conversations, and commits their jobs with it. */
  function announcing(statement: string, given: unknown): Promise<string[]> {
    return session.atomically(async (inside) => {
      const conversations = (await inside.sql<{ id: string }>(statement, JSON.stringify(given))).map(({ id }) => id);
      await queue.add(inside, conversations);
      return conversations;
    });
  }

  return {
    async find({ keys, emails, phones }, { limit, since } = {}) {
      const traits = [keys, emails, phones].map((values) => JSON.stringify(values));
      return (await sql<LeadRow>(FIND_PERSON, ...traits, limit ?? null, firstIdAt(since ?? null))).map(toLead);
    },

    async tiedTo(ids) {
      return (await sql<LeadRow>(TIED_LEADS, JSON.stringify(ids))).map(toLead);
    },

    async mergedWith(ids) {
      return (await sql<{ id: string }>(MERGED_WITH, JSON.stringify(ids))).map(({ id }) => id);
    },

    async timelines(ids) {
      const timelines = new Map<string, TimelineEntry[]>(ids.map((id) => [id, []]));
      const rows = await sql<TimelineEntry & { leadId: string }>(TIMELINES, JSON.stringify(ids));
      for (const { leadId, ...entry } of rows) timelines.get(leadId)?.push(entry);
      return timelines;
    },

    takeTraces: (skeletons, personKeys) =>
      session.atomically(async (inside) => {
        const leads = JSON.stringify([...skeletons.keys()]);
        const events = [...skeletons].flatMap(([id, timeline]) => timeline.map((entry) => eventRow(id, entry)));
        const given = JSON.stringify({ leads: [...skeletons.keys()], events });
        const [taken] = await inside.sql<TakenTraces>(TAKE_TRACES, given);
        const { handed = [], persons = [], events: bare = 0, intakeKeys = 0 } = taken ?? {};
        const keys = await inside.sql(FORGET_PERSON_KEYS, JSON.stringify(persons), JSON.stringify(personKeys));
        const [jobs] = await inside.sql<{ jobs: number }>(FORGET_JOBS, leads);
        const rows = { events: bare, intakeKeys, personKeys: keys.length, handOvers: handed.length };
        return { rows: { ...rows, jobs: jobs?.jobs ?? 0 }, remote: handed };
      }),

    async rewrite(lead, timeline) {
      const { id, attributes, match_keys, company } = leadRow(lead);
      const events = timeline.map((entry) => eventRow(lead.id, entry));
      await sql(REWRITE_LEAD, JSON.stringify({ lead: { id, attributes, match_keys, company }, events }));
    },

    async reviveCards(leadIds) {
      await sql(REVIVE_CARDS, JSON.stringify(leadIds));
    },

    redrawCards: (leadIds) => announcing(REDRAW_CARDS, leadIds),

    async spreadCards(leads, from) {
      const next = JSON.stringify(leads.map(({ id, version }) => ({ id, version: version + 1 })));
      const [spread] = await sql<{ cards: number }>(SPREAD_CARDS, next, from.toISOString());
      return spread?.cards ?? 0;
    },

    async notices(leadIds, values) {
      const about = await sql<StoredNotice>(NOTICES_ABOUT, JSON.stringify(leadIds));
      if (values.length === 0) return about;
      const known = new Set(about.map(({ deliveryId }) => deliveryId));
      const others = await sql<StoredNotice>(NOTICES_WITH, JSON.stringify(values.map(containing)));
      return [...about, ...others.filter(({ deliveryId }) => !known.has(deliveryId))];
    },

    rewriteNotices: (notices) => announcing(REWRITE_NOTICES, notices),

    outlived(status, before, after, limit) {
      const { receivedAt, id } = after ?? BEFORE_ALL;
      return sql<OutlivedLead>(outlived(status), before.toISOString(), receivedAt.toISOString(), id, limit);
    },

    tables: () => sql<StoredTable>(STORED_TABLES),

    async search(table, values) {
      const [found] = await sql<TableHits>(searchTable(table), JSON.stringify(values.map(containing)));
      return found ?? { rows: 0, left: 0, elsewhere: 0, leads: [] };
    },
  };
}

/** A pattern for whatever has this text in it. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
