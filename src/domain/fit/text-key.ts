/** Names and lists as skills compare and show them. */
import { foldName } from '../normalise/text.ts';

/**
 * `GTX Pro`, `gtx-pro` and `GTXPro` are the same; `Pro` and `Pro+`, `C#` and `C++` are not.
 * @returns never empty for text that is not blank
 */
export function textKey(text: string): string {
  return foldName(text.replaceAll('+', ' plus ').replaceAll('#', ' sharp ')) || text.trim().toLowerCase();
}

/** More values than this are not written out. */
const WRITTEN_OUT = 5;

/** `ES, PT, FR, DE, IT and 3 more` */
export function shortList(values: readonly string[]): string {
  const more = values.length - WRITTEN_OUT;
  const written = values.slice(0, WRITTEN_OUT).join(', ');
  return more > 0 ? `${written} and ${more} more` : written;
}
