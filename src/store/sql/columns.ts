/** Columns of the rows that hand-written statements return, under the names that Prisma gives them. */
export const LEAD_COLUMNS = `
  lead.id, lead.status, lead.version, lead.round, lead.pool, lead.owner, lead.stage,
  lead.ruleset_version AS "rulesetVersion", lead.received_at AS "receivedAt", lead.owned_at AS "ownedAt",
  lead.contacted_at AS "contactedAt", lead.reason, lead.offered_to AS "offeredTo", lead.offer_until AS "offerUntil",
  lead.held_since AS "heldSince", lead.due_at AS "dueAt", lead.push, lead.first_touch_at AS "firstTouchAt",
  lead.touched_at AS "touchedAt", lead.amount, lead.running_limit AS "limit", lead.step_at AS "stepAt", lead.rule, lead.arm, lead.attributes,
  lead.screening, lead.wrote_again_at AS "wroteAgainAt", lead.merged_into AS "mergedInto"`;

export const DELIVERY_COLUMNS = `
  delivery.id, delivery.conversation_id AS "conversationId", delivery.lead_id AS "leadId", delivery.kind, delivery.round,
  delivery.state, delivery.wanted_version AS "wantedVersion", delivery.sent_version AS "sentVersion", delivery.message,
  delivery.attempts, delivery.looks, delivery.attempted_at AS "attemptedAt", delivery.notice`;
