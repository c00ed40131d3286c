/** One lead to a line of CSV: what it says, under the names by which an import knows the fields again, and what became of it. */
import type { CustomValue, Lead } from '../lead.ts';
import { INPUT_FIELDS } from '../normalise/lead-schema.ts';
import { EXPORT_COLUMNS } from './column-mapping.ts';

const FIELDS = INPUT_FIELDS.filter((field) => field !== 'custom' && field !== 'receivedAt');

/** @param customKeys names of the fields under `custom` that have a column */
export function exportHeader(customKeys: readonly string[]): string[] {
  return [...EXPORT_COLUMNS, 'receivedAt', ...FIELDS, ...customKeys.map((key) => `custom.${key}`)];
}

/** The cells of a lead, in the order of the header. */
export function leadToLine(lead: Lead, customKeys: readonly string[]): string[] {
  const { attributes } = lead;
  const outcome: Record<(typeof EXPORT_COLUMNS)[number], CustomValue | Date> = {
    dibs_id: lead.id,
    dibs_status: lead.status,
    dibs_pool: lead.pool,
    dibs_owner: lead.owner,
    dibs_stage: lead.stage,
    dibs_reason: lead.reason,
    dibs_amount: lead.amount,
    dibs_owned_at: lead.ownedAt,
    dibs_first_touch_at: lead.firstTouchAt,
  };
  const said = new Map<string, unknown>(Object.entries(attributes));
  return [
    ...EXPORT_COLUMNS.map((column) => textOf(outcome[column])),
    textOf(lead.receivedAt),
    ...FIELDS.map((field) => textOf(said.get(field))),
    ...customKeys.map((key) => textOf(Object.hasOwn(attributes.custom, key) ? attributes.custom[key] : null)),
  ];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}
