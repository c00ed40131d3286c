/**
 * Lets a waiting job of pg-boss start earlier, if that is earlier.
 * $1: queue · $2: its key · $3: when
 * Reads like pg-boss's own index of waiting jobs (policy `short`), which finds it.
 */
export const PULL_JOB_FORWARD = `
  UPDATE pgboss.job SET start_after = least(start_after, $3::timestamptz)
  WHERE name = $1 AND coalesce(singleton_key, '') = $2 AND state = 'created' AND policy = 'short'
  RETURNING id`;
