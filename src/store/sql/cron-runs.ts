/** $1: JSON array of `{ job, tick, at }` · $2: now */
export const INTRODUCE_JOBS = `
  INSERT INTO cron_run (job, tick, at, done_at)
  SELECT job, tick, at, $2::timestamptz FROM jsonb_to_recordset($1::jsonb) AS given (job text, tick text, at timestamptz)
  WHERE NOT EXISTS (SELECT FROM cron_run WHERE cron_run.job = given.job)
  ON CONFLICT DO NOTHING`;

/**
 * The first to insert has it.
 * $1: job · $2: tick · $3: its moment · $4: holder · $5: lease in ms · $6: now
 */
export const BEGIN_RUN = `
  INSERT INTO cron_run (job, tick, at, holder, attempts, lease_until)
  SELECT $1, $2, $3::timestamptz, $4, 1, now() + $5 * interval '1 ms'
  WHERE $3::timestamptz >= (SELECT min(at) FROM cron_run WHERE job = $1)
    AND NOT EXISTS (SELECT FROM cron_run WHERE job = $1 AND at > $3::timestamptz AND at <= $6::timestamptz)
  ON CONFLICT DO NOTHING
  RETURNING 1`;

/** $1: job · $2: tick · $3: holder · $4: lease in ms */
export const RENEW_RUN = `
  UPDATE cron_run SET lease_until = now() + $4 * interval '1 ms'
  WHERE job = $1 AND tick = $2 AND holder = $3 AND done_at IS NULL
  RETURNING 1`;

/** $1: job · $2: tick · $3: holder · $4: now */
export const END_RUN = `
  UPDATE cron_run SET done_at = $4::timestamptz, error = NULL
  WHERE job = $1 AND tick = $2 AND holder = $3 AND done_at IS NULL`;

/** $1: job · $2: tick · $3: holder · $4: now · $5: code · $6: ms until the next try, or null for none */
export const FAIL_RUN = `
  UPDATE cron_run SET error = $5, lease_until = now() + $6::float8 * interval '1 ms',
    done_at = CASE WHEN $6::float8 IS NULL THEN $4::timestamptz END
  WHERE job = $1 AND tick = $2 AND holder = $3 AND done_at IS NULL`;

/** $1: JSON array of jobs · $2: holder · $3: now · $4: lease in ms · $5: how often it may be tried · $6: at most how many */
export const TAKE_OVER_RUNS = `
  WITH left_behind AS (
    SELECT job, tick FROM cron_run
    WHERE done_at IS NULL AND lease_until <= now() AND job = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))
    ORDER BY at, job
    LIMIT $6::int
    FOR UPDATE SKIP LOCKED
  ), given_up AS (
    UPDATE cron_run SET done_at = $3::timestamptz, error = coalesce(error, 'died')
    FROM left_behind AS one
    WHERE cron_run.job = one.job AND cron_run.tick = one.tick AND attempts >= $5::int
  )
  UPDATE cron_run SET holder = $2, attempts = attempts + 1, lease_until = now() + $4 * interval '1 ms'
  FROM left_behind AS one
  WHERE cron_run.job = one.job AND cron_run.tick = one.tick AND attempts < $5::int
  RETURNING cron_run.job, cron_run.tick, at, attempts`;

/** Goes from job to job through the index. */
export const NEWEST_RUNS = `
  WITH RECURSIVE known (job) AS (
    SELECT min(job) FROM cron_run
    UNION ALL
    SELECT (SELECT min(cron_run.job) FROM cron_run WHERE cron_run.job > known.job) FROM known WHERE known.job IS NOT NULL
  )
  SELECT newest.* FROM known CROSS JOIN LATERAL (
    SELECT job, tick, at, attempts, done_at AS "doneAt", error FROM cron_run
    WHERE cron_run.job = known.job ORDER BY at DESC LIMIT 1
  ) AS newest`;

/** $1: before when */
export const FORGET_RUNS = `
  DELETE FROM cron_run AS old
  WHERE at < $1::timestamptz AND done_at IS NOT NULL
    AND EXISTS (SELECT FROM cron_run AS newer WHERE newer.job = old.job AND newer.at > old.at)`;
