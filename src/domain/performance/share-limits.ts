/** Shares of a whole within limits: what a limit takes or gives, the others give or take in proportion. */

/**
 * @param shares at least 0, together 1
 * @param floor the least that each may have; at most 1 / the number of shares
 * @returns together 1
 */
export function raiseToFloor(shares: readonly number[], floor: number): number[] {
  const raised = new Set<number>();
  // Whoever is raised makes the others smaller, so some more may fall below: at most as many rounds as shares.
  for (let grew = true; grew; ) {
    const factor = remainder(shares, raised, floor);
    const before = raised.size;
    for (const [index, share] of shares.entries()) if (share * factor < floor) raised.add(index);
    grew = raised.size > before;
  }
  const factor = remainder(shares, raised, floor);
  return shares.map((share, index) => (raised.has(index) ? floor : share * factor));
}

/**
 * @param shares at least 0, together 1
 * @param ceiling the most that each may have
 * @returns together 1, or less where all are at the ceiling
 */
export function cutToCeiling(shares: readonly number[], ceiling: number): number[] {
  const cut = new Set<number>();
  for (let grew = true; grew; ) {
    const factor = remainder(shares, cut, ceiling);
    const before = cut.size;
    for (const [index, share] of shares.entries()) if (share * factor > ceiling) cut.add(index);
    grew = cut.size > before;
  }
  const factor = remainder(shares, cut, ceiling);
  return shares.map((share, index) => (cut.has(index) ? ceiling : share * factor));
}

/** What the shares that are not fixed have to be multiplied by, so that all make 1. */
function remainder(shares: readonly number[], fixed: ReadonlySet<number>, at: number): number {
  const free = shares.reduce((sum, share, index) => (fixed.has(index) ? sum : sum + share), 0);
  return free > 0 ? Math.max(0, 1 - fixed.size * at) / free : 0;
}
