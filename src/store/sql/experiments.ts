const RUN_COLUMNS = `
  experiment.id, experiment.name, experiment.split, experiment.started_at AS "startedAt", experiment.leads,
  experiment.ended_at AS "endedAt", experiment.ended_by AS "endedBy", experiment.winner`;

export const ALL_RUNS = `SELECT ${RUN_COLUMNS} FROM experiment ORDER BY name, started_at, id`;

/** $1: ruleset version */
export const RUNS_OF_VERSION = `SELECT ${RUN_COLUMNS} FROM experiment WHERE $1::int = ANY (versions)`;

/** $1: rows as JSON · $2: ruleset version · $3: now */
export const BEGIN_RUNS = `
  INSERT INTO experiment (id, name, split, started_at, versions)
  SELECT id, name, split, $3::timestamptz, ARRAY[$2::int]
  FROM jsonb_to_recordset($1::jsonb) AS run (id uuid, name text, split text)
  ORDER BY name, split
  ON CONFLICT (name, split) DO UPDATE SET versions =
    CASE WHEN $2::int = ANY (experiment.versions) THEN experiment.versions ELSE experiment.versions || $2::int END
  RETURNING ${RUN_COLUMNS}`;

/** $1: rows as JSON */
export const COUNT_DRAWN = `
  UPDATE experiment SET leads = experiment.leads + drawn.leads
  FROM jsonb_to_recordset($1::jsonb) AS drawn (id uuid, leads int)
  WHERE experiment.id = drawn.id`;

/** $1: run · $2: when · $3: who · $4: the arm that is kept. Who comes second changes nothing. */
export const END_RUN = `
  WITH ended AS (
    UPDATE experiment SET ended_at = $2::timestamptz, ended_by = $3, winner = $4
    WHERE id = $1::uuid AND ended_at IS NULL
    RETURNING ${RUN_COLUMNS}
  )
  SELECT * FROM ended
  UNION ALL
  SELECT ${RUN_COLUMNS} FROM experiment WHERE id = $1::uuid AND ended_at IS NOT NULL AND NOT EXISTS (SELECT FROM ended)`;

/**
 * $1: run · $2: goal · $3: leads from before count as decided
 * A person is who the draw takes for one: see `personKey`. A lead that was an opportunity and then lost has reached the goal `opportunity`.
 */
export const TALLY = `
  WITH drawn AS (
    SELECT lead.id, lead.arm, lead.status, lead.stage, lead.received_at, lead.first_touch_at, coalesce(
      'email ' || (attributes ->> 'email'), 'phone ' || (attributes ->> 'phone'),
      'external ' || coalesce(attributes ->> 'source', '') || ' ' || (attributes ->> 'externalId'), 'lead ' || lead.id::text
    ) AS person
    FROM experiment JOIN lead ON lead.arm IS NOT NULL AND lead.rule = experiment.name
      AND lead.ruleset_version = ANY (experiment.versions)
    WHERE experiment.id = $1::uuid
  ), person AS (
    SELECT DISTINCT ON (person) drawn.*, round(extract(epoch FROM first_touch_at - received_at))::int AS response,
      coalesce(stage = 'won' OR $2 = 'opportunity' AND (stage IN ('opportunity', 'proposal') OR stage = 'lost' AND EXISTS (
        SELECT FROM lead_event WHERE lead_id = drawn.id AND event ->> 'type' = 'stage'
          AND event ->> 'stage' IN ('opportunity', 'proposal'))), false) AS converted
    FROM drawn
    ORDER BY person, received_at, id
  )
  SELECT arm, count(*)::int AS leads, count(*) FILTER (WHERE converted)::int AS converted,
    count(*) FILTER (WHERE converted OR status IN ('won', 'lost', 'disqualified', 'erased') OR received_at < $3::timestamptz)::int
      AS decided,
    coalesce(jsonb_agg(response ORDER BY response) FILTER (WHERE response IS NOT NULL), '[]') AS responses
  FROM person
  GROUP BY arm
  ORDER BY arm`;
