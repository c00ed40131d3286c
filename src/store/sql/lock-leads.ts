import { LEAD_COLUMNS } from './columns.ts';

/**
 * Locks leads until the end of the transaction, always in the same order, so that two callers never wait for each other.
 * $1: JSON array of ids
 */
export const LOCK_LEADS = `
  SELECT ${LEAD_COLUMNS} FROM lead
  WHERE id = ANY (ARRAY (SELECT jsonb_array_elements_text($1::jsonb)::uuid))
  ORDER BY id
  FOR UPDATE`;
