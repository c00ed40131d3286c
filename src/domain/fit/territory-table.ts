/**
 * A territory table: a CSV file with one territory per row. A row is a conjunction (this country and that range of postal
 * codes); a rep takes a lead that lies in any of their rows.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { guessDelimiter, statedDelimiter } from '../csv/delimiter.ts';
import { cleanLine } from '../normalise/text.ts';
import type { Territory } from './skills.ts';
import { readColumns, type TerritoryColumn } from './territory-columns.ts';
import { findOverlaps, type PlacedTerritory } from './territory-overlaps.ts';
import { type Cells, readRow, type TableContext } from './territory-row.ts';

export interface TableNote {
  /** Of the file, from 1. */
  line: number;
  /** What is wrong and what would be right. */
  message: string;
}

export interface TerritoryTable {
  /** Territories by rep id, in the table's order, each once. Rows with a problem are not among them. */
  byRep: ReadonlyMap<string, Territory[]>;
  /** The table is not what it should be; in the file's order. */
  problems: TableNote[];
  /** Worth a look: columns that are not read, rows that are there twice, territories that two reps share. */
  warnings: TableNote[];
}

/** More than the postal codes of a large country; a larger file is something else. */
const MAX_ROWS = 100_000;

/**
 * @param text the file, decoded. Columns may come in any order and go by the names that CRMs give them: rep (id or e-mail
 *   address), country (group, or several), region, postal code (beginning, range, or several), postal from, postal to,
 *   product, language, pool
 * @param context the reps and pools that there are
 */
export function parseTerritories(text: string, context: TableContext): TerritoryTable {
  const { records, problems: broken } = readRecords(text);
  const filled = records.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...rows] = filled;
  if (!header)
    return { byRep: new Map(), problems: [{ line: 1, message: 'the file is empty' }, ...broken], warnings: [] };
  if (rows.length > MAX_ROWS) {
    const message = `the table has more than ${MAX_ROWS.toLocaleString('en')} rows`;
    return { byRep: new Map(), problems: [{ line: 1, message }], warnings: [] };
  }
  if (rows.length === 0) {
    // Reps without a territory take leads from everywhere: half a file must not undo all of them.
    const problem = { line: header.line, message: 'there is no row below the columns’ names' };
    return { byRep: new Map(), problems: [problem, ...broken], warnings: [] };
  }
  const { columns, problems, warnings } = readColumns(header.cells, header.line);
  if (problems.length > 0) return { byRep: new Map(), problems: [...problems, ...broken], warnings };
  const read = readRows(rows, columns, context);
  return {
    byRep: byRep(read.placed),
    problems: [...read.problems, ...broken],
    warnings: [...warnings, ...emptyRows(records, filled), ...read.warnings, ...findOverlaps(read.placed)],
  };
}

interface TableRecord {
  /** On which it begins. */
  line: number;
  /** Cleaned. */
  cells: string[];
}

function readRecords(text: string): { records: TableRecord[]; problems: TableNote[] } {
  const [, firstLine = ''] = /^\s*([^\r\n]*)/.exec(text) ?? [];
  let beforeHeader = statedDelimiter(firstLine) !== null;
  const records: TableRecord[] = [];
  let lines = 0;
  try {
    parse(text, {
      bom: true,
      delimiter: guessDelimiter(firstLine),
      relax_column_count: true,
      relax_quotes: true,
      on_record: (cells: string[], { lines: last }) => {
        const isHint = beforeHeader && cells.some((cell) => cell !== '');
        if (isHint) beforeHeader = false;
        else records.push({ line: lines + 1, cells: cells.map(cleanLine) });
        lines = last;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const message = 'a quotation mark opens a cell and is never closed: nothing from here on is read';
    return { records, problems: [{ line: lines + 1, message }] };
  }
  return { records, problems: [] };
}

/** Those between filled rows; spreadsheets leave any number of them at the end. */
function emptyRows(records: readonly TableRecord[], filled: readonly TableRecord[]): TableNote[] {
  const last = filled.at(-1)?.line ?? 0;
  return records
    .filter(({ line, cells }) => line < last && cells.length > 1 && cells.every((cell) => cell === ''))
    .map(({ line }) => ({ line, message: 'the row is empty; delete it, or fill it in' }));
}

function readRows(rows: readonly TableRecord[], columns: readonly (TerritoryColumn | null)[], context: TableContext) {
  const placed: PlacedTerritory[] = [];
  const problems: TableNote[] = [];
  const warnings: TableNote[] = [];
  const firstLine = new Map<string, number>();
  for (const { line, cells } of rows) {
    if (cells.slice(columns.length).some((cell) => cell !== '')) {
      const message = `the row has more cells than the header; put quotation marks around cells with a delimiter in them`;
      problems.push({ line, message });
      continue;
    }
    const row = readRow(namedCells(cells, columns), context);
    if (!row.ok) {
      problems.push({ line, message: row.problem });
      continue;
    }
    const { rep, territories, doubts } = row.value;
    warnings.push(...doubts.map((message) => ({ line, message })));
    const earlier = new Set<number>();
    for (const territory of territories) {
      const key = JSON.stringify([rep, territory]);
      const first = firstLine.get(key);
      if (first !== undefined) earlier.add(first);
      else placed.push({ line, rep, territory });
      firstLine.set(key, first ?? line);
    }
    for (const first of earlier) warnings.push({ line, message: `repeats line ${first}; delete one of them` });
  }
  return { placed, problems, warnings };
}

function namedCells(cells: readonly string[], columns: readonly (TerritoryColumn | null)[]): Cells {
  const named: Cells = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (column && cell) named[column] = cell;
  }
  return named;
}

function byRep(placed: readonly PlacedTerritory[]): Map<string, Territory[]> {
  const territories = new Map<string, Territory[]>();
  for (const { rep, territory } of placed) {
    const list = territories.get(rep);
    if (list) list.push(territory);
    else territories.set(rep, [territory]);
  }
  return territories;
}
