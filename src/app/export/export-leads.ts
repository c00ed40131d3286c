/** Leads as CSV, page by page: the memory that it takes does not grow with them. */
import { csvRows } from '../../domain/csv/csv-text.ts';
import { exportHeader, leadToLine } from '../../domain/csv/lead-to-line.ts';
import type { LeadSelection } from '../../ports/exports.ts';
import type { Store } from '../../ports/store.ts';

const PAGE = 500;

/** @returns the file in pieces, the header first */
export type ExportLeads = (selection: LeadSelection) => AsyncGenerator<string>;

export function createExportLeads({ exports }: Pick<Store, 'exports'>): ExportLeads {
  return async function* exportLeads(selection) {
    // Known before the first line, so that the header has every column.
    const customKeys = await exports.customKeys(selection);
    yield csvRows([exportHeader(customKeys)]);
    for (let after: string | null = null; ; ) {
      const page = await exports.page(selection, after, PAGE);
      if (page.length > 0) yield csvRows(page.map((lead) => leadToLine(lead, customKeys)));
      after = page.at(-1)?.id ?? null;
      if (page.length < PAGE) return;
    }
  };
}
