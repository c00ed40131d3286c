/** Texts of a form may have links, written `[privacy notice](https://acme.example/privacy)`. */

export interface TextPart {
  text: string;
  /** `null` for plain text. */
  url: string | null;
}

const LINK = /\[([^[\]\n]+)\]\((https:\/\/[^\s()<>"]+)\)/g;

/** The text in parts, links apart. Joined they are the text without the signs. */
export function partsOf(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), url: null });
    parts.push({ text: match[1] ?? '', url: match[2] ?? null });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), url: null });
  return parts;
}

/** As it is kept where nothing can be clicked: `privacy notice (https://acme.example/privacy)`. */
export function withoutLinks(text: string): string {
  return partsOf(text)
    .map((part) => (part.url === null ? part.text : `${part.text} (${part.url})`))
    .join('');
}

/** Whether something in it was meant to be a link, and is none. */
export function hasBrokenLink(text: string): boolean {
  return partsOf(text).some(({ text: part, url }) => url === null && part.includes(']('));
}
