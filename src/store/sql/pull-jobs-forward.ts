/**
 * Lets waiting jobs of pg-boss start earlier, if that is earlier.
 * $1: queue · $2: JSON array of their keys · $3: when
 * Reads like pg-boss's own index of waiting jobs (policy `short`), which finds them.
 */
export const PULL_JOBS_FORWARD = `
  UPDATE pgboss.job SET start_after = least(start_after, $3::timestamptz)
  WHERE name = $1 AND coalesce(singleton_key, '') = ANY (ARRAY (SELECT jsonb_array_elements_text($2::jsonb)))
    AND state = 'created' AND policy = 'short'
  RETURNING singleton_key AS key`;
