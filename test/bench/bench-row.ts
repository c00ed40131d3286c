/** One line of `npm run bench`: a measured figure beside its baseline from the same run, and whether it holds. */
export interface BenchRow {
  name: string;
  /** Measured, with its unit. */
  figure: string;
  /** What it is compared with, with its unit. */
  baseline: string;
  /** Figure over baseline; `null` when there is no baseline on this machine. */
  ratio: number | null;
  /** What the ratio must be, e.g. `≤ 2`. */
  bound: string;
  /** `null`: not known without the baseline. */
  ok: boolean | null;
}

interface Comparison {
  name: string;
  unit: string;
  figure: number;
}

/**
 * More is better: a figure that must reach a share of what was measured beside it.
 * @param row.baseline `null` when it could not be measured
 * @param row.orAbove holds too when the figure reaches this, whatever the baseline
 */
export function atLeast(row: Comparison & { baseline: number | null; share: number; orAbove?: number }): BenchRow {
  const { name, unit, figure, baseline, share, orAbove } = row;
  const ratio = baseline === null ? null : figure / baseline;
  const enough = orAbove !== undefined && figure >= orAbove;
  return {
    name,
    figure: withUnit(figure, unit),
    baseline: baseline === null ? 'no pgbench here' : withUnit(baseline, unit),
    ratio,
    bound: `≥ ${share}${orAbove === undefined ? '' : `, or ≥ ${withUnit(orAbove, unit)}`}`,
    ok: enough || (ratio === null ? null : ratio >= share),
  };
}

/** Less is better: a figure with a limit, which stands in for the baseline. */
export function atMost({ name, unit, figure, limit }: Comparison & { limit: number }): BenchRow {
  return {
    name,
    figure: withUnit(figure, unit),
    baseline: withUnit(limit, unit),
    ratio: figure / limit,
    bound: '≤ 1',
    ok: figure <= limit,
  };
}

function withUnit(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.trim();
}
