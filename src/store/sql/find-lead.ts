import { LEAD_COLUMNS } from './columns.ts';

/** $1: id */
export const FIND_LEAD = `SELECT ${LEAD_COLUMNS} FROM lead WHERE id = $1::uuid`;

/** A lead's whole timeline, oldest first. $1: id */
export const LEAD_TIMELINE = `
  SELECT version, at, event FROM lead_event WHERE lead_id = $1::uuid ORDER BY version`;
