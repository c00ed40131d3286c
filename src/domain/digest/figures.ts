/** The figures of a digest. What each of them counts is said in docs/digests.md, and nowhere else. */
import type { FactKind } from './fact.ts';

/** By what figures can be told apart. */
export const DIMENSIONS = ['rep', 'pool', 'source', 'rule', 'country'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type Counts = Record<FactKind, number>;

/** How fast leads that came in were answered, as far as it was known at the end of the period. */
export interface Response {
  /** Leads that were answered. */
  answered: number;
  /** From arrival to the first touch, in ms; `null` when none was answered. */
  median: number | null;
  p90: number | null;
  /** Leads answered within their pool's limit. */
  within: number;
  /** Of so many: those answered, and those whose limit was over. */
  due: number;
}

export interface Figures {
  counts: Counts;
  /** Of the leads won, in the company's currency; leads without an amount add nothing. */
  amount: number;
  response: Response;
}

/** Figures with what they are of: a rep, a source …; `null` for what has none. */
export interface FigureRow extends Figures {
  key: string | null;
}

/** What a row is of, in the dimensions that were asked for; `null` for what has none. */
export type Keys = Partial<Record<Dimension, string | null>>;

/** One count as the store has it. */
export interface CountRow extends Keys {
  what: FactKind;
  count: number;
  amount: number;
}

/** Leads that came in, as the store has them, with how long each of those that were answered had waited. */
export interface WaitRow extends Keys {
  /** In ms, in no order. */
  waits: readonly number[];
  within: number;
  due: number;
}

const NO_COUNTS: Counts = {
  received: 0,
  qualified: 0,
  claimed: 0,
  offered: 0,
  accepted: 0,
  declined: 0,
  'timed-out': 0,
  given: 0,
  touched: 0,
  won: 0,
};
const NO_RESPONSE: Response = { answered: 0, median: null, p90: null, within: 0, due: 0 };

export const NO_FIGURES: Figures = { counts: NO_COUNTS, amount: 0, response: NO_RESPONSE };

/** Sums counts and waits, whatever they are of. */
export function totalOf(counts: readonly CountRow[], waits: readonly WaitRow[] = []): Figures {
  const total = { counts: { ...NO_COUNTS }, amount: 0, response: responseOf(waits) };
  for (const { what, count, amount } of counts) {
    total.counts[what] += count;
    total.amount += amount;
  }
  return total;
}

function responseOf(rows: readonly WaitRow[]): Response {
  const sorted = Float64Array.from(rows.flatMap(({ waits }) => waits)).sort();
  const sum = (of: (row: WaitRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    answered: sorted.length,
    median: percentile(sorted, 50),
    p90: percentile(sorted, 90),
    within: sum(({ within }) => within),
    due: sum(({ due }) => due),
  };
}

/** The smallest that so many per cent do not exceed. @param sorted ascending */
function percentile(sorted: Float64Array, percent: number): number | null {
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? null;
}

/** A row for each key that has any figure, in the order of the alphabet; `null` last. */
export function rowsOf(counts: readonly CountRow[], waits: readonly WaitRow[], by: Dimension): FigureRow[] {
  const countsOf = grouped(counts, by);
  const waitsOf = grouped(waits, by);
  const keys = new Set([...countsOf.keys(), ...waitsOf.keys()]);
  return [...keys].sort(alphabetically).map((key) => ({ key, ...totalOf(countsOf.get(key) ?? [], waitsOf.get(key)) }));
}

function grouped<Row extends Keys>(rows: readonly Row[], by: Dimension): Map<string | null, Row[]> {
  const byKey = new Map<string | null, Row[]>();
  for (const row of rows) {
    const key = row[by] ?? null;
    const known = byKey.get(key);
    if (known) known.push(row);
    else byKey.set(key, [row]);
  }
  return byKey;
}

function alphabetically(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : 1;
}

/** Leads that came into somebody's hands, whichever way. */
export function taken({ counts }: Figures): number {
  return counts.claimed + counts.accepted + counts.given;
}

/** The part of the leads whose time was up that were answered in time, 0 to 1; `null` when there was none. */
export function withinShare({ response }: Figures): number | null {
  return response.due === 0 ? null : response.within / response.due;
}
