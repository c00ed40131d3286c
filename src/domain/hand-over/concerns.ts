/** Which events of a lead are news to a target: only these make work. */
import type { LeadEvent } from '../lead-event.ts';
import type { HandOverTarget } from './target.ts';
import { webhookEvent } from './webhook-event.ts';

/** What changes neither owner, nor stage, nor what is known of the lead. */
const NO_NEWS_TO_CRMS: ReadonlySet<LeadEvent['type']> = new Set([
  'received',
  'offered',
  'declined',
  'expired',
  'withdrawn',
  'extended',
  'second-chance',
  'held',
  'bid',
  'widened',
  'reminded',
  'escalated',
  'waited',
  'snoozed',
  'erased',
]);

export function concerns(target: HandOverTarget, event: LeadEvent): boolean {
  if (target.to === 'webhook') {
    const told = webhookEvent(event);
    return told !== null && (target.events?.includes(told) ?? true);
  }
  // What a CRM has told us itself it need not be told again.
  return !NO_NEWS_TO_CRMS.has(event.type) && !(event.type === 'stage' && event.via === target.id);
}
