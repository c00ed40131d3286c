/** What people type about their time, as a line to be read, and the reason in it. */
import { cleanLine } from '../normalise/text.ts';

/** Longer texts are cut: a reason is a few words. */
const MAX_CHARACTERS = 300;
const MAX_REASON = 120;

/** One clean line of bounded length, of any text, however hostile. */
export function typedLine(text: string): string {
  return firstCharacters(cleanLine(text.slice(0, 2 * MAX_CHARACTERS)), MAX_CHARACTERS);
}

/** Without the dash or the brackets that set it off. */
export function reasonIn(text: string): string | null {
  const plain = text.replace(/^[\s,;:.–—-]+/, '');
  const bare = (/^\(([^()]*)\)?$/.exec(plain)?.[1] ?? plain).trim();
  const short = firstCharacters(bare, MAX_REASON);
  return bare === '' ? null : short === bare ? bare : `${firstCharacters(bare, MAX_REASON - 1)}…`;
}

/** Cuts between characters, never within one. */
function firstCharacters(text: string, most: number): string {
  return text.length <= most ? text : [...text].slice(0, most).join('');
}
