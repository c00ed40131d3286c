/** What digests count, read from facts that were stored with the events of leads. Nothing here changes anything. */
import type { CountRow, Dimension, WaitRow } from '../domain/digest/figures.ts';
import type { Span } from '../domain/digest/period.ts';

/** Whose figures: of some pools or all (`null`), of one rep or everybody (`null`). */
export interface FigureScope {
  pools: readonly string[] | null;
  rep: string | null;
}

/** Time limits by pool, in ms; pools that are not there have `otherwise`. */
export interface PoolLimits {
  byPool: Readonly<Record<string, number>>;
  otherwise: number;
}

export interface FiguresRepository {
  /**
   * What happened in a span, counted by kind and by each combination of keys. The cost grows with the span, not with what is stored.
   * @param by few: with many, hardly two facts have the same keys
   * @param starts where the stretches of time begin, ascending, for each of which arrivals are counted
   * @returns arrivals: leads that came in; of some pools, those that qualified for them
   */
  counts(
    span: Span,
    scope: FigureScope,
    by: readonly Dimension[],
    starts?: readonly Date[],
  ): Promise<{ rows: CountRow[]; arrivals: number[] }>;

  /** The leads that came in in a span, and how fast they were answered until its end. */
  waits(span: Span, scope: FigureScope, by: readonly Dimension[], limits: PoolLimits): Promise<WaitRow[]>;

  /** Leads in hand that nobody has touched for longer than the limit, by rep. */
  stale(now: Date, scope: FigureScope, limits: PoolLimits): Promise<{ rep: string; count: number }[]>;

  /** Leads that wait in pools for somebody to take them. */
  waiting(scope: FigureScope): Promise<number>;
}
