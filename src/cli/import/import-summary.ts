/** What an import came to: in numbers, in words, and as an exit code. */

export interface ImportSummary {
  /** Lines that are not empty; the sum of the four below unless the import stopped. */
  lines: number;
  /** New leads; in a dry run, leads that would be sent. */
  created: number;
  /** Leads that the server had before. */
  existing: number;
  /** Lines that are the same lead as an earlier line of the file. */
  duplicates: number;
  bad: number;
  /** Why the import did not come to its end, and what to do; `null`: it did. */
  failure: string | null;
}

/** 0: every line is a lead. 3: some lines were bad, all others are leads. 1: it could not run, or stopped half-way. */
export function exitCodeOf(summary: ImportSummary): 0 | 1 | 3 {
  if (summary.failure !== null) return 1;
  return summary.bad > 0 ? 3 : 0;
}

/** @param reportPath where the bad lines were written; `null`: nowhere */
export function summaryText(summary: ImportSummary, dryRun: boolean, reportPath: string | null): string {
  const { lines, created, existing, duplicates, bad, failure } = summary;
  const counts = [
    `${count(lines, 'line')}: ${dryRun ? `${count(created, 'lead')} would be sent` : `${count(created, 'new lead')}`}`,
    ...(dryRun ? [] : [`${existing.toLocaleString('en')} already there`]),
    `${count(duplicates, 'duplicate')} within the file`,
    `${count(bad, 'bad line')}.`,
  ].join(', ');
  const report =
    reportPath !== null && bad > 0 ? `The bad lines are in ${reportPath}: put them right there and import it.\n` : '';
  if (failure === null) return `${counts}\n${report}`;
  const soFar = lines > 0 ? `So far, ${counts}\nRun the same command again: no lead is lost or made twice.\n` : '';
  return `Stopped. ${failure}\n${soFar}${report}`;
}

function count(amount: number, thing: string): string {
  return `${amount.toLocaleString('en')} ${thing}${amount === 1 ? '' : 's'}`;
}
