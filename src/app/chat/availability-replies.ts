/** What Dibs answers to "away", "back" and "out", by the clock of the rep it is about. */
import type { OutOfOffice } from '../../domain/availability/availability.ts';
import { describeMoment } from '../../domain/availability/moment-words.ts';
import { type Cover, describeDays } from '../../domain/availability/out-of-office.ts';
import type { NameOf } from '../../domain/trace.ts';
import type { Reply } from '../../ports/chat-inbox.ts';
import type { AwayOutcome, BackOutcome, OutOutcome } from '../push/set-availability.ts';
import { note } from './replies.ts';

/** How to tell it. */
export interface Telling {
  /** The rep's name where an admin spoke for them; `null`: the rep reads it. */
  about: string | null;
  now: Date;
  /** The rep's, an IANA name. */
  timezone: string;
  /** What people type before a word, `/lead`. */
  prefix: string;
  nameOf: NameOf;
}

export function awayReply(outcome: AwayOutcome, telling: Telling): Reply {
  if (outcome.kind !== 'away') return outReply(outcome, telling);
  const { until, reason, withdrawn } = outcome;
  const end = until ? moment(until, telling) : `${telling.about ? 'they say' : 'you say'} ${telling.prefix} back`;
  const early = until ? [`${telling.prefix} back ends it earlier.`] : [];
  return note(
    `${subject(telling)} away until ${end}${inBrackets(reason)}: no new leads until then.`,
    ...withdrawnLines(withdrawn),
    ...early,
  );
}

export function backReply({ until, outOfOffice }: BackOutcome, telling: Telling): Reply {
  const end = moment(until, telling);
  const after = outOfOffice
    ? `The days out of office (${days(outOfOffice, telling)}) count again after that; ${telling.prefix} out cancel ends them.`
    : 'After that the working hours count again.';
  return note(
    `${subject(telling)} back: leads come until ${end}, whatever the calendar and the chat status say.`,
    after,
  );
}

export function outReply(outcome: OutOutcome, telling: Telling): Reply {
  const { prefix, nameOf } = telling;
  switch (outcome.kind) {
    case 'problem':
      // Chats that show a note as it is would show the marks too.
      return note(outcome.hint.replaceAll('`', ''));
    case 'plan':
      return outcome.entries.length > 0
        ? note(`${whose(telling)} days out of office:`, ...outcome.entries.map((entry) => entryLine(entry, telling)))
        : note('No days out of office are planned.', `Plan some: ${prefix} out 24 Dec to 2 Jan cover bob (holiday)`);
    case 'cancelled':
      return outcome.entries.length > 0
        ? note(`Cancelled: ${outcome.entries.map((entry) => days(entry, telling)).join(', ')}.`)
        : note('There were no days out of office to cancel.');
    case 'unknown_delegate':
      return note(
        `There is no rep "${outcome.typed.slice(0, 40)}" to cover, so nothing was planned.`,
        `Name a rep by the id in the routing file, or by @mention: ${prefix} out 24 Dec to 2 Jan cover bob`,
      );
    case 'own_delegate':
      return note('Nobody can cover for themselves, so nothing was planned. Name somebody else, or nobody.');
    case 'circle':
      return note(
        `Nobody would be left: ${nameOf(outcome.through)} is out then too and has named ${nameOf(outcome.names)} to cover.`,
        'Nothing was planned. Name somebody else, or nobody.',
      );
    case 'too_many':
      return note(`${outcome.most} entries are the most. ${prefix} out cancel clears them.`);
    case 'out':
      return note(
        `${subject(telling)} out of office ${days(outcome.entry, telling)}${inBrackets(outcome.entry.reason)}.`,
        ...coverLines(outcome.entry, outcome.cover, telling),
        ...outcome.replaced.map((entry) => `This takes the place of ${days(entry, telling)}.`),
        ...withdrawnLines(outcome.withdrawn),
        `${prefix} out cancel ends it.`,
      );
  }
}

function coverLines(entry: OutOfOffice, cover: Cover | null, telling: Telling): string[] {
  const { nameOf } = telling;
  if (!cover || !entry.delegate) return [];
  if (cover.kind !== 'out_too') return [`${nameOf(entry.delegate)} covers.`];
  const first = `${nameOf(entry.delegate)} is out of office too, until ${moment(cover.until, telling)}.`;
  return cover.by === null
    ? [`${first} Nobody covers meanwhile: name somebody else if that matters.`]
    : [`${first} ${nameOf(cover.by)} covers for both meanwhile.`];
}

function entryLine(entry: OutOfOffice, telling: Telling): string {
  const cover = entry.delegate ? ` · ${telling.nameOf(entry.delegate)} covers` : '';
  return `${days(entry, telling)}${inBrackets(entry.reason)}${cover}`;
}

function withdrawnLines(count: number): string[] {
  if (count === 0) return [];
  return [
    count === 1
      ? '1 offer that waited for an answer goes on to the next.'
      : `${count} offers that waited for an answer go on to the next.`,
  ];
}

/** In somebody else's time zone a time says so. */
function moment(at: Date, { now, timezone, about }: Telling): string {
  const words = describeMoment(at, now, timezone);
  return about ? `${words} (${timezone})` : words;
}

function days(entry: OutOfOffice, { now, timezone }: Telling): string {
  return describeDays(entry, now, timezone);
}

function subject({ about }: Telling): string {
  return about ? `${about} is` : 'You are';
}

function whose({ about }: Telling): string {
  return about ? `${about}’s` : 'Your';
}

function inBrackets(reason: string | null): string {
  return reason ? ` (${reason})` : '';
}
