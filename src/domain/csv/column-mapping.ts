/**
 * Decides which column of a CSV file is which field of a lead, from the columns' names alone, and says how sure it is and
 * why, so that a person can look it over before anything is sent.
 */
import { CUSTOM_KEY, INPUT_FIELDS, MAX_CUSTOM_KEYS, RESERVED_KEYS } from '../normalise/lead-schema.ts';
import { nearestName } from '../normalise/nearest-name.ts';
import { cleanLine, foldWords } from '../normalise/text.ts';
import { type CsvField, KNOWN_COLUMNS, LIKELY_ENDINGS, LOOKALIKES, OTHER_PEOPLE } from './known-columns.ts';
import { TRANSLATED_COLUMNS } from './translated-columns.ts';

export type ColumnTarget = { kind: 'field'; field: CsvField } | { kind: 'custom'; key: string } | { kind: 'ignored' };

export interface MappedColumn {
  /** As in the file, cleaned; `column 3` where it has no name. */
  header: string;
  target: ColumnTarget;
  /** `given` by the user; `sure`: a known name; `guess`: look at it; `none`: no field of that name. */
  certainty: 'given' | 'sure' | 'guess' | 'none';
  because: string;
}

export type MappingResult =
  /** One entry per column, in the file's order. */
  { ok: true; columns: MappedColumn[] } | { ok: false; problems: string[] };

/** Columns of the report of bad lines, so that a corrected report can be imported as it is. */
export const REPORT_COLUMNS = ['dibs_line', 'dibs_problem'] as const;

/** Columns of an export that say what became of a lead: an import leaves them alone. */
export const EXPORT_COLUMNS = [
  'dibs_id',
  'dibs_status',
  'dibs_pool',
  'dibs_owner',
  'dibs_stage',
  'dibs_reason',
  'dibs_amount',
  'dibs_owned_at',
  'dibs_first_touch_at',
] as const;

const OWN_COLUMNS: readonly string[] = [...REPORT_COLUMNS, ...EXPORT_COLUMNS];

/** Whether Dibs itself wrote this column. */
export function isOwnColumn(header: string): boolean {
  return OWN_COLUMNS.includes(header);
}

const CSV_FIELDS = INPUT_FIELDS.filter((field): field is CsvField => field !== 'custom');
const IDENTIFYING: readonly CsvField[] = ['email', 'phone', 'externalId'];

const SURE = new Map([...indexNames(TRANSLATED_COLUMNS), ...indexNames(KNOWN_COLUMNS)]);
/** Longest first, so that `email address` is seen before a shorter ending could be. */
const LIKELY = [...indexNames(LIKELY_ENDINGS)].sort(([a], [b]) => b.length - a.length);

/**
 * @param headers the file's first line
 * @param overrides what the user says, each `Column=field`, `Column=custom.key` or `Column=-` (ignore)
 * @returns the mapping, or in plain words what is wrong with the overrides or missing from the file
 */
export function mapColumns(headers: readonly string[], overrides: readonly string[] = []): MappingResult {
  const names = headers.map((header, index) => cleanLine(header) || `column ${index + 1}`);
  const { given, problems } = readOverrides(names, overrides);
  if (problems.length > 0) return { ok: false, problems };
  const columns = placeOwnColumns(settleFields(names.map((header, index) => given.get(index) ?? guess(header))));
  const known = columns.some(({ target }) => target.kind === 'field' && IDENTIFYING.includes(target.field));
  if (known) return { ok: true, columns };
  return {
    ok: false,
    problems: [`No column looks like an e-mail address, a phone number or an id. Name one: --map "${names[0]}=email"`],
  };
}

/**
 * As `mapColumns` for what has no file: answers of a form, none of which has to say who somebody is.
 * @param named each with the names it goes by. The first is what it is called; of all, the one that is known best decides
 */
export function mapNames(named: readonly (readonly string[])[]): MappedColumn[] {
  const drafts = named.map((names, index): Draft => {
    const header = cleanLine(names[0] ?? '') || `column ${index + 1}`;
    const guesses = names.map((name) => guess(cleanLine(name)));
    const best = guesses.find(({ certainty }) => certainty === 'sure') ?? guesses.find(({ target }) => target !== null);
    return { ...(best ?? guess(header)), header };
  });
  return placeOwnColumns(settleFields(drafts));
}

/** A name as a key under `custom`; empty for one without a Latin letter or digit. */
export function ownKey(name: string): string {
  return wordsOf(name)
    .replaceAll(' ', '_')
    .replace(/\W/g, '')
    .slice(0, 50)
    .replace(/^_+|_+$/g, '');
}

/** A column whose key under `custom` may still have to be found. */
type Draft = Omit<MappedColumn, 'target'> & { target: ColumnTarget | null };

function guess(header: string): Draft {
  const words = wordsOf(header);
  if (isOwnColumn(header)) {
    return { header, target: { kind: 'ignored' }, certainty: 'sure', because: 'added by Dibs' };
  }
  const own = header.startsWith('custom.') ? targetOf(header) : null;
  if (own && typeof own !== 'string') return { header, target: own, certainty: 'sure', because: 'a field of your own' };
  const sure = SURE.get(words);
  if (sure) return { header, target: { kind: 'field', field: sure }, certainty: 'sure', because: 'a known name' };
  const ending = OTHER_PEOPLE.test(words) ? undefined : LIKELY.find(([end]) => ` ${words}`.endsWith(` ${end}`));
  if (ending) {
    const [end, field] = ending;
    return { header, target: { kind: 'field', field }, certainty: 'guess', because: `its name ends in “${end}”` };
  }
  return { header, target: null, certainty: 'none', because: LOOKALIKES[words] ?? 'no field of this name' };
}

/** One column per field: the user's choice, then known names, then guesses; of equals the first in the file. */
function settleFields(drafts: readonly Draft[]): Draft[] {
  const taken = new Map<CsvField, Draft>();
  for (const certainty of ['given', 'sure', 'guess'] as const) {
    for (const draft of drafts) {
      if (draft.certainty !== certainty || draft.target?.kind !== 'field') continue;
      if (!taken.has(draft.target.field)) taken.set(draft.target.field, draft);
    }
  }
  return drafts.map((draft) => {
    if (draft.target?.kind !== 'field') return draft;
    const winner = taken.get(draft.target.field);
    if (!winner || winner === draft) return draft;
    return {
      ...draft,
      target: null,
      certainty: 'none',
      because: `${draft.target.field} is already “${winner.header}”`,
    };
  });
}

/** Gives every other column a key of its own under `custom`, as long as a lead has room for it. */
function placeOwnColumns(drafts: readonly Draft[]): MappedColumn[] {
  const keys = new Set(drafts.flatMap(({ target }) => (target?.kind === 'custom' ? [target.key] : [])));
  return drafts.map(({ target, ...draft }, index) => {
    if (target) return { ...draft, target };
    if (keys.size >= MAX_CUSTOM_KEYS) {
      const because = `a lead has room for ${MAX_CUSTOM_KEYS} columns of your own; use --map to choose them`;
      return { ...draft, target: { kind: 'ignored' }, because };
    }
    const key = freeKey(draft.header, index, keys);
    keys.add(key);
    return { ...draft, target: { kind: 'custom', key } };
  });
}

function freeKey(header: string, index: number, keys: ReadonlySet<string>): string {
  const plain = ownKey(header);
  const key = plain === '' || RESERVED_KEYS.includes(plain) ? `column_${index + 1}` : plain;
  return keys.has(key) ? `${key}_${index + 1}` : key;
}

function readOverrides(names: readonly string[], overrides: readonly string[]) {
  const given = new Map<number, Draft>();
  const problems: string[] = [];
  const wanted = new Set<string>();
  for (const override of overrides) {
    const read = readOverride(names, override);
    if ('problem' in read) problems.push(`--map: ${read.problem}`);
    else if (wanted.has(read.wanted)) problems.push(`--map: two columns for ${read.wanted}`);
    else given.set(read.index, read.draft);
    if ('wanted' in read && read.wanted !== '-') wanted.add(read.wanted);
  }
  return { given, problems };
}

function readOverride(names: readonly string[], override: string) {
  const parts = /^(.*)=([^=]*)$/s.exec(override);
  if (!parts) return { problem: `“${cleanLine(override)}” must look like Column=field` };
  const column = cleanLine(parts[1] ?? '');
  const index = columnIndex(names, column);
  const header = names[index];
  if (header === undefined) return { problem: `the file has no column “${column}”. It has: ${names.join(', ')}` };
  const wanted = (parts[2] ?? '').trim();
  const target = targetOf(wanted);
  if (typeof target === 'string') return { problem: target };
  const draft: Draft = { header, target, certainty: 'given', because: 'you said so' };
  return { index, wanted, draft };
}

function columnIndex(names: readonly string[], column: string): number {
  const exact = names.indexOf(column);
  return exact >= 0 ? exact : names.findIndex((name) => wordsOf(name) === wordsOf(column));
}

/** @returns what the column fills, or what is wrong with the words */
function targetOf(wanted: string): ColumnTarget | string {
  if (wanted === '-') return { kind: 'ignored' };
  const key = wanted.startsWith('custom.') ? wanted.slice('custom.'.length) : null;
  if (key !== null) {
    const usable = CUSTOM_KEY.test(key) && !RESERVED_KEYS.includes(key);
    return usable ? { kind: 'custom', key } : `“${cleanLine(wanted)}” is not a usable name; it looks like custom.seats`;
  }
  const field = CSV_FIELDS.find((name) => name === wanted);
  if (field) return { kind: 'field', field };
  const nearest = nearestName(wanted, CSV_FIELDS);
  const hint = nearest ? `Did you mean ${nearest}?` : `There are: ${CSV_FIELDS.join(', ')}, custom.<key>, - (ignore)`;
  return `there is no field “${cleanLine(wanted)}”. ${hint}`;
}

/** `LeadSource`, `lead_source` and `Lead Source` are the same words. */
function wordsOf(header: string): string {
  return foldWords(header.replace(/([a-z0-9])([A-Z])/g, '$1 $2'));
}

function indexNames(table: Readonly<Partial<Record<CsvField, string>>>): Map<string, CsvField> {
  return new Map(
    CSV_FIELDS.flatMap((field) => (table[field] ?? '').split(/,\s*/).map((name): [string, CsvField] => [name, field])),
  );
}
