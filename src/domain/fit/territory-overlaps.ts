/** Rows of two reps in which the same lead could lie: often meant, sometimes a slip, so it is said and not refused. */
import { type Interval, type PostalPattern, postalBounds, postalOverlap } from './postal-pattern.ts';
import { regionChain } from './region-chain.ts';
import type { Territory } from './skills.ts';
import type { TableNote } from './territory-table.ts';
import { describeTerritory, postalReading } from './territory-test.ts';
import { textKey } from './text-key.ts';

export interface PlacedTerritory {
  line: number;
  rep: string;
  territory: Territory;
}

/** Nobody reads more; the first ones show what happened. */
const MAX_NOTES = 50;

const EVERYWHERE: Interval = { low: '', high: '\uffff\uffff' };

interface Entry extends PlacedTerritory {
  postal: PostalPattern | null;
  bounds: Interval;
  /** Comparable; empty where the row does not say, and so takes all. */
  keys: { product: string; language: string; pool: string };
}

/** @returns one note per pair of rows, at the later one's line */
export function findOverlaps(placed: readonly PlacedTerritory[]): TableNote[] {
  const places = byPlace(placed.map(entryOf));
  const pairs = new Map<string, [Entry, Entry]>();
  for (const [place, own] of places) {
    const around = placesAround(own[0]?.territory ?? {}).filter((other) => other !== place);
    const wider = around.flatMap((other) => places.get(other) ?? []);
    for (const [a, b] of overlapping(own, wider)) {
      if (pairs.size >= MAX_NOTES) return [...notes(pairs), tooMany(b)];
      pairs.set(`${a.line} ${b.line}`, [a, b]);
    }
  }
  return notes(pairs);
}

function entryOf(placed: PlacedTerritory): Entry {
  const reading = postalReading(placed.territory);
  const postal = reading?.ok ? reading.pattern : null;
  const { product = '', language = '', pool = '' } = placed.territory;
  const keys = { product: textKey(product), language, pool };
  return { ...placed, postal, bounds: postal ? postalBounds(postal) : EVERYWHERE, keys };
}

/** Rows by country and region, so that only rows of places that touch are compared. */
function byPlace(entries: readonly Entry[]): Map<string, Entry[]> {
  const places = new Map<string, Entry[]>();
  for (const entry of entries) {
    const [place = ''] = placesAround(entry.territory);
    const there = places.get(place);
    if (there) there.push(entry);
    else places.set(place, [entry]);
  }
  return places;
}

/** The place of a row, and those that contain it: its region, what that is part of, its country, everywhere. */
function placesAround({ country = '', region }: Territory): string[] {
  const regions = region === undefined ? [] : regionChain(region);
  return [...new Set([...regions.map((key) => `${country} ${key}`), `${country} `, ' '])];
}

/** Pairs with at least one of `own`, the row that comes first in the table in front. */
function* overlapping(own: readonly Entry[], wider: readonly Entry[]): Generator<[Entry, Entry]> {
  const here = new Set(own);
  const byStart = [...own, ...wider].sort((a, b) => inTextOrder(a.bounds.low, b.bounds.low) || a.line - b.line);
  const open: OpenRows = new Map();
  for (const entry of byStart) {
    for (const other of reaching(open, entry)) {
      if ((here.has(entry) || here.has(other)) && overlap(entry, other)) {
        yield entry.line < other.line ? [entry, other] : [other, entry];
      }
    }
    const sameProduct = open.get(entry.keys.product);
    if (sameProduct) sameProduct.push(entry);
    else open.set(entry.keys.product, [entry]);
  }
}

/** Rows whose postal codes have not ended yet, by product, so that tables by product stay quick too. */
type OpenRows = Map<string, Entry[]>;

/** The open rows of a product that fits the entry's; those that end before the entry begins are closed. */
function reaching(open: OpenRows, { keys, bounds }: Entry): Entry[] {
  const products = keys.product === '' ? [...open.keys()] : [keys.product, ''];
  return products.flatMap((product) => {
    const still = (open.get(product) ?? []).filter((row) => row.bounds.high >= bounds.low);
    open.set(product, still);
    return still;
  });
}

function inTextOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Of two rows whose places touch. */
function overlap(a: Entry, b: Entry): boolean {
  if (a.rep === b.rep) return false;
  const agree = (key: keyof Entry['keys']): boolean =>
    a.keys[key] === '' || b.keys[key] === '' || a.keys[key] === b.keys[key];
  if (!agree('product') || !agree('language') || !agree('pool')) return false;
  return a.postal === null || b.postal === null || postalOverlap(a.postal, b.postal);
}

function notes(pairs: ReadonlyMap<string, [Entry, Entry]>): TableNote[] {
  return [...pairs.values()]
    .map(([a, b]) => ({
      line: b.line,
      message:
        `${b.rep} (${describeTerritory(b.territory)}) and ${a.rep} (${describeTerritory(a.territory)}, line ${a.line}) ` +
        'overlap: leads that lie in both go to either',
    }))
    .sort((a, b) => a.line - b.line);
}

function tooMany({ line }: Entry): TableNote {
  return { line, message: `more than ${MAX_NOTES} rows overlap; the rest is not listed` };
}
