/** What is typed after "snooze": `1h`, `tomorrow`, `until friday 14:00`. The moments are those of "away". */
import { readLength } from './availability/away-length.ts';
import { type AwayContext, parseAway } from './availability/away-words.ts';
import { instantAt, localTime } from './availability/local-time.ts';

export type SnoozeWish = { kind: 'snooze'; until: Date } | { kind: 'problem'; hint: string };

/** The time of day at which a lead comes back that is put off to tomorrow. */
const MORNING_MINUTES = 9 * 60;

/** @param context.command what people type before these words, for hints */
export function parseSnooze(text: string, context: AwayContext & { command: string }): SnoozeWish {
  const said = text.trim().replace(/^(?:for|until|till?)\s+/i, '');
  if (/^tomorrow$/i.test(said)) {
    return { kind: 'snooze', until: tomorrowMorning(context.now, context.calendar.timezone) };
  }
  const wish = said === '' ? null : parseAway(`${readLength(said) ? 'for' : 'until'} ${said}`, context);
  if (wish?.kind === 'away' && wish.until) return { kind: 'snooze', until: wish.until };
  if (wish?.kind === 'problem' && wish.problem !== 'not_understood') return wish;
  const examples = ['1h', 'tomorrow', 'until friday 14:00'].map((words) => `\`${context.command} ${words}\``);
  return { kind: 'problem', hint: `Say for how long, or until when: ${examples.join(', ')}.` };
}

/** Tomorrow at 9:00 by the clock of `timezone`, an IANA name. */
export function tomorrowMorning(now: Date, timezone: string): Date {
  return new Date(instantAt(localTime(now, timezone).date + 1, MORNING_MINUTES, timezone));
}
