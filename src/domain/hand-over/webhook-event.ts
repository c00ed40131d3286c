/** What outgoing webhooks tell of a lead: our events under names that others can build on, without our inner workings. */
import type { Destination, LeadEvent } from '../lead-event.ts';

export const WEBHOOK_EVENTS = [
  'lead.received',
  'lead.routed',
  'lead.review',
  'lead.disqualified',
  'lead.offered',
  'lead.offer_ended',
  'lead.owned',
  'lead.touched',
  'lead.stage',
  'lead.won',
  'lead.lost',
  'lead.released',
  'lead.edited',
  'lead.merged',
  'lead.erased',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** @returns `null` for what is nobody's business outside: reminders, waiting, a turn that moves on */
export function webhookEvent(event: LeadEvent): WebhookEvent | null {
  switch (event.type) {
    case 'routed':
    case 'decided':
      return ARRIVALS[event.to.kind];
    case 'stage':
      return event.stage === 'won' || event.stage === 'lost' ? `lead.${event.stage}` : 'lead.stage';
    case 'taken-back':
      return event.to === null ? 'lead.released' : 'lead.owned';
    default:
      return PLAIN[event.type] ?? null;
  }
}

const ARRIVALS: Record<Destination['kind'], WebhookEvent> = {
  pool: 'lead.routed',
  rep: 'lead.owned',
  review: 'lead.review',
  disqualify: 'lead.disqualified',
};

const PLAIN: Partial<Record<LeadEvent['type'], WebhookEvent>> = {
  received: 'lead.received',
  'fell-back': 'lead.routed',
  restored: 'lead.review',
  offered: 'lead.offered',
  declined: 'lead.offer_ended',
  expired: 'lead.offer_ended',
  withdrawn: 'lead.offer_ended',
  claimed: 'lead.owned',
  accepted: 'lead.owned',
  assigned: 'lead.owned',
  'handed-over': 'lead.owned',
  contacted: 'lead.touched',
  released: 'lead.released',
  edited: 'lead.edited',
  merged: 'lead.edited',
  'merged-into': 'lead.merged',
  erased: 'lead.erased',
};
