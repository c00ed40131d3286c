import { LOCK_SPACE, ROUTER_LOCK } from './advisory-locks.ts';
import { LEAD_COLUMNS } from './columns.ts';

/** Of a lead called `known`. */
const KNOWN_LEAD = `jsonb_build_object('id', known.id, 'status', known.status, 'receivedAt', known.received_at, 'owner', known.owner,
  'ownedAt', known.owned_at, 'pool', known.pool, 'email', known.attributes -> 'email', 'name', known.attributes -> 'name')`;

/**
 * Takes the router's lock until the end of the transaction, and the leads that wait, oldest first, each with whom its keys lead to and who
 * had its company's last lead.
 * $1: at most how many · $2: whether people are to be recognised · $3: at most how many leads of a person
 * Comes back with `mine: false` alone when another router has the lock, with empty columns when nothing waits.
 * Locking the rows makes PostgreSQL look at them again as they are now: what the router before us committed between our
 * snapshot and our lock falls out. Of people it may know less than that router has written; then their keys are written twice, which the
 * database refuses, and the batch is routed anew.
 */
export const TAKE_RECEIVED = `
  WITH turn AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(${LOCK_SPACE}, ${ROUTER_LOCK}) AS mine
  )
  SELECT turn.mine, waiting.*, person.known, company.last AS "companyLead"
  FROM turn LEFT JOIN LATERAL (
    SELECT ${LEAD_COLUMNS}, lead.match_keys, lead.company FROM lead
    WHERE turn.mine AND status = 'received'
    ORDER BY received_at, id
    LIMIT $1::int
    FOR UPDATE SKIP LOCKED
  ) AS waiting ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('key', key.key, 'person', key.person, 'leads', (
      SELECT coalesce(jsonb_agg(${KNOWN_LEAD}), '[]')
      FROM (
        SELECT * FROM lead WHERE person = key.person AND merged_into IS NULL ORDER BY received_at DESC LIMIT $3::int
      ) AS known
    ))) AS known
    FROM person_key AS key WHERE $2::boolean AND key.key = ANY (waiting.match_keys)
  ) AS person ON true
  LEFT JOIN LATERAL (
    SELECT ${KNOWN_LEAD} AS last FROM lead AS known
    WHERE $2::boolean AND known.company = waiting.company AND known.company IS NOT NULL AND known.owner IS NOT NULL
    ORDER BY owned_at DESC LIMIT 1
  ) AS company ON true`;
