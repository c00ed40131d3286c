/** What divides the cells of a CSV file. */

/** Of equals the one that names of columns have least. */
const DELIMITERS = ['\t', '|', ';', ','] as const;

/**
 * The delimiter that divides the header into the most cells, or the one that a spreadsheet wrote down (`sep=;`).
 * @param firstLine of the file
 */
export function guessDelimiter(firstLine: string): string {
  const stated = statedDelimiter(firstLine);
  if (stated) return stated;
  const unquoted = firstLine.replace(/"[^"]*"?/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  const most = Math.max(...counts);
  return (most > 1 && DELIMITERS[counts.indexOf(most)]) || ',';
}

/** The delimiter of a line such as `sep=;`, which some spreadsheets write before the header. */
export function statedDelimiter(line: string): string | null {
  return /^"?sep=(.)"?$/i.exec(line)?.[1] ?? null;
}
