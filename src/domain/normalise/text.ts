/**
 * What every text from outside goes through: invisible and misleading characters out, one spelling for the same letters.
 * The database refuses NUL and lone surrogates, and bidi overrides can make a name read as something else in chat.
 */

const PLAIN = /^[\x20-\x7e]*$/;
const LINE_BREAKS = /\r\n?|[\u2028\u2029\u0085]/g;
const CONTROLS_EXCEPT_SPACE = /(?!\s)\p{Cc}/gu;
/** Bidi embeddings, overrides and isolates; zero-width space, word joiner and byte order mark; lone surrogates. */
const INVISIBLE = /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\p{Surrogate}]/gu;

/** One line of text: cleaned, trimmed, Unicode NFC, each run of white space a single space. */
export function cleanLine(text: string): string {
  const visible = PLAIN.test(text) ? text : strip(text);
  return visible.replace(/\s+/g, ' ').trim();
}

/** Text that may have lines: as `cleanLine`, but line breaks stay, as `\n`. */
export function cleanText(text: string): string {
  const visible = PLAIN.test(text) ? text : strip(text.replace(LINE_BREAKS, '\n'));
  return visible.replace(/[^\S\n]+/g, ' ').trim();
}

function strip(text: string): string {
  return text.replace(CONTROLS_EXCEPT_SPACE, '').replace(INVISIBLE, '').normalize('NFC');
}

/** Letters that Unicode does not take apart into a letter and a mark, as people type them without the right keyboard. */
const PLAIN_LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/**
 * The words of a name without case, accents and punctuation, for comparing: `Côte-d'Or` and `COTE D OR` are the same,
 * `&` is `and`.
 * Only the accents of Latin, Greek and Cyrillic go; in other scripts such marks are letters.
 */
export function foldWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßøđðłıæœþ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** As `foldWords`, and without the spaces: `U.S.A.`, `USA` and `u s a` are the same. */
export function foldName(text: string): string {
  return foldWords(text).replaceAll(' ', '');
}
