/** Goes through the records of a file: checks each, sends the good ones in batches, reports the others with their line. */
import { createHash } from 'node:crypto';
import type { MappedColumn } from '../../domain/csv/column-mapping.ts';
import { type BadLinesReport, createBadLinesReport } from './bad-lines-report.ts';
import { type ItemAnswer, sendBatch } from './batch-client.ts';
import type { CsvRecord } from './csv-records.ts';
import type { ImportOptions } from './import-csv.ts';
import type { ImportSummary } from './import-summary.ts';
import type { CsvFile } from './open-csv.ts';
import { createProgress, type Progress } from './progress.ts';
import { type LineOutcome, readLine } from './read-line.ts';

/** The API takes 500 leads and 2 MB at once; proxies in between often only 1 MB. */
const BATCH_LEADS = 500;
const BATCH_BYTES = 900_000;

type GoodLine = Extract<LineOutcome, { kind: 'lead' }> & {
  /** The earlier line of the file that is the same lead. */
  sameAs: number | undefined;
};

/** What the steps of one import share. */
interface Run {
  options: ImportOptions;
  columns: readonly MappedColumn[];
  /** Counted up as lines are settled, so that it is right wherever the import stops. */
  summary: ImportSummary;
  progress: Progress;
  report: BadLinesReport | null;
}

/**
 * @param bytesRead how many bytes of the file have been read
 * @throws ImportStopped when the server cannot be used
 */
export async function importRecords(
  csv: CsvFile,
  bytesRead: () => number,
  columns: readonly MappedColumn[],
  options: ImportOptions,
  summary: ImportSummary,
): Promise<void> {
  const progress = createProgress(options.out, csv.size);
  const report = options.report === null ? null : createBadLinesReport(options.report, csv.headers);
  const run: Run = { options, columns, summary, progress, report };
  try {
    for await (const batch of batchesOf(csv.records, run)) {
      await settleBatch(batch, run);
      progress.update(bytesRead(), summary.lines);
    }
  } finally {
    await report?.close();
    progress.stop();
  }
}

/** Good lines in batches that the API takes; bad ones are reported on the way. */
async function* batchesOf(records: AsyncIterable<CsvRecord>, run: Run): AsyncGenerator<GoodLine[]> {
  const findEarlier = createEarlierLines();
  let batch: GoodLine[] = [];
  let bytes = 0;
  for await (const record of records) {
    const line = readLine(record, run.columns, run.options);
    if (line.kind === 'empty') continue;
    run.summary.lines += 1;
    if (line.kind === 'bad') {
      await reportBad(line, line.reason, run);
      continue;
    }
    const size = Buffer.byteLength(JSON.stringify(line.item));
    if (batch.length === BATCH_LEADS || bytes + size > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ ...line, sameAs: findEarlier(line.identity, line.line) });
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function settleBatch(batch: readonly GoodLine[], run: Run): Promise<void> {
  const answers = run.options.dryRun ? batch.map(foretell) : await send(batch, run);
  for (const [index, line] of batch.entries()) {
    const answer = answers[index];
    if (answer) await settle(line, answer, run);
  }
}

function send(batch: readonly GoodLine[], { options, progress }: Run): Promise<ItemAnswer[]> {
  return sendBatch(
    batch.map(({ item }) => item),
    { ...options, fetch: options.fetch ?? fetch, say: progress.say },
  );
}

function foretell({ sameAs }: GoodLine): ItemAnswer {
  return { kind: sameAs === undefined ? 'new' : 'known' };
}

async function settle(line: GoodLine, answer: ItemAnswer, run: Run): Promise<void> {
  const { summary, progress } = run;
  if (answer.kind === 'refused') {
    await reportBad(line, answer.reason, run);
  } else if (answer.kind === 'new') {
    summary.created += 1;
  } else if (line.sameAs === undefined) {
    summary.existing += 1;
  } else {
    summary.duplicates += 1;
    progress.say(`line ${line.line}: the same lead as line ${line.sameAs}`);
  }
}

async function reportBad(line: { line: number; cells: readonly string[] }, reason: string, run: Run): Promise<void> {
  run.summary.bad += 1;
  run.progress.say(`line ${line.line}: ${reason}`);
  await run.report?.add(line.line, reason, line.cells);
}

/**
 * Remembers which lead was on which line, by 48 bits of a hash: about 50 bytes per line. Only the words depend on it: what
 * is a duplicate is decided by the server, so that two leads with the same bits both arrive.
 */
function createEarlierLines(): (identity: string, line: number) => number | undefined {
  const lines = new Map<number, number>();
  return (identity, line) => {
    const bits = createHash('sha256').update(identity).digest().readUIntBE(0, 6);
    const earlier = lines.get(bits);
    if (earlier === undefined) lines.set(bits, line);
    return earlier;
  };
}
