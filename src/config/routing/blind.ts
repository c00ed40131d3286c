/** Which pools hide who a lead is until somebody has it. */

/** Where a list of what may show means that the rest may not. */
const BLIND_WITH_A_LIST = ['round-robin', 'top-performer', 'shotgun'];

/**
 * @param strategy as written; `null` or a word that is none: not blind
 * @param reveals whether `card.reveal` is there
 */
export function isBlind(strategy: string | null, reveals: boolean): boolean {
  return strategy === 'blind-pull' || (reveals && strategy !== null && BLIND_WITH_A_LIST.includes(strategy));
}
