/** All leads of one person, in whatever state: by address, by number, and by what Dibs has tied together since. */
import { furtherKeys, isTheirs, type PersonQuery, personKeys, queryKeys } from '../../domain/erase/person.ts';
import type { Lead } from '../../domain/lead.ts';
import type { Store } from '../../ports/store.ts';

export interface FoundPerson {
  /** Not erased ones, in the order of arrival. */
  leads: Lead[];
  /** Leads with a telephone number of theirs and another address: a colleague in the same office, or the same person. Left alone; some of them. */
  alike: Lead[];
}

/** @returns `null` where a lead is named that does not exist */
export async function findPerson({ leads: all, erasure }: Store, query: PersonQuery): Promise<FoundPerson | null> {
  const leads = new Map<string, Lead>();
  const keys = new Set<string>();
  const add = (found: readonly Lead[]) => {
    const fresh = found.filter(({ id }) => !leads.has(id));
    for (const lead of fresh) {
      leads.set(lead.id, lead);
      for (const key of personKeys(lead)) keys.add(key);
    }
    return fresh;
  };

  let wanted = queryKeys(query);
  let fresh: Lead[] = [];
  if ('leadId' in query) {
    const lead = await all.find(query.leadId);
    if (!lead) return null;
    fresh = add(lead.status === 'erased' ? [] : [lead]);
    wanted = furtherKeys(fresh);
  }
  const looked = new Set<string>();
  while (wanted.length > 0 || fresh.length > 0) {
    for (const key of wanted) looked.add(key);
    const found = add(wanted.length > 0 ? await erasure.find(traitsOf(wanted, query)) : []);
    const tied = await erasure.tiedTo([...fresh, ...found].map(({ id }) => id));
    const theirs = add(tied.filter((lead) => isTheirs(lead, keys)));
    fresh = theirs;
    wanted = [...new Set(furtherKeys([...found, ...theirs]))].filter((key) => !looked.has(key));
  }
  return { leads: inOrder(leads), alike: await alikeTo({ leads, keys }, looked, erasure) };
}

/** Leads from before there were keys are found by the values themselves. */
function traitsOf(keys: readonly string[], query: PersonQuery) {
  const values = (kind: string) => keys.flatMap((key) => (key.startsWith(kind) ? [key.slice(kind.length)] : []));
  const asked = 'email' in query ? [query.email] : [];
  return { keys, emails: [...asked, ...values('email:')], phones: values('phone:') };
}

/** A number that more leads have is nobody's: a switchboard, or one that a form fills in. */
const ALIKE_SHOWN = 20;

async function alikeTo(
  { leads, keys }: { leads: ReadonlyMap<string, Lead>; keys: ReadonlySet<string> },
  looked: ReadonlySet<string>,
  erasure: Store['erasure'],
): Promise<Lead[]> {
  const numbers = [...keys].filter((key) => key.startsWith('phone:') && !looked.has(key));
  if (numbers.length === 0) return [];
  const phones = numbers.map((key) => key.slice('phone:'.length));
  const found = await erasure.find({ keys: numbers, emails: [], phones }, { limit: leads.size + ALIKE_SHOWN });
  return found.filter(({ id }) => !leads.has(id));
}

/** Leads that came in from the same person since then. */
export async function writtenSince(
  { erasure }: Store,
  query: PersonQuery,
  leads: readonly Lead[],
  since: Date,
): Promise<Lead[]> {
  const keys = [...new Set([...queryKeys(query), ...furtherKeys(leads)])];
  return keys.length === 0 ? [] : erasure.find(traitsOf(keys, query), { since });
}

function inOrder(leads: ReadonlyMap<string, Lead>): Lead[] {
  return [...leads.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
