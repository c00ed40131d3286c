/**
 * Stores new leads with their first events and keys: all, or none when a key is taken.
 * $1: `{ leads, events, keys }`, rows of the tables
 * Looking for taken keys first keeps the usual repeat from being an error; the primary key decides the races.
 */
export const INSERT_LEADS = `
  WITH given AS (
    SELECT $1::jsonb AS batch
  ), key AS (
    SELECT key.* FROM given, jsonb_to_recordset(batch -> 'keys') AS key (key text, lead_id uuid, request_hash text)
  ), free AS (
    SELECT NOT EXISTS (SELECT FROM key JOIN intake_key USING (key)) AS yes
  ), stored AS (
    INSERT INTO lead (id, status, version, round, received_at, attributes)
    SELECT id, status, version, round, received_at, attributes
    FROM given, free, jsonb_to_recordset(batch -> 'leads') AS new
      (id uuid, status text, version int, round int, received_at timestamptz, attributes jsonb)
    WHERE free.yes
  ), begun AS (
    INSERT INTO lead_event (lead_id, version, at, event)
    SELECT lead_id, version, at, event
    FROM given, free, jsonb_to_recordset(batch -> 'events') AS new (lead_id uuid, version int, at timestamptz, event jsonb)
    WHERE free.yes
  ), taken AS (
    INSERT INTO intake_key (key, lead_id, request_hash) SELECT key, lead_id, request_hash FROM key, free WHERE free.yes
  )
  SELECT yes FROM free`;
