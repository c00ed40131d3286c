/** Leads that promise much go to the best rep who is free, past the rotation. */
import { DEFAULT_NEWCOMER_LEADS } from './earned-weights.ts';
import type { RepPerformance } from './team-performance.ts';

/**
 * @param free ids of the reps who can take a lead now
 * @param newcomerLeads with fewer leads than these nobody is the best: it could be luck
 * @returns the free rep with the highest shrunk rate; of equals the one with more evidence, then the one given first;
 *   `null` when only newcomers are free
 */
export function bestFree(
  reps: readonly RepPerformance[],
  free: ReadonlySet<string>,
  newcomerLeads: number = DEFAULT_NEWCOMER_LEADS,
): string | null {
  const [best] = reps
    .filter(({ rep, leads }) => free.has(rep) && leads >= Math.max(newcomerLeads, 1))
    .sort((a, b) => b.shrunk - a.shrunk || b.evidence - a.evidence);
  return best?.rep ?? null;
}
