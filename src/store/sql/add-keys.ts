/** Adds keys to leads that exist; those that are taken stay as they are. $1: JSON array of keys, sorted as everywhere */
export const ADD_KEYS = `
  INSERT INTO intake_key (key, lead_id, request_hash)
  SELECT key, lead_id, request_hash FROM jsonb_to_recordset($1::jsonb) AS new (key text, lead_id uuid, request_hash text)
  ON CONFLICT (key) DO NOTHING`;
