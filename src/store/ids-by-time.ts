/** Ids are UUIDv7, in the order in which they were made: a span of time is a range of ids, for which the primary key is enough. */

/** The first UUIDv7 of a moment; the very first id where there is none. */
export function firstIdAt(moment: Date | null): string {
  const hex = Math.max(0, moment?.getTime() ?? 0)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** The one that follows. */
export function nextId(id: string): string {
  const next = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
