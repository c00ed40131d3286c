/** Opens a CSV file: encoding, delimiter and header, then its records. */
import { stat } from 'node:fs/promises';
import { guessDelimiter, statedDelimiter } from '../../domain/csv/delimiter.ts';
import { type CsvRecord, readRecords } from './csv-records.ts';
import { detectEncoding, readLines, TextFileError } from './text-file.ts';

export interface CsvFile {
  /** For people. */
  encoding: string;
  delimiter: string;
  headers: string[];
  /** Bytes. */
  size: number;
  /** What follows the header. May be read once. */
  records: AsyncGenerator<CsvRecord>;
}

/**
 * @param onBytes told how many of the file's bytes have been read
 * @throws TextFileError when it is empty or no text; Node's own error when it cannot be opened
 */
export async function openCsv(path: string, onBytes: (total: number) => void): Promise<CsvFile> {
  const { size } = await stat(path);
  const encoding = await detectEncoding(path);
  const firstLine = (await readLines(path, encoding).next()).value?.text ?? '';
  const delimiter = guessDelimiter(firstLine);
  const records = readRecords(readLines(path, encoding, onBytes), delimiter);
  if (statedDelimiter(firstLine)) await records.next();
  const header: CsvRecord | undefined = (await records.next()).value;
  if (!header) throw new TextFileError('The file is empty.');
  if (!('cells' in header)) throw new TextFileError(`The first line must name the columns. ${header.problem}`);
  return { encoding: encoding.name, delimiter, headers: header.cells, size, records };
}
