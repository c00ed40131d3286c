/**
 * What makes a comparison right however often somebody looks. The usual interval is right for one look at a time that was fixed before; who
 * looks each week and stops at the first good one claims differences that are not there, one time in four. The mixture
 * sequential probability ratio test (Robbins 1970; as "always valid inference" Johari, Pekelis and Walsh 2017) widens the
 * interval just so much that all looks together are wrong 5 times of 100.
 */

/**
 * Where the wider interval is tightest, as information over that of the mixture: the minimum of `anyTimeZ` for 5 %. It is flat, so that
 * half or double the planned number costs next to nothing.
 */
const TIGHTEST = 8;

/**
 * How many leads on each side are worth as much as these two unequal numbers.
 */
export function evenSize(first: number, second: number): number {
  return first + second > 0 ? (2 * first * second) / (first + second) : 0;
}

/**
 * How many standard errors wide an interval must be that is right at any time.
 * @param size leads per arm so far, see `evenSize`
 * @param planned leads per arm at which it is to be tightest; to be chosen before the first look
 * @param alpha the part of the experiments that may be wrong
 * @returns 3.04 at the planned size for 5 %; more before and after
 */
export function anyTimeZ(size: number, planned: number, alpha: number): number {
  const information = (TIGHTEST * size) / Math.max(planned, 1);
  if (!(information > 0)) return Number.POSITIVE_INFINITY;
  return Math.sqrt((1 + 1 / information) * Math.log((1 + information) / alpha ** 2));
}

/** Four of five times (80 %) a difference of this many standard errors more is seen. */
const POWER_Z = 0.8416;

/**
 * Leads per arm after which a difference is seen four of five times.
 * @param rate of the lower arm, and `higher` of the other one
 */
export function sizeToSee(rate: number, higher: number, planned: number, alpha: number): number {
  const variance = rate * (1 - rate) + higher * (1 - higher);
  // The interval depends on the size a little: a few rounds settle it.
  let size = Math.max(planned, 1);
  for (let round = 0; round < 20; round += 1) {
    size = ((anyTimeZ(size, planned, alpha) + POWER_Z) ** 2 * variance) / (higher - rate) ** 2;
  }
  return Math.ceil(size);
}
