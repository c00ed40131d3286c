/** What to answer when the words after `/lead away` cannot be followed: a sentence or two that say what would be right. */
import { addMonths, clockTime, isoDate, type LocalDate, type LocalTime, partsOf } from './local-time.ts';

export interface AwayRefusal {
  kind: 'problem';
  problem: 'in_the_past' | 'not_understood' | 'too_long';
  /** Commands are in backticks; nothing of what was typed is in it but numbers. */
  hint: string;
}

export type AwayHints = ReturnType<typeof awayHints>;

/**
 * @param command what people type before the words: `/lead away`
 * @param local the rep's clock
 */
export function awayHints(command: string, local: LocalTime) {
  const example = (words: string): string => `\`${command} ${words}\``;
  const list = (...examples: string[]): string => examples.map(example).join(', ');
  const general = `Say until when, for how long or which day: ${list('until 14:00', 'until tomorrow 9:00', 'for 2h', 'next week')}.`;
  const notUnderstood = (hint: string): AwayRefusal => ({ kind: 'problem', problem: 'not_understood', hint });
  const past = (hint: string): AwayRefusal => ({ kind: 'problem', problem: 'in_the_past', hint });

  return {
    noMoment: () => notUnderstood(general),
    /** For `until 9`. */
    hourAlone(hour: number) {
      if (hour > 12) return notUnderstood(`A time has minutes: ${example(`until ${hour}:00`)}.`);
      return notUnderstood(`Which half of the day? ${example(`until ${hour}am`)} or ${example(`until ${hour}pm`)}.`);
    },
    noLength: () => notUnderstood(`A length is a number and a unit: ${list('for 30 min', 'for 1h30', 'for 3 days')}.`),
    lengthOfNothing: () => notUnderstood(`A time away is longer than nothing: ${example('for 2h')}.`),
    partOfDay: (date: LocalDate) =>
      notUnderstood(
        `A part of a day ends at a time: ${example(`until ${date === local.date ? '' : 'tomorrow '}14:00`)}.`,
      ),
    slip: (meant: string) => notUnderstood(`Did you mean “${meant}”? ${general}`),
    onlyReason: () => notUnderstood(`${general} A reason alone goes in brackets: ${example('(lunch)')}.`),
    /** @param minutes the time that was asked for; `null`: the start of work */
    tooLateToday(minutes: number | null) {
      const tomorrow = minutes === null ? 'until tomorrow' : `until tomorrow ${clockTime(minutes)}`;
      return past(`It is ${clockTime(local.minutes)} already. ${example(tomorrow)}?`);
    },
    /** @param yearOpen whether next year's can be meant */
    dayPassed(date: LocalDate, yearOpen: boolean) {
      const { year, month, day } = partsOf(date);
      const gone = `${isoDate(date)} has passed: today is ${isoDate(local.date)}.`;
      const nextYears = `${year + 1}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
      return past(yearOpen ? `${gone} If next year’s is meant: ${example(`until ${nextYears}`)}.` : gone);
    },
    tooLong: (mostMonths: number): AwayRefusal => ({
      kind: 'problem',
      problem: 'too_long',
      hint: `A year ahead is the most: ${example(`until ${isoDate(addMonths(local.date, mostMonths))}`)}.`,
    }),
  };
}
