/**
 * Writes the bad lines into a CSV file of their own: line number, reason, and the cells as they were, to be put right and
 * imported again. Spreadsheets run cells that begin like a formula, so those get an apostrophe; the import takes it off.
 */
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { REPORT_COLUMNS } from '../../domain/csv/column-mapping.ts';
import { csvRows } from '../../domain/csv/csv-text.ts';

export interface BadLinesReport {
  add(line: number, reason: string, cells: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * The file is made with the first bad line; one that is there is replaced.
 * @param headers of the file that is imported
 */
export function createBadLinesReport(path: string, headers: readonly string[]): BadLinesReport {
  let file: FileHandle | undefined;
  return {
    add: async (line, reason, cells) => {
      if (!file) {
        file = await open(path, 'w');
        await file.write(csvRows([[...REPORT_COLUMNS, ...headers]]));
      }
      await file.write(csvRows([[String(line), reason, ...cells]]));
    },
    close: async () => file?.close(),
  };
}

/** Whether two paths lead to one file, so that a report does not replace what it reports on. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((path) => realpath(path).catch(() => resolve(path))));
  return first === second;
}
