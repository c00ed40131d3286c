/**
 * Whether a rep can take a lead at an instant. What people say comes before what the calendar says, and that before what chat
 * shows: the first of these that speaks decides.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from './local-time.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The newest of a rep's own commands. */
export type AvailabilityCommand =
  /** `from` may be to come; `until: null`: until they say that they are back. */
  | { kind: 'away'; from: Date; until: Date | null; reason: string | null }
  /** Overrules everything up to `until`, which is `endOfDay` at the time of the command. */
  | { kind: 'back'; at: Date; until: Date };

export interface OutOfOffice {
  from: Date;
  /** Not included. */
  until: Date;
  reason: string | null;
  /** Id of the rep who stands in. */
  delegate: string | null;
}

/** What chat showed of a rep, and when that was seen. Only those that count as being away are passed. */
export interface ChatSignals {
  /** Nobody in chat has the rep's e-mail address: an offer would reach nobody. */
  missing?: { seenAt: Date };
  presence?: { is: 'active' | 'away'; seenAt: Date };
  dnd?: { until: Date | null; seenAt: Date };
  /** Whether they are on a call. */
  huddle?: { on: boolean; seenAt: Date };
  status?: { text: string; until: Date | null; seenAt: Date };
}

export interface AvailabilityInput {
  now: Date;
  calendar: WorkCalendar;
  command: AvailabilityCommand | null;
  outOfOffice: readonly OutOfOffice[];
  signals: ChatSignals;
}

export type UnavailableCode =
  | 'away'
  | 'out_of_office'
  | 'holiday'
  | 'off_hours'
  | 'not_in_chat'
  | 'presence_away'
  | 'dnd'
  | 'in_huddle'
  | 'status';

export interface Unavailable {
  free: false;
  code: UnavailableCode;
  /** When this cause ends (another may follow: ask again then); `null`: not known. */
  until: Date | null;
  reason?: string;
  delegate?: string;
}

/** `until`: the next change that is known now; `null`: none within a year. */
export type Availability = { free: true; until: Date | null } | Unavailable;

/**
 * How long each signal is believed after it was seen. Presence is asked for at need and is old soon; the others are told at each
 * change, and the limit keeps a rep from being passed over for ever when the news of the end got lost.
 */
const BELIEVED_MS = {
  missing: 10 * MINUTE_MS,
  presence: 10 * MINUTE_MS,
  dnd: DAY_MS,
  huddle: 4 * HOUR_MS,
  status: DAY_MS,
} as const;

export function decideAvailability(input: AvailabilityInput): Availability {
  const { now, command } = input;
  if (command?.kind === 'back' && command.at <= now && now < command.until) return { free: true, until: command.until };
  return (
    awayByCommand(input) ??
    outOfOffice(input) ??
    offByCalendar(input) ??
    awayByChat(input) ?? { free: true, until: nextKnownChange(input) }
  );
}

function awayByCommand({ now, command }: AvailabilityInput): Unavailable | null {
  if (command?.kind !== 'away' || !holds(command, now)) return null;
  return { free: false, code: 'away', until: command.until, ...reasonOf(command.reason) };
}

function outOfOffice({ now, outOfOffice: entries }: AvailabilityInput): Unavailable | null {
  const [longest] = entries.filter((entry) => holds(entry, now)).sort((a, b) => b.until.getTime() - a.until.getTime());
  if (!longest) return null;
  const { until, reason, delegate } = longest;
  return { free: false, code: 'out_of_office', until, ...reasonOf(reason), ...(delegate ? { delegate } : {}) };
}

function offByCalendar({ now, calendar }: AvailabilityInput): Unavailable | null {
  if (calendar.isWorking(now)) return null;
  const { off } = calendar.dayAt(now);
  const until = calendar.nextStart(now);
  return off
    ? { free: false, code: 'holiday', until, ...reasonOf(off.name) }
    : { free: false, code: 'off_hours', until };
}

function awayByChat({ now, signals }: AvailabilityInput): Unavailable | null {
  const { missing, presence, dnd, huddle, status } = signals;
  if (missing && believed(missing, 'missing', now)) return chatSays('not_in_chat', null);
  if (presence?.is === 'away' && believed(presence, 'presence', now)) return chatSays('presence_away', null);
  if (dnd && lasts(dnd, now) && believed(dnd, 'dnd', now)) return chatSays('dnd', dnd.until);
  if (huddle?.on && believed(huddle, 'huddle', now)) return chatSays('in_huddle', null);
  if (!status || !lasts(status, now) || !believed(status, 'status', now)) return null;
  return { ...chatSays('status', status.until), ...reasonOf(status.text) };
}

function chatSays(code: UnavailableCode, until: Date | null): Unavailable {
  return { free: false, code, until };
}

/** A signal that names its own end is believed up to it, however long ago it was seen. */
function believed(signal: { until?: Date | null; seenAt: Date }, name: keyof typeof BELIEVED_MS, now: Date): boolean {
  return Boolean(signal.until) || now.getTime() - signal.seenAt.getTime() < BELIEVED_MS[name];
}

function nextKnownChange({ now, calendar, command, outOfOffice: entries }: AvailabilityInput): Date | null {
  const begins = entries.map(({ from }) => from);
  if (command?.kind === 'away') begins.push(command.from);
  const changes = [calendar.nextChange(now), ...begins.filter((from) => from > now)].filter((at) => at !== null);
  return changes.sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

function holds({ from, until }: { from: Date; until: Date | null }, now: Date): boolean {
  return from <= now && lasts({ until }, now);
}

function lasts({ until }: { until: Date | null }, now: Date): boolean {
  return until === null || now < until;
}

function reasonOf(reason: string | null): { reason?: string } {
  return reason ? { reason } : {};
}
