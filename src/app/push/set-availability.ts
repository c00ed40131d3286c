/**
 * What reps say about when they can take leads: away, back, out of office. Said once, it holds at once: offers that wait for somebody
 * who is away go on to the next, and whoever is back gets what waits.
 */
import type { OutOfOffice } from '../../domain/availability/availability.ts';
import type { AwayRefusal } from '../../domain/availability/away-hints.ts';
import { parseAway } from '../../domain/availability/away-words.ts';
import { endOfDay } from '../../domain/availability/end-of-day.ts';
import { type Cover, coverOf, MOST_ENTRIES, withEntry } from '../../domain/availability/out-of-office.ts';
import { type OutWish, parseOut } from '../../domain/availability/out-words.ts';
import type { WorkCalendar } from '../../domain/availability/work-calendar.ts';
import type { Rep } from '../../domain/ruleset.ts';
import type { Repositories } from '../../ports/store.ts';
import type { ChangeContext } from '../record-changes.ts';
import { withdrawOffers } from './withdraw-offers.ts';

export interface AvailabilityContext extends ChangeContext {
  /** By rep id. */
  calendars: (rep: string) => WorkCalendar;
}

/** Something a rep says, or an admin for them. */
export interface Said {
  rep: Rep;
  /** What was typed after the word. */
  text: string;
  at: Date;
  /** What people type before the text, for examples: `/lead away`. */
  command: string;
}

export type AwayOutcome =
  | AwayRefusal
  /** `withdrawn`: how many offers went on to the next. */
  | { kind: 'away'; until: Date | null; reason: string | null; withdrawn: number }
  | OutOutcome;

export type BackOutcome = {
  kind: 'back';
  /** How long this overrules everything else. */
  until: Date;
  /** What will count again after that. */
  outOfOffice: OutOfOffice | null;
};

export type OutOutcome =
  | AwayRefusal
  | { kind: 'plan'; entries: OutOfOffice[] }
  | { kind: 'cancelled'; entries: OutOfOffice[] }
  | { kind: 'unknown_delegate'; typed: string }
  | { kind: 'own_delegate' }
  | { kind: 'circle'; through: string; names: string }
  | { kind: 'too_many'; most: number }
  /** `replaced`: entries that it overlaps. `cover` is `null` where no delegate was named. */
  | { kind: 'out'; entry: OutOfOffice; replaced: OutOfOffice[]; cover: Cover | null; withdrawn: number };

export interface SetAvailability {
  away(said: Said): Promise<AwayOutcome>;
  back(said: Pick<Said, 'rep' | 'at'>): Promise<BackOutcome>;
  /** @param findRep whom somebody means by a word; `null`: nobody */
  out(said: Said, findRep: (word: string) => Promise<Rep | null>): Promise<OutOutcome>;
}

/** All reject with `AppError` when the store cannot be reached; what was said already may be said again. */
export function createSetAvailability(context: AvailabilityContext): SetAvailability {
  const { store, calendars } = context;

  async function plan(rep: Rep, entry: OutOfOffice, now: Date): Promise<OutOutcome> {
    const outcome = await store.transaction((tx) => addEntry(tx, rep.id, entry, now));
    if (outcome.kind !== 'out') return outcome;
    const withdrawn = entry.from <= now ? await withdrawOffers(context, rep.id) : 0;
    return { ...outcome, withdrawn };
  }

  return {
    async away({ rep, text, at, command }) {
      const wish = parseAway(text, { now: at, calendar: calendars(rep.id), command });
      if (wish.kind === 'problem') return wish;
      const { from, until, reason } = wish;
      // A day to come must not end what holds today, and no word of today may end it.
      if (from > at && until) return plan(rep, { from, until, reason, delegate: null }, at);
      await store.availability.say(rep.id, { kind: 'away', from, until, reason }, at);
      return { kind: 'away', until, reason, withdrawn: await withdrawOffers(context, rep.id) };
    },

    async back({ rep, at }) {
      const until = endOfDay(at, calendars(rep.id));
      await store.availability.say(rep.id, { kind: 'back', at, until }, at);
      context.wake.assigner();
      const entries = await entriesOf(store, at);
      const outOfOffice = entries(rep.id).find((entry) => entry.from <= at && entry.until > until) ?? null;
      return { kind: 'back', until, outOfOffice };
    },

    async out({ rep, text, at, command }, findRep) {
      const wish = parseOut(text, { now: at, calendar: calendars(rep.id), command });
      switch (wish.kind) {
        case 'problem':
          return wish;
        case 'show':
          return { kind: 'plan', entries: byDate((await entriesOf(store, at))(rep.id)) };
        case 'cancel': {
          const entries = await store.transaction((tx) => cancelAll(tx, rep.id, at));
          context.wake.assigner();
          return { kind: 'cancelled', entries: byDate(entries) };
        }
        case 'out': {
          const delegate = await delegateIn(wish, rep, findRep);
          return delegate.kind === 'named' ? plan(rep, { ...daysOf(wish), delegate: delegate.rep }, at) : delegate;
        }
      }
    },
  };
}

type OutDays = OutWish & { kind: 'out' };

function daysOf({ from, until, reason }: OutDays): Omit<OutOfOffice, 'delegate'> {
  return { from, until, reason };
}

async function delegateIn({ cover }: OutDays, rep: Rep, findRep: (word: string) => Promise<Rep | null>) {
  if (cover === null) return { kind: 'named', rep: null } as const;
  const delegate = await findRep(cover);
  if (!delegate) return { kind: 'unknown_delegate', typed: cover } as const;
  return delegate.id === rep.id ? ({ kind: 'own_delegate' } as const) : ({ kind: 'named', rep: delegate.id } as const);
}

async function addEntry(tx: Repositories, rep: string, entry: OutOfOffice, now: Date) {
  const others = await entriesOf(tx, now);
  const { entries, replaced } = withEntry(others(rep), entry);
  if (entries.length > MOST_ENTRIES) return { kind: 'too_many', most: MOST_ENTRIES } as const;
  const { delegate } = entry;
  const cover = delegate === null ? null : coverOf(rep, { ...entry, delegate }, others);
  if (cover?.kind === 'circle') return cover;
  await tx.availability.setOutOfOffice(rep, entries);
  return { kind: 'out', entry, replaced, cover } as const;
}

async function cancelAll(tx: Repositories, rep: string, now: Date): Promise<readonly OutOfOffice[]> {
  const entries = (await entriesOf(tx, now))(rep);
  if (entries.length > 0) await tx.availability.setOutOfOffice(rep, []);
  return entries;
}

async function entriesOf(
  { availability }: Pick<Repositories, 'availability'>,
  now: Date,
): Promise<(rep: string) => readonly OutOfOffice[]> {
  const all = new Map((await availability.all(now)).map(({ rep, outOfOffice }) => [rep, outOfOffice]));
  return (rep) => all.get(rep) ?? [];
}

function byDate(entries: readonly OutOfOffice[]): OutOfOffice[] {
  return [...entries].sort((a, b) => a.from.getTime() - b.from.getTime());
}
