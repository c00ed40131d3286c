/**
 * Text from anywhere, made fit for a chat: harmless characters only, no longer than a limit, never cut through a letter or
 * an emoji. Lengths are counted in UTF-16 units, which is never less than a platform counts.
 */

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const ELLIPSIS = '…';

/**
 * Takes out what is not text: control characters, halves of surrogate pairs, and the marks that turn the direction of the
 * text after them (a right-to-left override in a name would rewrite our own words beside it). Arabic and Hebrew need none.
 */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD');
}

/** The same on one line: a line break in a value could pass for a field of ours. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** Several lines, without piles of empty ones. */
export function paragraph(text: string): string {
  return clean(text)
    .replace(/\n\s*\n\s*/g, '\n\n')
    .trim();
}

/** Shortens to at most `max` UTF-16 units, ending in an ellipsis where something was cut. */
export function clamp(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = max - ELLIPSIS.length;
  const end = lastGraphemeEnd(text, room);
  // A single grapheme can be endless (a letter with a thousand accents): then it is cut between code points.
  const kept = end > 0 ? text.slice(0, end) : text.slice(0, room).replace(/[\uD800-\uDBFF]$/, '');
  return kept.trimEnd() + ELLIPSIS;
}

/** Where the last whole grapheme within `room` ends; 0 when the first alone is longer. */
function lastGraphemeEnd(text: string, room: number): number {
  let end = 0;
  // A little more than the room is enough to see where the last grapheme ends, however long the text is.
  for (const { index, segment } of graphemes.segment(text.slice(0, room + 100))) {
    if (index + segment.length > room) return end;
    end = index + segment.length;
  }
  return end;
}
