/**
 * Reads Slack's mrkdwn the way Slack does: tokens in angle brackets first, formats next, and escapes last, so that an
 * escaped `&lt;!channel&gt;` stays text. (The renderer's own reader unescapes first, and turns it into a mention.)
 */
import type { InlineElement, RichTextElement } from '../block-kit/rich-text.ts';

type Style = Record<string, boolean>;

/** A line that begins with `>` is a quotation; clients send the sign escaped. */
const QUOTE = /^(?:>|&gt;) ?/;

/**
 * @param source mrkdwn
 * @returns paragraphs, quotations and listings, for a rich text block
 */
export function readMrkdwn(source: string): RichTextElement[] {
  return source.split('```').flatMap((part, index): RichTextElement[] => {
    if (index % 2 === 0) return readLines(part);
    return [{ type: 'rich_text_preformatted', elements: [plain(decode(part.replace(/^\n|\n$/g, '')), {})] }];
  });
}

function readLines(source: string): RichTextElement[] {
  const found: { quoted: boolean; lines: string[] }[] = [];
  for (const line of source.split('\n')) {
    const quoted = QUOTE.test(line);
    const last = found.at(-1);
    const text = quoted ? line.replace(QUOTE, '') : line;
    if (last?.quoted === quoted) last.lines.push(text);
    else found.push({ quoted, lines: [text] });
  }
  return found.flatMap(({ quoted, lines }): RichTextElement[] => {
    const elements = readInline(lines.join('\n'), {});
    if (elements.length === 0) return [];
    return [{ type: quoted ? 'rich_text_quote' : 'rich_text_section', elements }];
  });
}

const FORMATS: Record<string, string> = { '*': 'bold', _: 'italic', '~': 'strike' };

/** Not within a word or a time (10:30:45), and with at least one letter or a plus. */
const EMOJI_CODE = /(?<![\p{L}\p{N}]):(?=[\d_-]*[a-z+])(?<emoji>[\w+-]{1,100}):/u;

/**
 * Everything that is not plain text, each alternative tried in this order at each place. A format has none of its own signs
 * in it and stands between words: snake_case, 2*3*4 and **this** are text.
 */
const MARKUP = new RegExp(
  [
    /<(?<token>[^<>\n]+)>/,
    /`(?<code>[^`\n]+)`/,
    /(?<![\p{L}\p{N}*_~])(?<sign>[*_~])(?!\s|\k<sign>)(?<inner>(?:(?!\k<sign>)[^\n])*(?!\k<sign>)\S)\k<sign>(?![\p{L}\p{N}*_~])/u,
    EMOJI_CODE,
    /(?<url>https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"])/,
  ]
    .map((pattern) => pattern.source)
    .join('|'),
  'gu',
);

function readInline(source: string, style: Style): InlineElement[] {
  const elements: InlineElement[] = [];
  let end = 0;
  for (const match of source.matchAll(MARKUP)) {
    if (match.index > end) elements.push(plain(decode(source.slice(end, match.index)), style));
    elements.push(...readMarkup(match[0], match.groups ?? {}, style));
    end = match.index + match[0].length;
  }
  if (end < source.length) elements.push(plain(decode(source.slice(end)), style));
  return elements;
}

/** @param parts the named groups of `MARKUP`, of which one alternative's are set */
function readMarkup(whole: string, parts: Record<string, string | undefined>, style: Style): InlineElement[] {
  const { token, code, sign, inner, emoji, url } = parts;
  if (token !== undefined) return readToken(token, whole, style);
  if (code !== undefined) return [plain(decode(code), { ...style, code: true })];
  if (inner !== undefined) return readInline(inner, { ...style, [FORMATS[sign ?? ''] ?? 'bold']: true });
  if (emoji !== undefined) return [{ type: 'emoji', name: emoji }];
  return [link(decode(url ?? whole), undefined, style)];
}

/** What stands between angle brackets: a mention, a moment, a link. Anything else is shown as it is. */
function readToken(token: string, whole: string, style: Style): InlineElement[] {
  const [target = '', label] = splitOnce(token, '|');
  const kind = target.slice(0, 1);
  if (kind === '@') return [{ type: 'user', user_id: target.slice(1), style }];
  if (kind === '#') return [{ type: 'channel', channel_id: target.slice(1), style }];
  if (kind === '!') return [readCommand(target.slice(1), label, style)];
  if (/^(https?:\/\/|mailto:|tel:)/.test(target))
    return [link(decode(target), label === undefined ? undefined : decode(label), style)];
  return [plain(decode(whole), style)];
}

function readCommand(command: string, label: string | undefined, style: Style): InlineElement {
  if (command === 'here' || command === 'channel' || command === 'everyone')
    return { type: 'broadcast', range: command };
  const [, timestamp, format] = /^date\^(\d+)\^([^^]+)/.exec(command) ?? [];
  if (timestamp && format) return { type: 'date', timestamp: Number(timestamp), format: decode(format), style };
  return plain(decode(label ?? `!${command}`), style);
}

function link(url: string, text: string | undefined, style: Style): InlineElement {
  return { type: 'link', url, text: text ?? url.replace(/^(mailto|tel):/, ''), style };
}

function plain(text: string, style: Style): InlineElement {
  return { type: 'text', text, style };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** `&amp;` last, so that `&amp;lt;` becomes `&lt;`. */
function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Plain text with emoji codes in it, where they are wanted. @returns `null` when it is nothing but text */
export function readEmojiCodes(text: string): RichTextElement[] | null {
  const parts = text.split(EMOJI_CODE);
  if (parts.length === 1) return null;
  const elements = parts.map(
    (part, index): InlineElement => (index % 2 === 1 ? { type: 'emoji', name: part } : plain(part, {})),
  );
  return [
    {
      type: 'rich_text_section',
      elements: elements.filter((element) => element.type !== 'text' || element.text !== ''),
    },
  ];
}
