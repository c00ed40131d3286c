/**
 * Rows of text as CSV (RFC 4180) that no spreadsheet runs: a cell that begins like a formula gets an apostrophe, as careful exporters do it,
 * and the import takes it off again. One way for all that Dibs writes.
 */
import { stringify } from 'csv-stringify/sync';

/** What spreadsheets take for the beginning of a formula, some of them behind spaces or controls, some in full width too. */
const FORMULA = String.raw`[\s\0]*[=+\-@\t\r\0＝＋－＠]`;

/** Whatever begins so gets an apostrophe; with apostrophes of its own in front too, so that taking one off gives the text back. */
const TRIGGER = new RegExp(`^'*${FORMULA}`);
const GUARDED = new RegExp(`^'(?='*${FORMULA})`);

/** A negative number is only that, and a spreadsheet is to add it up. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** @returns lines that end with CRLF */
export function csvRows(rows: readonly (readonly string[])[]): string {
  const guarded = rows.map((cells) => cells.map(guardCell));
  return stringify(guarded, { record_delimiter: 'windows' });
}

function guardCell(text: string): string {
  return TRIGGER.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The cell as it was before it was guarded. */
export function unguardCell(cell: string): string {
  return cell.replace(GUARDED, '');
}
