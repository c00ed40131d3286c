/** $1: alarms as JSON · $2: JSON array of keys to forget */
export const KEEP_ALARMS = `
  WITH forgotten AS (
    DELETE FROM alarm WHERE key = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb)))
  )
  INSERT INTO alarm AS old (key, since, title, raised_at, gone_at)
  SELECT key, since, title, "raisedAt", "goneAt"
  FROM jsonb_to_recordset($1::jsonb) AS new
    (key text, since timestamptz, title text, "raisedAt" timestamptz, "goneAt" timestamptz)
  ON CONFLICT (key) DO UPDATE SET
    since = excluded.since, title = excluded.title, raised_at = excluded.raised_at, gone_at = excluded.gone_at`;

export const ALARMS = `SELECT key, since, title, raised_at AS "raisedAt", gone_at AS "goneAt" FROM alarm ORDER BY key`;

export const RAISED_ALARMS = `
  SELECT split_part(key, ':', 1) AS kind, count(*)::int AS raised FROM alarm WHERE raised_at IS NOT NULL GROUP BY 1`;

/** Goes from pool to pool through the index of what waits. Ids are in the order of arrival. */
export const WAITING_IN_POOLS = `
  WITH RECURSIVE used (pool) AS (
    SELECT min(pool) FROM lead WHERE status = 'pooled'
    UNION ALL
    SELECT (SELECT min(pool) FROM lead WHERE status = 'pooled' AND lead.pool > used.pool) FROM used WHERE used.pool IS NOT NULL
  )
  SELECT used.pool,
    (SELECT count(*)::int FROM lead WHERE status = 'pooled' AND lead.pool = used.pool) AS waiting,
    (SELECT count(*)::int FROM lead WHERE held_since IS NOT NULL AND lead.pool = used.pool) AS held,
    (SELECT received_at FROM lead WHERE status = 'pooled' AND lead.pool = used.pool ORDER BY id LIMIT 1) AS oldest
  FROM used WHERE used.pool IS NOT NULL`;

/** Of leads to be routed the id says when they came: what was imported may be older. As text, so that no other index is walked for it. */
export const OVERDUE_WORK = `
  SELECT
    (SELECT min(id::text) FROM lead WHERE status = 'received') AS router,
    (SELECT due_at FROM lead WHERE due_at IS NOT NULL ORDER BY due_at, id LIMIT 1) AS assigner,
    (SELECT step_at FROM lead WHERE step_at IS NOT NULL ORDER BY step_at, id LIMIT 1) AS timekeeper`;

/** Straight from the index of what is not up to date. $1: since when refused cards count */
export const WAITING_CONVERSATIONS = `
  SELECT platform, kind, target, problem, last_posted_at AS "lastPostedAt", waiting, first, refused
  FROM conversation CROSS JOIN LATERAL (
    SELECT count(*)::int AS waiting, min(id::text) AS first FROM (
      SELECT id FROM delivery
      WHERE conversation_id = conversation.id AND state IN ('pending', 'sending', 'ambiguous') AND sent_version < wanted_version
      LIMIT 1000) AS open
  ) AS open CROSS JOIN LATERAL (
    SELECT count(*)::int AS refused FROM (
      SELECT attempted_at FROM delivery
      WHERE conversation_id = conversation.id AND state = 'failed' AND sent_version < wanted_version
      ORDER BY id DESC LIMIT 100) AS newest
    WHERE attempted_at > $1::timestamptz
  ) AS failed
  WHERE problem IS NOT NULL OR waiting > 0 OR refused > 0
  ORDER BY platform, kind, target`;

/** $1: JSON array of pools · $2: at most how many */
export const LEDGERS = `
  SELECT pool, queue, level, carry, (
    SELECT coalesce(jsonb_agg(to_jsonb(account) - 'pool' - 'queue'), '[]')
    FROM rotation_account AS account WHERE account.pool = rotation.pool AND account.queue = rotation.queue
  ) AS accounts
  FROM rotation
  WHERE pool = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
  ORDER BY pool, queue
  LIMIT $2::int`;

/**
 * The last hour is counted again from its beginning, so that counting twice comes to the same.
 * $1: since when, where nothing was counted later
 */
export const COUNT_SOURCES = `
  WITH since AS (
    SELECT greatest(max(hour), date_trunc('hour', $1::timestamptz, 'UTC')) AS hour FROM (
      SELECT hour FROM hourly_figure WHERE figure = 'received' ORDER BY hour DESC LIMIT 1) AS last
  ), counted AS (
    SELECT date_trunc('hour', at, 'UTC') AS hour, left(source, 200) AS name, count(*)::int AS value
    FROM fact
    WHERE at >= (SELECT hour FROM since) AND what = 'received' AND source IS NOT NULL
    GROUP BY 1, 2
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY hour ORDER BY value DESC, name) AS place FROM counted
  )
  INSERT INTO hourly_figure (figure, hour, name, value)
  SELECT 'received', hour, name, value FROM ranked WHERE place <= 100
  ON CONFLICT (figure, hour, name) DO UPDATE SET value = excluded.value`;

/** $1: hour · $2: JSON array of `{ pool, waiting }` */
export const NOTE_WAITING = `
  INSERT INTO hourly_figure AS old (figure, hour, name, value)
  SELECT 'waiting', $1::timestamptz, pool, waiting FROM jsonb_to_recordset($2::jsonb) AS given (pool text, waiting int)
  ON CONFLICT (figure, hour, name) DO UPDATE SET value = greatest(old.value, excluded.value)`;

/** $1: since when · $2: in how many hours at least */
export const USUAL_WAITING = `
  SELECT name AS pool, percentile_disc(0.9) WITHIN GROUP (ORDER BY value) AS usual
  FROM hourly_figure WHERE figure = 'waiting' AND hour >= $1::timestamptz
  GROUP BY name HAVING count(*) >= $2::int`;

/** $1: since when · $2: in how many hours at least · $3: at most how many · $4: in none that began later */
export const SOURCES = `
  SELECT name AS source, jsonb_agg(extract(epoch FROM hour)::bigint ORDER BY hour) AS hours
  FROM hourly_figure WHERE figure = 'received' AND hour >= $1::timestamptz
  GROUP BY name HAVING count(*) >= $2::int AND max(hour) <= $4::timestamptz
  ORDER BY count(*) DESC, name
  LIMIT $3::int`;

/** $1: before when */
export const FORGET_HOURS = `
  DELETE FROM hourly_figure WHERE figure IN ('received', 'waiting') AND hour < $1::timestamptz`;
