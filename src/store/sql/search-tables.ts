import type { StoredTable } from '../../ports/erasure.ts';

/** Every table of every schema that may be read but the database's own; of a partitioned one its partitions. */
export const STORED_TABLES = `
  SELECT schema.nspname AS schema, class.relname AS name, CASE
    WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = class.oid AND attname = 'lead_id' AND NOT attisdropped) THEN 'lead_id'
    WHEN class.oid = to_regclass('lead') THEN 'id'
    WHEN class.oid = to_regclass('person_key') THEN 'person' END AS "leadBy"
  FROM pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
  WHERE class.relkind IN ('r', 'm') AND schema.nspname <> 'information_schema' AND schema.nspname NOT LIKE 'pg\\_%'
    AND has_schema_privilege(schema.oid, 'USAGE') AND has_table_privilege(class.oid, 'SELECT')
  ORDER BY 1, 2`;

const LEAD_OF: Record<NonNullable<StoredTable['leadBy']>, string> = {
  id: 'stored.id',
  lead_id: 'stored.lead_id',
  person: `(SELECT lead.id FROM lead WHERE lead.person = stored.person AND status <> 'erased' LIMIT 1)`,
};

/** Looks through whole rows as text, so that no column is left out. $1: JSON array of patterns in lower case */
export function searchTable({ schema, name, leadBy }: StoredTable): string {
  const table = `${quoted(schema)}.${quoted(name)}`;
  return `
    WITH hit AS MATERIALIZED (
      SELECT (${leadBy === null ? 'NULL' : LEAD_OF[leadBy]})::uuid AS lead_id FROM ${table} AS stored
      WHERE lower(stored::text) LIKE ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
    ), held AS (
      SELECT hit.lead_id, coalesce(lead.status <> 'erased', false) AS elsewhere FROM hit LEFT JOIN lead ON lead.id = hit.lead_id
    )
    SELECT (SELECT count(*)::float8 FROM ${table}) AS rows,
      (SELECT count(*)::int FROM held WHERE NOT elsewhere) AS "left",
      (SELECT count(*)::int FROM held WHERE elsewhere) AS elsewhere,
      (SELECT coalesce(jsonb_agg(lead_id), '[]') FROM (
        SELECT DISTINCT lead_id FROM held WHERE elsewhere ORDER BY 1 LIMIT 10) AS example) AS leads`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
