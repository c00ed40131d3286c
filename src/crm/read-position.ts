/**
 * How far a CRM's changes have been read. They are read from a while before the newest one: a search finds some of them late. What was
 * read before is known by its id and the time of its change, and left out.
 */
import { z } from 'zod';

export interface Changed {
  id: string;
  changedAt: Date;
}

export interface ReadPosition {
  since: Date;
  /** id → when it had last changed, ISO 8601. */
  seen: ReadonlyMap<string, string>;
}

/** How late a change may be found. */
const LATE_MS = 10 * 60_000;

const stored = z.object({ since: z.iso.datetime(), seen: z.record(z.string(), z.string()) });

/** @param position as `positionText` wrote it */
export function readPosition(position: string): ReadPosition {
  const { since, seen } = stored.parse(JSON.parse(position));
  return { since: new Date(since), seen: new Map(Object.entries(seen)) };
}

export function positionText({ since, seen }: ReadPosition): string {
  return JSON.stringify({ since: since.toISOString(), seen: Object.fromEntries(seen) });
}

/** From when to ask. */
export function askFrom({ since }: ReadPosition): Date {
  return new Date(since.getTime() - LATE_MS);
}

/** @returns what is new, and the position after it */
export function readOn<Item extends Changed>(
  before: ReadPosition,
  read: readonly Item[],
): { fresh: Item[]; after: ReadPosition } {
  const fresh = read.filter(({ id, changedAt }) => before.seen.get(id) !== changedAt.toISOString());
  const newest = Math.max(before.since.getTime(), ...read.map(({ changedAt }) => changedAt.getTime()));
  const after = { since: new Date(newest), seen: new Map(before.seen) };
  for (const { id, changedAt } of fresh) after.seen.set(id, changedAt.toISOString());
  const oldest = askFrom(after).toISOString();
  for (const [id, changedAt] of after.seen) if (changedAt < oldest) after.seen.delete(id);
  return { fresh, after };
}
