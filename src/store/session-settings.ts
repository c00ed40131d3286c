/** What every connection is set to, in both homes. */

/**
 * UTC: Prisma's adapters read times without looking at their offset.
 * No sequential scans: PostgreSQL keeps the plans of its foreign key checks. One made while a table is almost empty reads the
 * whole table for every row, and goes on to do so while it grows (seen: 13 ms a lead at 10,000 leads on PGlite, which never
 * plans anew). A statement that must read everything still can; it then looks so dear that PostgreSQL would compile it first.
 */
export const SESSION_SETTINGS = `
  SET timezone = 'UTC';
  SET enable_seqscan = off;
  SET jit = off;`;
