import { LOCK_SPACE, ROUTER_LOCK } from './advisory-locks.ts';
import { LEAD_COLUMNS } from './columns.ts';

/**
 * Takes the router's lock until the end of the transaction, and the leads that wait, oldest first.
 * $1: at most how many
 * Comes back with `mine: false` alone when another router has the lock, with empty columns when nothing waits.
 * Locking the rows makes PostgreSQL look at them again as they are now: what the router before us committed between our
 * snapshot and our lock falls out.
 */
export const TAKE_RECEIVED = `
  WITH turn AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}, ${ROUTER_LOCK}) AS mine
  )
  SELECT turn.mine, waiting.*
  FROM turn LEFT JOIN LATERAL (
    SELECT ${LEAD_COLUMNS} FROM lead
    WHERE turn.mine AND status = 'received'
    ORDER BY received_at, id
    LIMIT $1::int
    FOR UPDATE SKIP LOCKED
  ) AS waiting ON true`;
