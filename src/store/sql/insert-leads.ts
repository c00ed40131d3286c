/**
 * Stores new leads with their first events and keys: all, or none when a key is taken.
 * $1: `{ leads, keys }`, rows of the tables; what a lead came with is what its first event says, so it is sent once
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
    INSERT INTO lead (id, status, version, round, received_at, attributes, match_keys, company)
    SELECT id, status, version, round, received_at, attributes, match_keys, company
    FROM given, free, jsonb_to_recordset(batch -> 'leads') AS new
      (id uuid, status text, version int, round int, received_at timestamptz, attributes jsonb, match_keys text[], company text)
    WHERE free.yes
    RETURNING id, version, received_at, attributes
  ), begun AS (
    INSERT INTO lead_event (lead_id, version, at, event)
    SELECT id, version, received_at, jsonb_build_object('type', 'received', 'attributes', attributes) FROM stored
  ), counted AS (
    INSERT INTO fact (at, what, source, country)
    SELECT received_at, 'received', attributes ->> 'source', attributes ->> 'country' FROM stored
  ), taken AS (
    INSERT INTO intake_key (key, lead_id, request_hash) SELECT key, lead_id, request_hash FROM key, free WHERE free.yes
  )
  SELECT yes FROM free`;
