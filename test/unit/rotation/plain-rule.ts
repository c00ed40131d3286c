/** Tijdeman's rule written out: a scan over what everybody is owed, without heaps or levels, to compare with. */
import type { RotationMember } from '../../../src/domain/rotation/membership.ts';
import { LEAD, weightUnits } from '../../../src/domain/rotation/units.ts';

/**
 * @param candidates in the order that decides between equals
 * @param except passed over
 * @param places k of the thresholds
 */
export function chooseByPlainRule(
  candidates: readonly RotationMember[],
  owed: (rep: string) => bigint,
  except: ReadonlySet<string> = new Set(),
  places: number = candidates.length,
): string | null {
  const slack = BigInt(Math.max(1, 2 * places - 2));
  const weights = candidates.map(({ weight }) => BigInt(weightUnits(weight)));
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const surplus = candidates.reduce((sum, { rep }) => sum + owed(rep), 0n) - LEAD;
  const all = candidates.map(({ rep }, i) => {
    const weight = weights[i] ?? 1n;
    // Moved such that all claims sum to one lead; × total × slack.
    const claim = slack * (total * owed(rep) - weight * surplus);
    return { rep, weight, claim, left: (slack - 1n) * LEAD * total - claim };
  });
  const asked = all.filter(({ rep }) => !except.has(rep));
  const eligible = asked.filter(({ claim }) => claim >= LEAD * total);
  const [first, ...others] = eligible.length > 0 ? eligible : asked;
  if (!first) return null;
  return others.reduce((best, one) => (one.left * best.weight < best.left * one.weight ? one : best), first).rep;
}
