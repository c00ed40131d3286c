/**
 * Two people turned out to be one: whatever led to one of them leads to the other from now on.
 * $1: the one that is no more · $2: the one they are
 */
export const JOIN_PEOPLE = `
  WITH keys AS (
    UPDATE person_key SET person = $2::uuid WHERE person = $1::uuid
  )
  UPDATE lead SET person = $2::uuid WHERE person = $1::uuid AND merged_into IS NULL`;
