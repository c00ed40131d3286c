/**
 * Imports a CSV file through the public API, so that it works beside a running server. Keeps nothing between runs: each
 * line has a key of its own by which the server knows it again, so a killed import is simply run again from the start.
 */
import type { Writable } from 'node:stream';
import { type MappedColumn, mapColumns } from '../../domain/csv/column-mapping.ts';
import type { DateOrder } from '../../domain/csv/date.ts';
import type { Clock } from '../../ports/clock.ts';
import { isSameFile } from './bad-lines-report.ts';
import { ImportStopped } from './batch-client.ts';
import { importRecords } from './import-records.ts';
import { type ImportSummary, summaryText } from './import-summary.ts';
import { mappingTable } from './mapping-table.ts';
import { type CsvFile, openCsv } from './open-csv.ts';
import { TextFileError } from './text-file.ts';

export interface ImportOptions {
  /** Path of the CSV file. */
  file: string;
  /** What the user says about columns, each `Column=field`, `Column=custom.key` or `Column=-`. */
  map: readonly string[];
  /** The source of leads whose line does not name one. */
  source: string;
  dateOrder: DateOrder;
  /** Check everything, send nothing. */
  dryRun: boolean;
  /** Where the server is. */
  to: URL;
  /** The API key; `null`: none is sent. */
  key: string | null;
  /** Where to write the bad lines; `null`: nowhere. */
  report: string | null;
  out: Writable;
  clock: Pick<Clock, 'sleep'>;
  fetch?: typeof fetch;
}

const DELIMITER_NAMES: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'vertical bar' };

/** Runs an import to its end, or until it cannot go on. @returns the figures; `failure` says why it stopped */
export async function importCsv(options: ImportOptions): Promise<ImportSummary> {
  const summary: ImportSummary = { lines: 0, created: 0, existing: 0, duplicates: 0, bad: 0, failure: null };
  try {
    await run(options, summary);
  } catch (error) {
    summary.failure = failureOf(error);
  }
  options.out.write(summaryText(summary, options.dryRun, options.report));
  return summary;
}

async function run(options: ImportOptions, summary: ImportSummary): Promise<void> {
  if (options.report !== null && (await isSameFile(options.report, options.file))) {
    throw new ImportStopped('--report names the file that is imported; give it another name.');
  }
  let bytes = 0;
  const csv = await openCsv(options.file, (total) => {
    bytes = total;
  });
  const mapping = mapColumns(csv.headers, options.map);
  if (!mapping.ok) throw new ImportStopped(mapping.problems.join('\n'));
  options.out.write(opening(csv, mapping.columns, options));
  await importRecords(csv, () => bytes, mapping.columns, options, summary);
}

function opening(csv: CsvFile, columns: readonly MappedColumn[], { file, to, dryRun }: ImportOptions): string {
  const delimiter = DELIMITER_NAMES[csv.delimiter] ?? `“${csv.delimiter}”`;
  const plan = dryRun ? 'Dry run: nothing is sent.' : `To ${to.origin}.`;
  return `${file}: ${csv.encoding}, cells divided by ${delimiter}. ${plan}\n${mappingTable(columns)}\n`;
}

/** Words for what can be expected to go wrong; anything else is a mistake in the program and is thrown on. */
function failureOf(error: unknown): string {
  if (error instanceof ImportStopped || error instanceof TextFileError) return error.message;
  if (error instanceof Error && 'syscall' in error) return `A file cannot be used: ${error.message}.`;
  throw error;
}
