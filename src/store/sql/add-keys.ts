/**
 * Adds keys to leads that exist; those that are taken stay as they are, and an erased lead gets none. Whoever is erasing a lead has its row:
 * this waits for them, and sees what they made of it.
 * $1: JSON array of keys, sorted as everywhere
 */
export const ADD_KEYS = `
  WITH new AS (
    SELECT key, lead_id, request_hash FROM jsonb_to_recordset($1::jsonb) AS given (key text, lead_id uuid, request_hash text)
  ), known AS MATERIALIZED (
    SELECT id, status FROM lead WHERE id IN (SELECT lead_id FROM new) ORDER BY id FOR KEY SHARE
  )
  INSERT INTO intake_key (key, lead_id, request_hash)
  SELECT key, lead_id, request_hash FROM new LEFT JOIN known ON known.id = lead_id
  WHERE known.status IS DISTINCT FROM 'erased'
  ORDER BY key
  ON CONFLICT (key) DO NOTHING`;
