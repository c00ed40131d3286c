/** Leads, their timelines and the keys under which repeats are recognised. */
import { AppError } from '../domain/errors.ts';
import type { Lead, LeadStatus } from '../domain/lead.ts';
import { applyEvent, type TimelineEntry } from '../domain/lead-event.ts';
import type { PeopleChanges } from '../domain/people/recognise.ts';
import type { LeadChange, LeadRepository, NewLead, TakenKey } from '../ports/store.ts';
import { sqlFailure, UNIQUE_VIOLATION } from './errors.ts';
import { type KnownLeadRow, type KnownPersonRow, toKnownLead, toKnownPerson } from './known-rows.ts';
import { eventRow, factRows, type LeadRow, leadRow, newLeadRow, toLead } from './lead-rows.ts';
import type { Session } from './session.ts';
import { ADD_KEYS } from './sql/add-keys.ts';
import { APPEND_CHANGES } from './sql/append-changes.ts';
import { FIND_KEYS } from './sql/find-keys.ts';
import { FIND_LEAD, LEAD_TIMELINE } from './sql/find-lead.ts';
import { INSERT_LEADS } from './sql/insert-leads.ts';
import { JOIN_PEOPLE } from './sql/join-people.ts';
import { LOCK_LEADS } from './sql/lock-leads.ts';
import { COUNT_TAKEN, LOCK_BUDGET } from './sql/push.ts';
import { REFUSED_LEADS } from './sql/refused-leads.ts';
import { IDLE_LEADS, STRANDED_LEADS } from './sql/stranded-leads.ts';
import { TAKE_RECEIVED } from './sql/take-received.ts';

export function leadRepository(session: Session): LeadRepository {
  const { sql } = session;
  return {
    insert: (leads) => insert(session, leads),

    async addKeys(keys) {
      const rows = keys.map(({ key, leadId, requestHash }) => ({ key, lead_id: leadId, request_hash: requestHash }));
      await sql(ADD_KEYS, JSON.stringify(rows.sort(byKey)));
    },

    findKeys: (keys) => sql<TakenKey>(FIND_KEYS, JSON.stringify(keys)),

    async takeReceived(limit, recognising) {
      const rows = await sql<TakenRow>(TAKE_RECEIVED, limit, recognising, LEADS_OF_A_PERSON);
      if (!rows[0]?.mine) return 'busy';
      return rows.flatMap(({ mine, known, companyLead, match_keys: _, company: __, ...row }) =>
        row.id === null
          ? []
          : [
              {
                lead: toLead(row),
                known: known?.map(toKnownPerson) ?? [],
                companyLead: companyLead && toKnownLead(companyLead),
              },
            ],
      );
    },

    async lock(ids) {
      return (await sql<LeadRow>(LOCK_LEADS, JSON.stringify(ids))).map(toLead);
    },

    append: (changes, people) => append(session, changes, people),

    async find(id) {
      const [row] = await sql<LeadRow>(FIND_LEAD, id);
      return row ? toLead(row) : null;
    },

    async timeline(id) {
      return sql<TimelineEntry>(LEAD_TIMELINE, id);
    },

    async ownedBy(rep, limit) {
      const where = { status: 'owned', owner: rep };
      const rows = await session.prisma.lead.findMany({
        where,
        orderBy: { ownedAt: 'desc' },
        take: limit,
        omit: FOUND_BY,
      });
      return rows.map(toLead);
    },

    async refused(limit) {
      const rows = await sql<LeadRow & { refusedAt: Date; refusedBy: string | null }>(REFUSED_LEADS, limit);
      return rows.map(({ refusedAt, refusedBy, ...row }) => ({ lead: toLead(row), by: refusedBy, at: refusedAt }));
    },

    async countTaken(pool, reps, since) {
      // First the lock, then the count: the count must see what whoever had the lock before has committed.
      await sql(LOCK_BUDGET, pool);
      const rows = await sql<{ rep: string; taken: number }>(
        COUNT_TAKEN,
        pool,
        JSON.stringify(reps),
        since.toISOString(),
      );
      return new Map(rows.map(({ rep, taken }) => [rep, taken]));
    },

    async strandedOutside(pools, limit) {
      return (await sql<{ id: string }>(STRANDED_LEADS, JSON.stringify(pools), limit)).map((row) => row.id);
    },

    async idleIn(pools, limit) {
      return (await sql<{ id: string }>(IDLE_LEADS, JSON.stringify(pools), limit)).map((row) => row.id);
    },

    async countByStatus() {
      const rows = await session.prisma.lead.groupBy({ by: 'status', _count: true });
      return Object.fromEntries(rows.map((row) => [row.status as LeadStatus, row._count]));
    },

    async backlog() {
      const { _count, _min } = await session.prisma.lead.aggregate({
        where: { status: 'received' },
        _count: true,
        _min: { receivedAt: true },
      });
      return { waiting: _count, oldest: _min.receivedAt };
    },
  };
}

/** A person with more leads that did not go into one another has them from years; the newest tell enough. */
const LEADS_OF_A_PERSON = 20;

type TakenRow = LeadRow & {
  mine: boolean;
  known: KnownPersonRow[] | null;
  companyLead: KnownLeadRow | null;
  match_keys: string[];
  company: string | null;
};

/** What only the database looks at. */
const FOUND_BY = { matchKeys: true, person: true, company: true } as const;

async function insert(session: Session, leads: readonly NewLead[]): Promise<'stored' | 'key_taken'> {
  const batch = {
    leads: leads.map(({ id, at, attributes }) =>
      newLeadRow(applyEvent(null, { version: 1, at, event: { type: 'received', attributes } }, id)),
    ),
    // In one order everywhere: two batches that share keys would otherwise wait for each other.
    keys: leads
      .flatMap(({ id, keys }) => keys.map(({ key, requestHash }) => ({ key, lead_id: id, request_hash: requestHash })))
      .sort(byKey),
  };
  try {
    const [free] = await session.sql<{ yes: boolean }>(INSERT_LEADS, JSON.stringify(batch));
    return free?.yes ? 'stored' : 'key_taken';
  } catch (error) {
    const failure = sqlFailure(error);
    if (failure?.state !== UNIQUE_VIOLATION || failure.constraint !== 'intake_key_pkey') throw error;
    // Someone took a key in the same instant. A transaction is spoilt by that and must be run again as a whole.
    if (session.inTransaction) throw new AppError('database_busy', 'a key was taken meanwhile', { retry: 'later' });
    return 'key_taken';
  }
}

function byKey(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? -1 : 1;
}

const NOBODY: PeopleChanges = { people: [], keys: [], joins: [] };

async function append(session: Session, changes: readonly LeadChange[], people = NOBODY): Promise<void> {
  const { sql } = session;
  for (const { from, into } of people.joins) await sql(JOIN_PEOPLE, from, into);
  // A lead that changes several times at once ends as its last change leaves it.
  const leads = new Map<string, Lead>();
  for (const { lead } of changes) leads.set(lead.id, lead);
  const batch = {
    leads: [...leads.values()].map(leadRow),
    events: changes.map(({ lead, entry }) => eventRow(lead.id, entry)),
    facts: factRows(changes),
    people: people.people.map(({ leadId, person }) => ({ lead_id: leadId, id: person })),
    keys: people.keys,
  };
  const [result] = await unlessKnown(sql<{ written: number }>(APPEND_CHANGES, JSON.stringify(batch)));
  if (result?.written === leads.size) return;
  throw new AppError('lead_changed_meanwhile', `${leads.size} changes, ${result?.written} follow on what is stored`, {
    retry: 'never',
  });
}

/** Another router has met the same people in the same instant. */
async function unlessKnown<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    const failure = sqlFailure(error);
    if (failure?.state !== UNIQUE_VIOLATION || failure.constraint !== 'person_key_pkey') throw error;
    throw new AppError('database_busy', 'somebody became known meanwhile', { retry: 'later' });
  }
}
