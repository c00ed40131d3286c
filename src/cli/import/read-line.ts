/** One record of the file to what is sent for it, or to the reasons why it is not sent. */
import { createHash } from 'node:crypto';
import { isOwnColumn, type MappedColumn } from '../../domain/csv/column-mapping.ts';
import { type LineOptions, lineToLead } from '../../domain/csv/line-to-lead.ts';
import type { LeadAttributes } from '../../domain/lead.ts';
import { type InputProblem, parseLeadInput } from '../../domain/lead-input.ts';
import { cleanLine } from '../../domain/normalise/text.ts';
import type { CsvRecord } from './csv-records.ts';

/** An item of `POST /v1/leads/batch`: the lead itself, or with the key under which a repeat of it is recognised. */
export type BatchItem = Record<string, unknown> | { idempotencyKey: string; lead: Record<string, unknown> };

export type LineOutcome =
  /** `identity`: the same for lines that are the same lead. `attributes`: what the server will make of the item. */
  | {
      kind: 'lead';
      line: number;
      cells: string[];
      item: BatchItem;
      identity: string;
      attributes: LeadAttributes;
    }
  | { kind: 'bad'; line: number; cells: string[]; reason: string }
  | { kind: 'empty' };

/**
 * Checks a record here, before anything is sent, with the very rules that the server applies.
 * A lead with an external id is recognised by source and external id; any other by a hash of what its line says, so that
 * the same line, in this file or in the next export, is the same lead.
 */
export function readLine(record: CsvRecord, columns: readonly MappedColumn[], options: LineOptions): LineOutcome {
  const { line } = record;
  if (!('cells' in record)) return { kind: 'bad', line, cells: [record.text], reason: record.problem };
  const cells = withoutEmptyTail(record.cells, columns.length);
  if (cells.every((cell) => cell.trim() === '')) return { kind: 'empty' };
  if (cells.length !== columns.length) {
    return { kind: 'bad', line, cells, reason: `It has ${cells.length} cells; the header has ${columns.length}.` };
  }
  const reading = lineToLead(cells, columns, options);
  if (!reading.ok) return { kind: 'bad', line, cells, reason: reasonFor(reading.problems, columns) };
  const parsed = parseLeadInput(reading.lead);
  if (!parsed.ok) return { kind: 'bad', line, cells, reason: reasonFor(parsed.problems, columns) };
  const { attributes } = parsed;
  const { externalId, source } = attributes;
  const lead = inFixedOrder(reading.lead);
  if (externalId) {
    return { kind: 'lead', line, cells, item: lead, identity: JSON.stringify([source, externalId]), attributes };
  }
  const idempotencyKey = `csv:${hashOf(cells, columns)}`;
  return { kind: 'lead', line, cells, item: { idempotencyKey, lead }, identity: idempotencyKey, attributes };
}

/** Problems in words that name the column, for somebody who looks at the file. */
function reasonFor(problems: readonly InputProblem[], columns: readonly MappedColumn[]): string {
  return problems.map(({ field, message }) => `${columnOf(field, columns)}: ${message}`).join(' ');
}

function columnOf(field: string, columns: readonly MappedColumn[]): string {
  const column = columns.find(({ target }) => {
    if (target.kind === 'custom') return field === `custom.${target.key}`;
    return target.kind === 'field' && field === target.field;
  });
  return column && column.header !== field ? `${field} (“${column.header}”)` : field;
}

/** Some programs end every line with delimiters that the header does not have. */
function withoutEmptyTail(cells: string[], length: number): string[] {
  return cells.slice(length).every((cell) => cell === '') ? cells.slice(0, length) : cells;
}

/** The server compares repeats letter by letter, so the order of the columns must not show. */
function inFixedOrder(lead: Record<string, unknown>): Record<string, unknown> {
  const sorted = Object.entries(lead).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([key, value]) => [key, key === 'custom' ? inFixedOrder(value as Record<string, unknown>) : value]),
  );
}

/** SHA-256 (hex) of the cells under their columns' names, in any order; empty ones and our own report's left out. */
function hashOf(cells: readonly string[], columns: readonly MappedColumn[]): string {
  const named = columns
    .map(({ header }, index): [string, string] => [header, cleanLine(cells[index] ?? '')])
    .filter(([header, cell]) => cell !== '' && !isOwnColumn(header))
    .map((pair) => JSON.stringify(pair))
    .sort();
  return createHash('sha256').update(named.join('\n')).digest('hex');
}
