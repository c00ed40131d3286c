/** Who received leads are about. The open leads of those who are known are locked, so that what is decided of them holds. */
import { type Lead, OPEN_STATUSES } from '../../domain/lead.ts';
import type { KnownPerson } from '../../domain/people/known-person.ts';
import { type RecognisedBatch, recognise } from '../../domain/people/recognise.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Ids } from '../../ports/ids.ts';
import type { ReceivedLead, Repositories } from '../../ports/store.ts';

export interface RecognisedLeads extends RecognisedBatch {
  /** Open leads of people who are known, as they are now, by id. */
  open: ReadonlyMap<string, Lead>;
}

/** One statement where somebody is known who has an open lead, else none. @returns `null` where nobody is to be recognised */
export async function recogniseReceived(
  tx: Repositories,
  received: readonly ReceivedLead[],
  { ruleset, ids }: { ruleset: Ruleset; ids: Ids },
): Promise<RecognisedLeads | null> {
  if (!ruleset.people) return null;
  const own = new Set(received.map(({ lead }) => lead.id));
  const isOpen = ({ id, status }: { id: string; status: Lead['status'] }) => OPEN_STATUSES.has(status) && !own.has(id);
  const wanted = received.flatMap(({ known }) => known.flatMap(({ leads }) => leads.filter(isOpen)));
  const locked = wanted.length > 0 ? await tx.leads.lock([...new Set(wanted.map(({ id }) => id))]) : [];
  const open = new Map(locked.map((lead) => [lead.id, lead]));
  const arrivals = received.map(({ lead, known }) => ({ lead, known: known.map((person) => asOf(person, open)) }));
  return { ...recognise(arrivals, ruleset.people, ids.next), open };
}

/** What was read of a lead before it was locked may be out of date. */
function asOf(person: KnownPerson, locked: ReadonlyMap<string, Lead>): KnownPerson {
  return {
    ...person,
    leads: person.leads.map((known) => {
      const lead = locked.get(known.id);
      if (!lead) return known;
      const { status, owner, ownedAt, pool } = lead;
      return { ...known, status, owner, ownedAt, pool };
    }),
  };
}
