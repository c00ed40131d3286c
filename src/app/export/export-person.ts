/** Everything that is stored about one person, as one document: for whoever asks what is known of them. */
import type { PersonQuery } from '../../domain/erase/person.ts';
import type { Lead } from '../../domain/lead.ts';
import type { TimelineEntry } from '../../domain/lead-event.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HandedOver, ShownCard } from '../../ports/exports.ts';
import type { IntakeKey, Store } from '../../ports/store.ts';
import { findPerson } from '../erase/find-person.ts';

export interface PersonDocument {
  exportedAt: Date;
  /** Keys under which Dibs knows the person again. */
  keys: string[];
  leads: ExportedLead[];
  /** Leads that share a telephone number under another address: their ids alone, since they may be somebody else's. */
  alike: string[];
}

/** A lead as it is stored, with all that belongs to it. */
export type ExportedLead = Lead & {
  timeline: TimelineEntry[];
  /** Where in chat it is shown. */
  cards: Omit<ShownCard, 'leadId'>[];
  /** Where else it is. */
  handOvers: Omit<HandedOver, 'leadId'>[];
  /** Under which a repeat of it is recognised. */
  intakeKeys: IntakeKey[];
};

/** @returns `null` where a lead is named that does not exist */
export type ExportPerson = (query: PersonQuery) => Promise<PersonDocument | null>;

export function createExportPerson({ store, clock }: { store: Store; clock: Clock }): ExportPerson {
  return async (query) => {
    const found = await findPerson(store, query);
    if (!found) return null;
    const ids = found.leads.map(({ id }) => id);
    const [timelines, { keys, cards, handOvers, personKeys }] = await Promise.all([
      store.erasure.timelines(ids),
      store.exports.belongings(ids),
    ]);
    const ofLead = <Item extends { leadId: string }>(items: readonly Item[], lead: string) =>
      items.filter(({ leadId }) => leadId === lead).map(({ leadId: _its, ...item }) => item);
    return {
      exportedAt: clock.now(),
      keys: personKeys,
      leads: found.leads.map((lead) => ({
        ...lead,
        timeline: timelines.get(lead.id) ?? [],
        cards: ofLead(cards, lead.id),
        handOvers: ofLead(handOvers, lead.id),
        intakeKeys: ofLead(keys, lead.id),
      })),
      alike: found.alike.map(({ id }) => id),
    };
  };
}
