/**
 * Leads that wait in pools other than these.
 * $1: JSON array of pools · $2: at most how many
 * Steps through the index from pool to pool instead of reading every waiting lead.
 */
export const STRANDED_LEADS = `
  WITH RECURSIVE used (pool) AS (
    SELECT min(pool) FROM lead WHERE status = 'pooled'
    UNION ALL
    SELECT (SELECT min(pool) FROM lead WHERE status = 'pooled' AND lead.pool > used.pool) FROM used WHERE used.pool IS NOT NULL
  )
  SELECT lead.id FROM used JOIN lead ON lead.pool = used.pool AND lead.status = 'pooled'
  WHERE NOT $1::jsonb ? used.pool
  LIMIT $2::int`;

/** $1: JSON array of pools · $2: at most how many */
export const IDLE_LEADS = `
  SELECT id FROM lead
  WHERE status = 'pooled' AND due_at IS NULL AND held_since IS NULL
    AND pool = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
  LIMIT $2::int`;
