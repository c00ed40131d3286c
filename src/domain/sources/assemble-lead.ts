/**
 * One lead out of a submission. Each field comes from the first that has it: the routing file's mapping, the vendor's fixed places,
 * then the answers, understood by their names as the columns of a CSV file are. What is left goes under `custom`.
 */
import { cellValue } from '../csv/cell-value.ts';
import { type MappedColumn, mapNames, ownKey } from '../csv/column-mapping.ts';
import { readDate } from '../csv/date.ts';
import type { LeadInput } from '../lead-input.ts';
import { CUSTOM_KEY, type InputField, MAX_CUSTOM_KEYS, RESERVED_KEYS } from '../normalise/lead-schema.ts';
import { cleanLine } from '../normalise/text.ts';
import { isoMoment, type Submission } from './delivery.ts';
import { plainValue } from './json-value.ts';
import { valueAt } from './lead-path.ts';
import type { LeadTarget, Source } from './source.ts';

type Plain = string | number | boolean;
type Field = Exclude<InputField, 'custom'>;

/** As long as the lead's schema allows; a longer answer is cut rather than lost. */
const MAX_MESSAGE = 10_000;
const MAX_CUSTOM = 2_000;

/** More answers than these are not looked at. */
const MAX_ANSWERS = 300;

/**
 * @returns the lead, still to be checked. Where nothing says otherwise, its `source` is the source's id: what a form says of where the
 * person came from, such as `utm_source`, stays beside it under `custom`
 */
export function assembleLead(source: Source, submission: Submission): LeadInput {
  const lead = new LeadDraft();
  for (const [target, origin] of Object.entries(source.mapping)) {
    const value = origin && valueAt(submission.document, origin);
    if (value !== undefined) lead.set(target as LeadTarget, value);
    lead.settle(target);
  }
  for (const [field, value] of Object.entries(submission.facts)) {
    if (!lead.isSettled(field)) lead.set(field as Field, value as Plain);
    lead.settle(field);
  }
  if (!lead.isSettled('source')) lead.set('source', source.id);
  lead.settle('source');
  addAnswers(lead, submission);
  return lead.input();
}

function addAnswers(lead: LeadDraft, submission: Submission): void {
  const answers = submission.answers.slice(0, MAX_ANSWERS).flatMap(({ names, value }) => {
    const plain = plainValue(value);
    return plain === undefined ? [] : [{ names, plain }];
  });
  const columns = mapNames(answers.map(({ names }) => names));
  for (const [index, { plain }] of answers.entries()) {
    const column = columns[index];
    if (column) addAnswer(lead, column, plain);
  }
}

function addAnswer(lead: LeadDraft, { header, target }: MappedColumn, value: Plain): void {
  if (target.kind === 'ignored') return;
  if (target.kind === 'custom') lead.addCustom(target.key, value);
  else if (!lead.isSettled(target.field)) lead.set(target.field, value);
  // Something else said what the field is; the answer is kept beside it, unless it says the same.
  else if (lead.textOf(target.field) !== String(value).trim()) lead.addCustom(ownKey(header) || target.field, value);
}

/** A lead in the making, and which of its fields nothing may fill any more. */
class LeadDraft {
  private readonly fields: Record<string, Plain> = {};
  private readonly custom = new Map<string, Plain>();
  private readonly settled = new Set<string>();

  isSettled(target: string): boolean {
    return this.settled.has(target);
  }

  settle(target: string): void {
    this.settled.add(target);
  }

  textOf(field: Field): string | undefined {
    return this.fields[field] === undefined ? undefined : String(this.fields[field]).trim();
  }

  set(target: LeadTarget, value: Plain): void {
    if (target.startsWith('custom.')) this.addCustom(target.slice('custom.'.length), value);
    else this.fields[target] = inShape(target as Field, value);
  }

  /** The first value of a key stays; what a lead has no room for is left out, as in an import. */
  addCustom(key: string, value: Plain): void {
    const isUsable = CUSTOM_KEY.test(key) && !RESERVED_KEYS.includes(key);
    if (!isUsable || this.custom.has(key) || this.custom.size >= MAX_CUSTOM_KEYS) return;
    this.custom.set(key, typeof value === 'string' ? cellValue(cleanLine(value).slice(0, MAX_CUSTOM)) : value);
  }

  input(): LeadInput {
    const lead: LeadInput = { ...this.fields };
    return this.custom.size === 0 ? lead : { ...lead, custom: Object.fromEntries(this.custom) };
  }
}

/** Senders are free with types: a phone number may be a number, a count may be text. */
function inShape(field: Field, value: Plain): Plain {
  switch (field) {
    case 'employees':
    case 'revenue':
    case 'consent':
      return value;
    case 'receivedAt':
      return typeof value === 'boolean' ? String(value) : dated(value);
    case 'message':
      return String(value).slice(0, MAX_MESSAGE);
    default:
      return String(value);
  }
}

/** As ISO 8601 where it can be read one way only; else as it is, for the check to say so. */
function dated(value: string | number): string {
  const moment = isoMoment(value);
  if (moment !== undefined) return moment;
  const date = readDate(cleanLine(String(value)), null);
  return date.ok ? date.iso : String(value);
}
