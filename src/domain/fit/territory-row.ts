/** One row of a territory table. */
import { normaliseLanguage } from '../normalise/language.ts';
import { nearestName } from '../normalise/nearest-name.ts';
import { parsePostalPattern } from './postal-pattern.ts';
import type { Territory } from './skills.ts';
import type { TerritoryColumn } from './territory-columns.ts';
import { listParts, type Reading, readCountries, readRegion } from './territory-places.ts';
import { postalReading } from './territory-test.ts';

/** Whom and what a table may name. */
export interface TableContext {
  reps: readonly { id: string; email: string }[];
  /** Ids of the pools. */
  pools: readonly string[];
}

export interface RowReading {
  rep: string;
  /** Several where the row lists several countries or postal codes. */
  territories: Territory[];
  doubts: string[];
}

/** Cells that are not empty, cleaned. */
export type Cells = Partial<Record<TerritoryColumn, string>>;

const EMPTY = 'the row says nothing but whose it is, which would be every lead; give a country, region or postal code';

/** @returns the row, or the first thing that is wrong with it */
export function readRow(cells: Cells, context: TableContext): Reading<RowReading> {
  const rep = readRep(cells.rep, context.reps);
  if (!rep.ok) return rep;
  const places = readPlaces(cells);
  if (!places.ok) return places;
  const postals = readPostals(cells);
  if (!postals.ok) return postals;
  const rest = readRest(cells, context.pools);
  if (!rest.ok) return rest;
  const { doubt, places: listed } = places.value;
  const territories = listed.flatMap((place) =>
    postals.value.map((postal): Territory => ({ ...place, ...postal, ...rest.value })),
  );
  if (territories.some((territory) => Object.keys(territory).every((key) => key === 'pool'))) return wrong(EMPTY);
  return { ok: true, value: { rep: rep.value, territories, doubts: doubt === undefined ? [] : [doubt] } };
}

function readRep(text: string | undefined, reps: TableContext['reps']): Reading<string> {
  if (text === undefined) return wrong('the row does not say whose territory it is; give a rep’s id or e-mail address');
  const wanted = text.toLowerCase();
  const found = reps.find(({ id, email }) => id.toLowerCase() === wanted || email.toLowerCase() === wanted);
  if (found) return { ok: true, value: found.id };
  const near = nearestName(
    text,
    reps.flatMap(({ id, email }) => [id, email]),
  );
  return wrong(
    `there is no rep “${text}”; ${near ? `did you mean ${near}?` : 'use an id or e-mail address of the routing file'}`,
  );
}

type Place = Pick<Territory, 'country' | 'region'>;

function readPlaces({ country, region }: Cells): Reading<{ places: Place[]; doubt?: string }> {
  const countries = country === undefined ? { ok: true as const, value: [] } : readCountries(country);
  if (!countries.ok) return countries;
  if (region === undefined) {
    const places = countries.value.map((code): Place => ({ country: code }));
    return { ok: true, value: { places: places.length > 0 ? places : [{}] } };
  }
  const read = readRegion(region, countries.value);
  if (!read.ok) return read;
  const { doubt, ...place } = read.value;
  return { ok: true, value: { places: [place], ...(doubt === undefined ? {} : { doubt }) } };
}

type Postal = Pick<Territory, 'postalPrefix' | 'postalFrom' | 'postalTo'>;

function readPostals({ postalPrefix, postalFrom, postalTo }: Cells): Reading<Postal[]> {
  const listed = listParts(postalPrefix ?? '').map(postalOf);
  if (postalFrom !== undefined || postalTo !== undefined) {
    if (listed.length > 0) return wrong('a row has either a postal code or a range from … to; make it two rows');
    listed.push({ postalFrom: postalFrom ?? '', postalTo: postalTo ?? '' });
  }
  for (const postal of listed) {
    const reading = postalReading(postal);
    if (reading && !reading.ok) return wrong(reading.problem);
  }
  return { ok: true, value: listed.length > 0 ? listed : [{}] };
}

/** A range in one cell is as good as one in two. */
function postalOf(text: string): Postal {
  const reading = parsePostalPattern(text);
  const ends = text.split(/[-–—]/);
  const isRange = ends.length === 2 && (!reading.ok || reading.pattern.written.includes('-'));
  return isRange ? { postalFrom: ends[0]?.trim() ?? '', postalTo: ends[1]?.trim() ?? '' } : { postalPrefix: text };
}

function readRest({ product, language, pool }: Cells, pools: readonly string[]): Reading<Partial<Territory>> {
  const code = language && normaliseLanguage(language);
  if (language && !code) return wrong(`there is no language “${language}”; use a code such as es, or its name`);
  const known = pool && pools.find((id) => id.toLowerCase() === pool.toLowerCase());
  if (pool && !known) {
    const near = nearestName(pool, pools);
    return wrong(`there is no pool “${pool}”; ${near ? `did you mean ${near}?` : `there are: ${pools.join(', ')}`}`);
  }
  return {
    ok: true,
    value: { ...(product ? { product } : {}), ...(code ? { language: code } : {}), ...(known ? { pool: known } : {}) },
  };
}

function wrong(problem: string): { ok: false; problem: string } {
  return { ok: false, problem };
}
