/** Points and scores as people read them. */
import type { Thresholds } from './screening-plan.ts';

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** `12`, `−30`: with a real minus sign, which is not mistaken for a dash. */
export function scoreText(score: number): string {
  // A given score of −0.001 is no "−0".
  return numbers.format(score).replace(/^-0$/, '0').replace('-', '−');
}

/** `+20`, `−30` */
export function pointsText(points: number): string {
  return points > 0 ? `+${scoreText(points)}` : scoreText(points);
}

/** Where a score lies: `20 or more`, `between −20 and 20`, `−20 or less`, `below 20`. */
export function rangeOf(score: number, { qualified, disqualified }: Thresholds): string {
  if (score >= qualified) return `${scoreText(qualified)} or more`;
  if (disqualified === null) return `below ${scoreText(qualified)}`;
  return score <= disqualified
    ? `${scoreText(disqualified)} or less`
    : `between ${scoreText(disqualified)} and ${scoreText(qualified)}`;
}
