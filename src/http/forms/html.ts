/** HTML in which nothing comes unescaped that is not HTML of ours already. */

/** HTML that may stand in a page as it is. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may be put into HTML; `null` and `false` leave nothing. */
type Part = Html | string | number | null | false | readonly Part[];

/** A template that escapes every value, for text and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...parts.map(written)));
}

/** Only for text that is no one's but ours: a style sheet. */
export function trusted(text: string): Html {
  return new Html(text);
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
  }
  return part.map(written).join('');
}
