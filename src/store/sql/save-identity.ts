/**
 * Ties a person to a rep. A rep is one person on a platform: an account they had before is forgotten.
 * $1: platform · $2: team · $3: user · $4: rep · $5: e-mail address
 */
export const SAVE_IDENTITY = `
  WITH before AS (
    DELETE FROM identity WHERE platform = $1 AND rep = $4 AND (team, user_id) <> ($2, $3)
  )
  INSERT INTO identity (platform, team, user_id, rep, email) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (platform, team, user_id) DO UPDATE SET rep = excluded.rep, email = excluded.email`;
