/**
 * Publishes a routing file under the next number, unless this text has one. Returns no row when another instance took that
 * number at the same moment: run it again.
 * $1: source · $2: its SHA-256 · $3: when
 */
export const PUBLISH_RULESET = `
  WITH known AS (
    SELECT version FROM ruleset WHERE sha256 = $2
  ), published AS (
    INSERT INTO ruleset (version, source, sha256, published_at)
    SELECT (SELECT coalesce(max(version), 0) + 1 FROM ruleset), $1, $2, $3::timestamptz
    WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT DO NOTHING
    RETURNING version
  )
  SELECT version FROM known UNION ALL SELECT version FROM published`;
