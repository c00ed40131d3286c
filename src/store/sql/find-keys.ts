/** Which keys are taken. $1: JSON array of keys */
export const FIND_KEYS = `
  SELECT key, lead_id AS "leadId", request_hash AS "requestHash" FROM intake_key
  WHERE key = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)))`;
