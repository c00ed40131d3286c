/** Leads, between the domain's shape and the tables'. */
import { type Fact, factsOf } from '../domain/digest/fact.ts';
import type { Lead, LeadAttributes, LeadStatus, PushState, RunningLimit, Screening } from '../domain/lead.ts';
import type { TimelineEntry } from '../domain/lead-event.ts';
import { matchKeys } from '../domain/people/match-keys.ts';
import type { LeadChange } from '../ports/store.ts';
import type { LeadModel } from './generated/models.ts';

/** A row without the columns that only the database looks at. */
export type LeadRow = Omit<LeadModel, 'matchKeys' | 'person' | 'company'>;

/** What comes back, from Prisma or from a hand-written statement. We wrote it, so its words and JSON are taken as they are. */
export function toLead(row: LeadRow): Lead {
  return {
    ...row,
    status: row.status as LeadStatus,
    push: row.push as unknown as PushState | null,
    limit: row.limit as unknown as RunningLimit | null,
    screening: row.screening as unknown as Screening | null,
    attributes: row.attributes as unknown as LeadAttributes,
  };
}

/** What a new lead has in its row of `lead`; the rest is null. */
export function newLeadRow({ id, status, version, round, receivedAt, attributes }: Lead) {
  return { id, status, version, round, received_at: receivedAt, attributes, ...found(attributes) };
}

/** What a lead is found by. */
function found(attributes: LeadAttributes) {
  return { match_keys: matchKeys(attributes), company: attributes.domain ?? null };
}

/** A row of `lead`, for `jsonb_populate_recordset`. */
export function leadRow(lead: Lead) {
  const { rulesetVersion, receivedAt, ownedAt, contactedAt, offeredTo, offerUntil, heldSince, dueAt, ...rest } = lead;
  const { firstTouchAt, touchedAt, limit, stepAt, wroteAgainAt, mergedInto, ...same } = rest;
  return {
    ...same,
    ...found(lead.attributes),
    wrote_again_at: wroteAgainAt,
    merged_into: mergedInto,
    first_touch_at: firstTouchAt,
    touched_at: touchedAt,
    running_limit: limit,
    step_at: stepAt,
    ruleset_version: rulesetVersion,
    received_at: receivedAt,
    owned_at: ownedAt,
    contacted_at: contactedAt,
    offered_to: offeredTo,
    offer_until: offerUntil,
    held_since: heldSince,
    due_at: dueAt,
  };
}

/** A row of `lead_event`, for `jsonb_populate_recordset`. */
export function eventRow(leadId: string, { version, at, event }: TimelineEntry) {
  return { lead_id: leadId, version, at, event };
}

/** What a lead does at most once in a batch. */
const ONCE: ReadonlySet<Fact['what']> = new Set(['qualified', 'touched', 'won']);

/** Rows of `fact`, with the lead that each is about. */
export function factRows(changes: readonly LeadChange[]) {
  const once = new Set<string>();
  return changes.flatMap(({ lead, entry }) =>
    factsOf(lead, entry)
      .filter(({ what }) => {
        if (!ONCE.has(what)) return true;
        const key = `${lead.id} ${what}`;
        return !once.has(key) && once.add(key);
      })
      .map((fact) => factRow(lead.id, fact)),
  );
}

function factRow(leadId: string, { receivedAt, ...same }: Fact) {
  // What is null is left out: the batch is sent as text.
  const row = { lead_id: leadId, ...same, received_at: receivedAt };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
