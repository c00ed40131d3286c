/**
 * What the rotation counts in. The books hold whole units only: shares of a lead in floating point would not sum to nothing
 * again after 10,000 turns.
 */

/** Units in one lead: a multiple of everything up to 16, and of 1,000, so that most pools share a lead without a rest. */
export const LEAD = 720_720_000_000n;

/** Thousandths: weights are written with up to three decimals. */
const WEIGHT_UNITS = 1000;

/** The largest weight a member can have. */
const MOST_WEIGHT = 1000;

/** For showing. @returns leads, rounded to two decimals */
export function inLeads(units: bigint): number {
  const hundredths = Math.round((Number(units) / Number(LEAD)) * 100);
  return hundredths === 0 ? 0 : hundredths / 100;
}

/**
 * @param weight above 0, at most 1000; more than three decimals are rounded
 * @returns whole thousandths
 * @throws RangeError for a weight that no rotation can hold: the routing file is checked before it comes here
 */
export function weightUnits(weight: number): number {
  const units = Math.round(weight * WEIGHT_UNITS);
  if (!(units >= 1 && units <= MOST_WEIGHT * WEIGHT_UNITS))
    throw new RangeError(`a weight is from 0.001 to ${MOST_WEIGHT}, not ${weight}`);
  return units;
}
