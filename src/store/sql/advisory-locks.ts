/** The numbers of our advisory locks. The first of the two marks them as ours ("dibs"), so that no neighbour's gets in the way. */
export const LOCK_SPACE = 0x64696273;

/** Budgets of pools have a space of their own: their second number may be any. */
export const BUDGET_LOCK_SPACE = LOCK_SPACE + 1;

/** Held by the one router. */
export const ROUTER_LOCK = 0;

/** Held by the one assigner, and by whoever assigns by hand. */
export const ASSIGNER_LOCK = 1;

/** Held by the one timekeeper. */
export const TIMEKEEPER_LOCK = 2;

/**
 * Shared by everybody who is about to commit work for a conversation, taken alone for a moment by whoever begins to work on
 * it. Without it work can be left lying: a transaction sees a job waiting for its conversation and adds none; a worker
 * takes that job and finds nothing to do, because the transaction has not committed yet.
 * @param conversationId SQL of the id
 */
export const announceWork = (conversationId: string) =>
  `pg_advisory_xact_lock_shared(${LOCK_SPACE}, hashtext(${conversationId}::text))::text`;

export const awaitAnnounced = (conversationId: string) =>
  `pg_advisory_xact_lock(${LOCK_SPACE}, hashtext(${conversationId}::text))::text`;
