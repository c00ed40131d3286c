/** What an experiment says, in plain words: for cards, digests and answers. Numbers come with their intervals, noise is called noise. */
import { isoDate } from '../availability/local-time.ts';
import type { Goal } from '../performance/outcome.ts';
import type { ArmDifference, ArmReport, Comparison } from './compare-arms.ts';
import { destinationText, type Ending, type Experiment } from './experiment.ts';
import type { Estimate } from './intervals.ts';

/** Of a lead that has reached the goal. */
const REACHED: Record<Goal, string> = { won: 'won', opportunity: 'became opportunities' };

/** More differences than these are counted, not told. */
const DIFFERENCES_TOLD = 3;

/** The verdict: one sentence a line, the answer first. */
export function verdictLines({ arms, verdict }: Comparison, goal: Goal): string[] {
  switch (verdict.kind) {
    case 'too-early':
      return [
        `Too early to say anything: no lead ${goal === 'won' ? 'is won' : 'is an opportunity'} yet, or an arm has no leads.`,
      ];
    case 'found': {
      const more = verdict.differences.length - DIFFERENCES_TOLD;
      return [
        ...verdict.differences.slice(0, DIFFERENCES_TOLD).map(foundText),
        ...(more > 0 ? [`${more} more differences between other arms.`] : []),
        ...responseLines(arms),
      ];
    }
    case 'none': {
      const { largest, toSee } = verdict;
      const range = `${largest.better} against ${largest.worse} lies between ${points(largest.low)} and ${points(largest.high)} points (95 %)`;
      const step = `${percent(toSee.from)} to ${percent(toSee.to)}`;
      return [
        `No difference to be seen yet: it may be noise. ${range}.`,
        toSee.leads > 0
          ? `To see a difference of a quarter (${step}), about ${rounded(toSee.leads)} more leads are needed.`
          : `A difference of a quarter (${step}) would have been seen by now, four times of five.`,
        ...responseLines(arms),
      ];
    }
  }
}

function foundText({ better, worse, value, low, high }: ArmDifference): string {
  return `Found: ${better} converts ${plainPoints(value)} points more than ${worse} (95 %: ${plainPoints(low)} to ${plainPoints(high)}).`;
}

/** Two intervals that do not meet are no accident; two that do may be. */
function responseLines(arms: readonly ArmReport[]): string[] {
  const timed = arms.flatMap(({ arm, response }) => (response ? [{ arm, ...response }] : []));
  const [fastest, ...others] = timed.sort((a, b) => a.value - b.value || a.low - b.low);
  if (!fastest || others.length === 0) return [];
  const slower = others.filter(({ low }) => low > fastest.high).map(({ arm }) => arm);
  if (slower.length === 0) return ['The response times differ by no more than chance would make them.'];
  return [`${fastest.arm} answers faster than ${slower.join(' and ')}.`];
}

/** One line of an arm's results: `212 of 2,013 won: 10.5 % (9.3 to 11.9) · first touch 12 min (10 to 15) · 300 open`. */
export function armLine({ leads, decided, converted, rate, response }: ArmReport, goal: Goal): string {
  if (!rate) return 'no leads yet';
  return [
    `${count(converted)} of ${count(leads)} ${REACHED[goal]}: ${rateText(rate)}`,
    ...(response ? [`first touch ${responseText(response)}`] : []),
    ...(decided < leads ? [`${count(leads - decided)} open`] : []),
  ].join(' · ');
}

/** What the arm is called, and where it leads. */
export function armLabel({ arm, to }: Pick<ArmReport, 'arm' | 'to'>): string {
  return `${arm} (${destinationText(to)})`;
}

export function rateText({ value, low, high }: Estimate): string {
  return `${percent(value)} (${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)})`;
}

/** A median of seconds with its interval: `12 min (10 to 15)`. */
export function responseText({ value, low, high }: Estimate): string {
  if (!Number.isFinite(value)) return 'not yet for half of them';
  const end = Number.isFinite(high) ? span(high) : 'longer than all';
  const unit = span(value).replace(/^\S+/, '');
  const sameUnit = span(low).endsWith(unit) && end.endsWith(unit);
  return `${span(value)} (${sameUnit ? span(low).slice(0, -unit.length) : span(low)} to ${sameUnit ? end.slice(0, -unit.length) : end})`;
}

/** Until when it runs, as the file says. */
export function untilText({ split: { until } }: Experiment): string {
  return [
    ...(until.lastDay === undefined ? [] : [`to the end of ${isoDate(until.lastDay)}`]),
    ...(until.leads === undefined ? [] : [`until ${count(until.leads)} leads`]),
  ].join(' or ');
}

export function endingText({ because, keeps }: Ending, endedBy: string | null): string {
  const over = {
    ended: `Ended by ${endedBy ?? 'an admin'}`,
    date: 'Its last day is over',
    leads: 'It has all its leads',
  };
  return `${over[because]}: all leads go to ${keeps} now.`;
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

function points(difference: number): string {
  const text = plainPoints(Math.abs(difference));
  return difference < 0 && text !== '0.0' ? `−${text}` : text;
}

function plainPoints(difference: number): string {
  return (difference * 100).toFixed(1);
}

function count(number: number): string {
  return number.toLocaleString('en-GB');
}

/** To two figures: more would pretend to know. */
function rounded(number: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(number)) - 1);
  return count(Math.ceil(number / step) * step);
}

/** `45 s`, `12 min`, `3.5 h`, `2.1 days`. */
function span(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} days`;
}
