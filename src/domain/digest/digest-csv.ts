/** A digest as CSV, for spreadsheets. */
import { csvRows } from '../csv/csv-text.ts';
import type { Digest } from './digest.ts';
import { FACT_KINDS } from './fact.ts';
import type { Figures } from './figures.ts';

const COLUMNS = [
  'by',
  'key',
  ...FACT_KINDS,
  'amount won',
  'answered',
  'median seconds',
  'p90 seconds',
  'within limit',
  'due',
  'entitled',
  'received in rotation',
];

/** @returns lines ended by CRLF: the total, the same of the period before, and each row of each table */
export function digestCsv({ total, before, own, reader, tables, fairness }: Digest): string {
  const fair = new Map(fairness.map((row) => [row.rep, row]));
  const lines = [
    COLUMNS,
    line('total', '', total),
    line('total before', '', before),
    ...(own ? [line('rep', reader ?? '', own.now), line('rep before', reader ?? '', own.before)] : []),
    ...tables.flatMap(({ by, rows }) =>
      rows.map((row) => {
        const account = by === 'rep' ? fair.get(row.key ?? '') : undefined;
        const shares = account ? [account.entitled.toFixed(2), String(account.received)] : [];
        return [...line(by, row.key ?? '', row), ...shares];
      }),
    ),
  ];
  return csvRows(lines.map((cells) => COLUMNS.map((_, index) => cells[index] ?? '')));
}

function line(by: string, key: string, { counts, amount, response }: Figures): string[] {
  const { answered, median, p90, within, due } = response;
  const seconds = (ms: number | null) => (ms === null ? '' : String(Math.round(ms / 1000)));
  return [
    by,
    key,
    ...FACT_KINDS.map((what) => String(counts[what])),
    String(amount),
    String(answered),
    seconds(median),
    seconds(p90),
    String(within),
    String(due),
  ];
}
