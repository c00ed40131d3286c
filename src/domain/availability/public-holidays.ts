/**
 * Public holidays of countries and their regions, from the tables of `date-holidays`. Those take 80 ms and 20 MB to load, so
 * that happens with the first question: this file may be imported anywhere, and who has no holidays pays nothing.
 */
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { dateOf, HOUR_MS, isoDate, type LocalDate } from './local-time.ts';

export interface PublicHolidays {
  /** The English name of the holiday on a local date, or the country's own where there is no English one; `null` on other days. */
  on(date: LocalDate): string | null;
}

/** An `import` inside of a function would have to be awaited; `require` is not. */
const require = createRequire(import.meta.url);
const holidaysClass = (): typeof Holidays => require('date-holidays');

let loadedTables: Holidays | undefined;
const known = new Map<string, PublicHolidays>();

/**
 * The public holidays of a place; bank holidays, observances and half days are not among them. Kept per place: the first
 * question about a year takes some 15 ms.
 * @param place ISO 3166-1 alpha-2, alone or with a region of `holidayRegions` (and a part of it): `ES`, `ES-MD`, `DE-BY-A`; any case
 * @returns `null` where no such place is known
 */
export function publicHolidays(place: string): PublicHolidays | null {
  const key = place.toUpperCase();
  const cached = known.get(key);
  if (cached) return cached;
  const path = pathOf(key.split('-'));
  if (!path) return null;
  const holidays = ofPlace(path);
  known.set(key, holidays);
  return holidays;
}

/** The regions of a country that have holidays of their own, as `publicHolidays` takes them: `ES-AN`, `ES-AR`, … */
export function holidayRegions(country: string): string[] {
  const code = country.toUpperCase();
  return Object.keys(tables().getStates(code) ?? {}).map((state) => `${code}-${state}`);
}

function tables(): Holidays {
  loadedTables ??= new (holidaysClass())();
  return loadedTables;
}

type Path = [country: string, ...parts: string[]];

/** The codes as the tables spell them: some of theirs are not upper-case. */
function pathOf([country = '', state, region, ...rest]: string[]): Path | null {
  if (rest.length > 0 || !Object.hasOwn(tables().getCountries(), country)) return null;
  if (state === undefined) return [country];
  const knownState = spelledLike(state, tables().getStates(country));
  if (!knownState || region === undefined) return knownState ? [country, knownState] : null;
  const knownRegion = spelledLike(region, tables().getRegions(country, knownState));
  return knownRegion ? [country, knownState, knownRegion] : null;
}

/** @param names `undefined` where a country has none, whatever its type says */
function spelledLike(code: string, names: Record<string, string> | undefined): string | undefined {
  return Object.keys(names ?? {}).find((name) => name.toUpperCase() === code);
}

function ofPlace([country, state, region]: Path): PublicHolidays {
  const types = { types: ['public' as const] };
  const Holidays = holidaysClass();
  const source =
    state === undefined
      ? new Holidays(country, types)
      : region === undefined
        ? new Holidays(country, state, types)
        : new Holidays(country, state, region, types);
  const names = new Map<LocalDate, string>();
  const loaded = new Set<number>();
  const load = (year: number): void => {
    if (loaded.has(year)) return;
    loaded.add(year);
    for (const holiday of source.getHolidays(year, 'en')) {
      const first = firstDay(holiday.date);
      for (let day = 0; day < wholeDays(holiday.start, holiday.end); day++) names.set(first + day, holiday.name);
    }
  };
  return {
    on(date) {
      const year = Number(isoDate(date).slice(0, 4));
      load(year - 1); // a feast of several days may reach into the next year
      load(year);
      return names.get(date) ?? null;
    },
  };
}

/** The tables say `2026-03-20 00:00:00 -0600` of days that begin at sunset: the date is that of the following morning. */
function firstDay(text: string): LocalDate {
  return dateOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** Days of 23 hours are whole; a half day, alone or at the end of a feast, is none. */
function wholeDays(start: Date, end: Date): number {
  return Math.floor((end.getTime() - start.getTime() + 2 * HOUR_MS) / (24 * HOUR_MS));
}
