/**
 * From lines to records. csv-parse alone decides what is a record: lines are added until it is content. So the line number
 * of every record is known, and a quote that is never closed costs its own line, not the rest of the file.
 */
import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { Line } from './text-file.ts';

export type CsvRecord = { line: number; cells: string[] } | { line: number; text: string; problem: string };

/** A record longer than these is a quote that somebody forgot to close. */
const MAX_RECORD_LINES = 500;
const MAX_RECORD_CHARACTERS = 250_000;

/** Records in the file's order, with the number of the line they begin on. Empty lines are passed over. */
export async function* readRecords(source: AsyncIterable<Line>, delimiter: string): AsyncGenerator<CsvRecord> {
  const lines = source[Symbol.asyncIterator]();
  /** Lines that were taken for the rest of a record that turned out not to be one. */
  let returned: Line[] = [];
  const next = async (): Promise<Line | undefined> => returned.shift() ?? (await lines.next()).value;

  for (let first = await next(); first; first = await next()) {
    if (first.text.trim() === '') continue;
    const alone = parseCells(first.text, { delimiter, relax_quotes: true });
    if (Array.isArray(alone)) {
      yield { line: first.number, cells: alone };
      continue;
    }
    const { cells, taken } = await continueRecord(first, next, delimiter);
    if (cells) {
      yield { line: first.number, cells };
    } else {
      const problem = 'A quotation mark opens a cell and is never closed, or stands in the wrong place.';
      yield { line: first.number, text: first.text, problem };
      returned = [...taken, ...returned];
    }
  }
}

/** Adds lines to a record whose quote is open. @returns its cells, or `null` and the lines taken in vain */
async function continueRecord(first: Line, next: () => Promise<Line | undefined>, delimiter: string) {
  const taken: Line[] = [];
  let text = first.text;
  while (taken.length < MAX_RECORD_LINES && text.length < MAX_RECORD_CHARACTERS) {
    const line = await next();
    if (!line) break;
    taken.push(line);
    text += `\n${line.text}`;
    // Only a line with a quotation mark can close the record.
    if (!line.text.includes('"')) continue;
    const cells = parseStrictly(text, delimiter);
    if (Array.isArray(cells)) return { cells, taken };
    if (cells === 'broken') break;
  }
  return { cells: null, taken };
}

type Parsed = string[] | 'open' | 'stray-quote' | 'broken';

/**
 * Across lines a quote that closes in the wrong place is an error: taken for text, as within one line, two lines that each
 * lack their closing quote would become one. A stray quote in a cell without quotes is harmless there too.
 */
function parseStrictly(text: string, delimiter: string): Parsed {
  const cells = parseCells(text, { delimiter });
  return cells === 'stray-quote' ? parseCells(text, { delimiter, relax_quotes: true }) : cells;
}

function parseCells(text: string, options: Options): Parsed {
  try {
    const [cells = []] = parse(text, { ...options, record_delimiter: '\n', relax_column_count: true }) as string[][];
    return cells;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'open';
    return error.code === 'INVALID_OPENING_QUOTE' ? 'stray-quote' : 'broken';
  }
}
