/** The messages of outgoing webhooks; their form is part of the contract and described in docs/hand-over.md. */
import { eventText, SKELETON_TEXT } from '../event-text.ts';
import type { Lead } from '../lead.ts';
import type { LeadEvent, TimelineEntry } from '../lead-event.ts';
import type { Ruleset } from '../ruleset.ts';
import { describeTrace } from '../trace.ts';
import { concerns } from './concerns.ts';
import type { WebhookTarget } from './target.ts';
import { type WebhookEvent, webhookEvent } from './webhook-event.ts';

export interface WebhookMessage {
  /** The lead's version that it tells of. */
  version: number;
  /** The same whenever it is sent again, so that receivers can drop repeats. No dots: they part what is signed. */
  id: string;
  body: WebhookBody;
}

export interface WebhookBody {
  type: WebhookEvent;
  /** When it happened. */
  timestamp: Date;
  data: { lead: object; event: object };
}

/**
 * One message per event, oldest first. Each carries the lead as it stands when it is sent: what was put right or erased meanwhile must
 * not go out once more, and a receiver that was away must not be left with an old state.
 */
export function webhookMessages(
  target: WebhookTarget,
  ruleset: Ruleset,
  lead: Lead,
  entries: readonly TimelineEntry[],
): WebhookMessage[] {
  const isErased = lead.status === 'erased';
  return entries.flatMap(({ version, at, event }) => {
    const type = webhookEvent(event);
    if (type === null || !concerns(target, event) || (isErased && event.type !== 'erased')) return [];
    const data = { lead: leadJson(lead, ruleset), event: eventJson(version, event, isErased) };
    return [{ version, id: `${lead.id}_${version}`, body: { type, timestamp: at, data } }];
  });
}

/** The names of `GET /v1/leads/{id}`. */
function leadJson(lead: Lead, { reps }: Ruleset): object {
  const { id, version, status, pool, stage, amount, reason, receivedAt, ownedAt, firstTouchAt, mergedInto } = lead;
  const owner = reps.find((rep) => rep.id === lead.owner);
  return {
    id,
    version,
    status,
    pool,
    owner: lead.owner === null ? null : { id: lead.owner, name: owner?.name ?? null, email: owner?.email ?? null },
    stage,
    amount,
    reason: status === 'erased' ? null : reason,
    receivedAt,
    ownedAt,
    firstTouchAt,
    mergedInto,
    attributes: status === 'erased' ? null : lead.attributes,
  };
}

function eventJson(version: number, event: LeadEvent, isErased: boolean): object {
  if (isErased) return { version, type: event.type, text: SKELETON_TEXT[event.type] };
  return {
    version,
    type: event.type,
    text: eventText(event),
    ...('trace' in event ? { trace: describeTrace(event.trace) } : {}),
    ...factsOf(event),
  };
}

/** The timekeeper's own. */
const INNER = new Set(['type', 'dueAt', 'stepAt']);

/** What of an event is one plain value: a rep, a stage, an amount, a note. */
function factsOf(event: LeadEvent): object {
  const plain = Object.entries(event).filter(([name, value]) => !INNER.has(name) && typeof value !== 'object');
  return Object.fromEntries(plain);
}
