/** Which of a form's languages a page is in. */

/** Longer lists are no preference of a person's. */
const MOST_CHARACTERS = 500;

/**
 * @param languages ISO 639-1, at least one; the first is the last resort
 * @param asked what the address asks for, such as `es`, `es-MX` or nothing
 * @param accepted the browser's `Accept-Language`
 */
export function chooseLanguage(
  languages: readonly string[],
  asked: string | undefined,
  accepted: string | undefined,
): string {
  const wanted = [asked, ...inOrder(accepted?.slice(0, MOST_CHARACTERS) ?? '')];
  for (const one of wanted) {
    const code = codeOf(one ?? '');
    if (code !== undefined && languages.includes(code)) return code;
  }
  return languages[0] ?? 'en';
}

/** `es-MX` → `es`. Forms have languages, no regions. */
function codeOf(tag: string): string | undefined {
  return /^([a-z]{2})([-_][a-z0-9]{1,8}){0,4}$/i.exec(tag)?.[1]?.toLowerCase();
}

/** `de;q=0.7, en-GB` → en-GB, de. What is refused (`q=0`) is left out. */
function inOrder(accepted: string): string[] {
  return accepted
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
      const quality = parameters.find((parameter) => /^q=/i.test(parameter));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

/** Written from right to left. */
const RIGHT_TO_LEFT = ['ar', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** The direction in which a language is written, as HTML has it. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';
}
