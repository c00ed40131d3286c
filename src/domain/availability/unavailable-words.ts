import type { Unavailable, UnavailableCode } from './availability.ts';
import { describeMoment } from './moment-words.ts';

const WORDS: Record<UnavailableCode, string> = {
  away: 'away',
  out_of_office: 'out of office',
  holiday: 'off for a holiday',
  off_hours: 'off',
  not_in_chat: 'not to be found in chat',
  presence_away: 'Slack shows them as away',
  dnd: 'notifications paused',
  in_huddle: 'on a call',
  status: 'away by their status',
};

/**
 * Why a rep cannot take a lead, as a part of a sentence after their name: `away until 14:00 (dentist)`, `off until tomorrow 09:00`,
 * `Slack shows them as away`. The reason is the rep's own words: escape the result for the chat it goes to.
 * @param timezone IANA name of the clock to tell the time by: the reader's or the rep's
 */
export function describeUnavailable({ code, until, reason }: Unavailable, now: Date, timezone: string): string {
  const end = until ? ` until ${describeMoment(until, now, timezone)}` : '';
  const never = code === 'off_hours' && !until ? ', with no working hours in the year ahead' : '';
  return `${WORDS[code]}${end}${never}${reason ? ` (${reason})` : ''}`;
}
