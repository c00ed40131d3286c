/** $1: now */
export const WHAT_REPS_SAID = `
  SELECT rep, command, (
    SELECT coalesce(jsonb_agg(entry), '[]') FROM jsonb_array_elements(out_of_office) AS entry
    WHERE (entry ->> 'until')::timestamptz > $1::timestamptz
  ) AS "outOfOffice"
  FROM availability`;

/** $1: rep · $2: command · $3: when it was said. An older one that comes late changes nothing. */
export const SAY = `
  INSERT INTO availability AS old (rep, command, said_at) VALUES ($1, $2::jsonb, $3::timestamptz)
  ON CONFLICT (rep) DO UPDATE SET command = excluded.command, said_at = excluded.said_at
    WHERE old.said_at IS NULL OR old.said_at <= excluded.said_at`;

/** $1: rep · $2: entries */
export const SET_OUT_OF_OFFICE = `
  INSERT INTO availability (rep, out_of_office) VALUES ($1, $2::jsonb)
  ON CONFLICT (rep) DO UPDATE SET out_of_office = excluded.out_of_office`;
