/** Rows for tests of the store. The people are invented. */
import { v7 } from 'uuid';
import type { Lead } from '../../src/domain/lead.ts';
import { applyEvent, type LeadEvent } from '../../src/domain/lead-event.ts';
import type { CardKind, WantedCard } from '../../src/ports/deliveries.ts';
import type { LeadChange, NewLead, Store } from '../../src/ports/store.ts';
import { NOW } from './leads.ts';

export const newId = (): string => v7();

export function at(secondsLater: number): Date {
  return new Date(NOW.getTime() + secondsLater * 1_000);
}

export function newLead(given: Partial<NewLead> = {}): NewLead {
  return { id: newId(), at: NOW, attributes: { email: 'ines@quarry.example', custom: {} }, keys: [], ...given };
}

export function keyed(...keys: string[]): NewLead {
  return newLead({ keys: keys.map((key) => ({ key, requestHash: null })) });
}

/** Stores a lead. @returns it, as received */
export async function storeLead(store: Store, given: Partial<NewLead> = {}): Promise<Lead> {
  const lead = newLead(given);
  await store.leads.insert([lead]);
  return applyEvent(
    null,
    { version: 1, at: lead.at, event: { type: 'received', attributes: lead.attributes } },
    lead.id,
  );
}

/** What an event makes of a lead. */
export function changed(lead: Lead, event: LeadEvent, when = at(60)): LeadChange {
  const entry = { version: lead.version + 1, at: when, event };
  return { lead: applyEvent(lead, entry, lead.id), entry };
}

/** Lets events happen to a lead, one after the other. @returns the lead after them */
export async function happen(store: Store, lead: Lead, ...events: LeadEvent[]): Promise<Lead> {
  let now = lead;
  for (const event of events) {
    const change = changed(now, event);
    await store.leads.append([change]);
    now = change.lead;
  }
  return now;
}

export const toPool = (pool: string): LeadEvent => ({
  type: 'routed',
  ruleset: 1,
  to: { kind: 'pool', pool },
  trace: [],
});

/** Makes a channel. @returns its id */
export async function openChannel(store: Store, target = `#${newId()}`): Promise<string> {
  const id = newId();
  await store.deliveries.ensureConversations([{ id, platform: 'slack', kind: 'channel', target }]);
  return id;
}

export function card(lead: Pick<Lead, 'id' | 'round'>, conversationId: string, kind: CardKind = 'pool'): WantedCard {
  return { id: newId(), leadId: lead.id, kind, round: lead.round, conversationId };
}
