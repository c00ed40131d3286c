/** $1: JSON array of `{ pool, queue }` */
export const ROTATION_POSITIONS = `
  SELECT rotation.pool, rotation.queue, rotation.seq
  FROM jsonb_to_recordset($1::jsonb) AS wanted (pool text, queue text)
  JOIN rotation ON rotation.pool = wanted.pool AND rotation.queue = wanted.queue`;

/** $1: pool · $2: queue */
export const LOAD_ROTATION = `
  SELECT seq, level, carry, coalesce((
    SELECT jsonb_agg(to_jsonb(account) - 'pool' - 'queue')
    FROM rotation_account AS account WHERE account.pool = rotation.pool AND account.queue = rotation.queue
  ), '[]') AS accounts
  FROM rotation WHERE pool = $1 AND queue = $2`;

/**
 * Writes the changes of several rotations.
 * $1: `{ rotations, accounts, entries }`, rows of the tables; a rotation has `after`, the position that its changes follow
 * $2: now
 * Returns how many rotations were written: those that nobody else has written since.
 */
export const SAVE_ROTATIONS = `
  WITH given AS (
    SELECT $1::jsonb AS batch
  ), changed AS (
    SELECT new.* FROM given,
      jsonb_to_recordset(batch -> 'rotations') AS new (pool text, queue text, seq int, level text, carry text, after int)
  ), written AS (
    INSERT INTO rotation AS old (pool, queue, seq, level, carry)
    SELECT pool, queue, seq, level, carry FROM changed
    ON CONFLICT (pool, queue) DO UPDATE SET seq = excluded.seq, level = excluded.level, carry = excluded.carry
      WHERE old.seq = (
        SELECT after FROM changed WHERE changed.pool = excluded.pool AND changed.queue = excluded.queue)
    RETURNING pool, queue
  ), account AS (
    INSERT INTO rotation_account (pool, queue, rep, weight, banked, since, credited, present, keeps, member)
    SELECT new.pool, new.queue, rep, weight, banked, since, credited, present, keeps, member
    FROM given, jsonb_to_recordset(batch -> 'accounts') AS new (pool text, queue text, rep text, weight int, banked text,
      since text, credited boolean, present boolean, keeps int, member boolean)
    JOIN written ON written.pool = new.pool AND written.queue = new.queue
    ON CONFLICT (pool, queue, rep) DO UPDATE SET
      weight = excluded.weight, banked = excluded.banked, since = excluded.since, credited = excluded.credited,
      present = excluded.present, keeps = excluded.keeps, member = excluded.member
  ), entry AS (
    INSERT INTO rotation_entry (pool, queue, seq, at, entry)
    SELECT new.pool, new.queue, new.seq, $2::timestamptz, new.entry
    FROM given, jsonb_to_recordset(batch -> 'entries') AS new (pool text, queue text, seq int, entry jsonb)
    JOIN written ON written.pool = new.pool AND written.queue = new.queue
  )
  SELECT count(*)::int AS written FROM written`;

/** $1: pool · $2: queue · $3: at most how many */
export const NEWEST_ENTRIES = `
  SELECT at, entry FROM rotation_entry WHERE pool = $1 AND queue = $2 ORDER BY seq DESC LIMIT $3::int`;

/** $1: pool · $2: queue · $3: the newest entry wanted · $4: at most how many */
export const ENTRIES_UNTIL = `
  SELECT at, entry FROM rotation_entry WHERE pool = $1 AND queue = $2 AND seq <= $3::int ORDER BY seq DESC LIMIT $4::int`;

/** $1: pool · $2: at most how many */
export const QUEUES_OF = `SELECT queue FROM rotation WHERE pool = $1 ORDER BY queue LIMIT $2::int`;
