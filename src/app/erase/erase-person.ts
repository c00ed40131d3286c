/** Removes a person everywhere, and says what was found, what went, and what only people can remove. */
import type { PersonQuery } from '../../domain/erase/person.ts';
import { contactValues, tellingValues } from '../../domain/erase/telling-values.ts';
import type { Lead, LeadStatus } from '../../domain/lead.ts';
import type { TimelineEntry } from '../../domain/lead-event.ts';
import type { ErasedRows } from '../../ports/erasure.ts';
import type { HandedOver } from '../../ports/exports.ts';
import { createEraseLeads, type EraseContext } from './erase-leads.ts';
import { findPerson, writtenSince } from './find-person.ts';
import { type SearchedTable, searchEverywhere } from './prove-erased.ts';

/** A lead of the person, without anything personal. */
export interface PersonLead {
  id: string;
  status: LeadStatus;
  pool: string | null;
  owner: string | null;
  receivedAt: Date;
}

export interface PersonErased {
  /** What was there. */
  leads: PersonLead[];
  /** Leads that share a telephone number under another address; they are left alone. */
  alike: PersonLead[];
  /** Rows that went, beside those of the leads; `null` in a dry run. */
  erased: (ErasedRows & { leads: number; notices: number }) | null;
  /** Records that are still in systems outside. */
  remote: HandedOver[];
  /** Leads that came in from the same person meanwhile: new ones, which stay. */
  since: PersonLead[];
}

export interface ErasePerson {
  /** @returns `null` where a lead is named that does not exist. In a dry run nothing changes */
  erase(query: PersonQuery, options: { dryRun: boolean }): Promise<{ done: PersonErased; proof: Proof } | null>;
}

/** Searches every table for what was erased; to be read once, table by table. */
export type Proof = AsyncGenerator<SearchedTable>;

/** Leads of one transaction: few enough that nobody waits for it. */
const BATCH = 100;

/** The clocks of two instances, at most. */
const CLOCKS_DIFFER_MS = 60_000;

export function createErasePerson(context: EraseContext): ErasePerson {
  const { store } = context;
  const eraseLeads = createEraseLeads(context);

  return {
    async erase(query, { dryRun }) {
      const startedAt = context.clock.now();
      const found = await findPerson(store, query);
      if (!found) return null;
      const { leads, alike } = found;
      const ids = leads.map(({ id }) => id);
      let total = NOTHING;
      const remote: HandedOver[] = dryRun ? (await store.exports.belongings(ids)).handOvers : [];
      const timelines: TimelineEntry[][] = [];
      for (let at = 0; at < ids.length && !dryRun; at += BATCH) {
        const batch = await eraseLeads(ids.slice(at, at + BATCH), { everywhere: true });
        total = sum(total, { ...batch.rows, leads: batch.ids.length, notices: batch.notices });
        remote.push(...batch.remote);
        timelines.push(...batch.timelines);
      }
      const since = dryRun
        ? []
        : await writtenSince(store, query, leads, new Date(startedAt.getTime() - CLOCKS_DIFFER_MS));
      const values = [...new Set([...tellingValues(timelines), ...askedValues(query)])];
      return {
        done: {
          leads: leads.map(outline),
          alike: alike.map(outline),
          erased: dryRun ? null : total,
          remote,
          since: since.map(outline),
        },
        proof: searchEverywhere(store, values),
      };
    },
  };
}

type Totals = NonNullable<PersonErased['erased']>;

const NOTHING: Totals = { leads: 0, notices: 0, events: 0, intakeKeys: 0, personKeys: 0, handOvers: 0, jobs: 0 };

function sum(one: Totals, other: Totals): Totals {
  const entries = Object.entries(one).map(([name, count]) => [name, count + other[name as keyof Totals]]);
  return Object.fromEntries(entries) as Totals;
}

function askedValues(query: PersonQuery): string[] {
  return 'leadId' in query ? [] : contactValues({ ...query, custom: {} });
}

function outline({ id, status, pool, owner, receivedAt }: Lead): PersonLead {
  return { id, status, pool, owner, receivedAt };
}
