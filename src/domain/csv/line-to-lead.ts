/** One line of a CSV file to a lead as the API accepts it. Cells are text: a formula is never more than that. */
import type { InputProblem, LeadInput } from '../lead-input.ts';
import { cleanLine } from '../normalise/text.ts';
import { cellValue } from './cell-value.ts';
import type { MappedColumn } from './column-mapping.ts';
import { unguardCell } from './csv-text.ts';
import { type DateOrder, readDate } from './date.ts';

export interface LineOptions {
  /** The source of leads whose line does not name one. */
  source: string;
  dateOrder: DateOrder;
}

export type LineReading =
  | { ok: true; lead: LeadInput }
  /** As in `parseLeadInput`: never repeats the value. */
  | { ok: false; problems: InputProblem[] };

/**
 * @param cells one per column, unquoted
 * @returns the lead, still to be checked with `parseLeadInput`; or what is wrong with a cell that cannot even be read
 */
export function lineToLead(
  cells: readonly string[],
  columns: readonly MappedColumn[],
  options: LineOptions,
): LineReading {
  const lead: LeadInput = {};
  const custom: Record<string, string | number> = {};
  for (const [index, { target }] of columns.entries()) {
    const cell = unguardCell(cells[index] ?? '');
    if (cell.trim() === '') continue;
    if (target.kind === 'custom') custom[target.key] = cellValue(cell);
    if (target.kind === 'field') lead[target.field] = cell;
  }
  if (lead.source === undefined) lead.source = options.source;
  if (Object.keys(custom).length > 0) lead.custom = custom;
  return withDate(lead, options.dateOrder);
}

function withDate(lead: LeadInput, order: DateOrder): LineReading {
  if (typeof lead.receivedAt !== 'string') return { ok: true, lead };
  const date = readDate(cleanLine(lead.receivedAt), order);
  if (!date.ok) return { ok: false, problems: [{ field: 'receivedAt', message: date.message }] };
  return { ok: true, lead: { ...lead, receivedAt: date.iso } };
}
