/** When the clock has work with a lead that comes into a pool: at once where it is to be offered, later where claims may stay away. */
import type { Lead } from '../lead.ts';
import type { Destination, LeadEvent } from '../lead-event.ts';
import { isOffering, type Pool, type Ruleset } from '../ruleset.ts';

/**
 * @returns when, or `null` where only people move the lead on
 */
export function dueOnArrival(pool: Pool | undefined, at: Date): Date | null {
  if (!pool) return null;
  if (isOffering(pool)) return at;
  const openForMs = pool.claims?.openForMs;
  return pool.strategy === 'shotgun' && openForMs !== undefined ? new Date(at.getTime() + openForMs) : null;
}

/**
 * Puts the time on an event that brings a lead into a pool. Every other event comes back as it is.
 * @param lead the lead before the event
 */
export function withArrival(lead: Lead, event: LeadEvent, ruleset: Ruleset, at: Date): LeadEvent {
  const pool = poolAfter(lead, event);
  if (pool === null) return event;
  const dueAt = dueOnArrival(
    ruleset.pools.find((candidate) => candidate.id === pool),
    at,
  );
  return dueAt ? ({ ...event, dueAt: dueAt.toISOString() } as LeadEvent) : event;
}

function poolAfter(lead: Lead, event: LeadEvent): string | null {
  switch (event.type) {
    case 'routed':
    case 'decided':
      return poolOf(event.to);
    case 'released':
      return lead.pool;
    case 'taken-back':
      return event.to === null ? lead.pool : null;
    case 'fell-back':
      return event.to;
    default:
      return null;
  }
}

function poolOf(to: Destination): string | null {
  return to.kind === 'pool' ? to.pool : null;
}
