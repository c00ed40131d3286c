/** All that one digest says, before it is put into words. */
import type { Dimension, FigureRow, Figures } from './figures.ts';
import type { Period } from './period.ts';

export interface Digest {
  period: Period;
  /** Whose figures, for people: `all pools`, `iberia`, `iberia and world`. */
  of: string;
  /** The pools it is limited to; `null`: all. */
  pools: readonly string[] | null;
  /** The one rep who reads it and sees nobody else's figures; `null`: somebody who may see all. */
  reader: string | null;
  total: Figures;
  before: Figures;
  /** The reader's own, where there is one. */
  own: { now: Figures; before: Figures } | null;
  /** Leads that came in, for each of the period's buckets. */
  arrivals: readonly number[];
  tables: readonly DigestTable[];
  /** Of those in `tables` by rep, whoever has a ledger. */
  fairness: readonly RepFairness[];
  stale: readonly { rep: string; count: number }[];
  waiting: number;
  /** What the experiments say so far. */
  experiments: readonly { name: string; says: string }[];
  /** ISO 4217. */
  currency: string | null;
  /** What people call a rep. */
  nameOf: (rep: string) => string;
}

export interface DigestTable {
  by: Dimension;
  rows: readonly FigureRow[];
}

/** In leads; see `Fairness`. */
export interface RepFairness {
  rep: string;
  received: number;
  entitled: number;
  absences: number;
  balance: number;
  /** Leads past the rotation, less turns that brought none: declined, run out. */
  aside: number;
}

/** Leads that came in, or to the pools that the digest is about. */
export function cameIn({ counts }: Figures, pools: readonly string[] | null): number {
  return pools === null ? counts.received : counts.qualified;
}
