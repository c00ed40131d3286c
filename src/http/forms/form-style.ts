/** The style sheet of forms: within the page, which saves whoever comes once a second request, and allowed there by its hash. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** `auto`: as the sender's system is. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Style {
  css: string;
  /** For `style-src`. */
  hash: string;
}

const LIGHT = readStyle('form.css');
const DARK = readStyle('dark.css');

const OUR_ACCENT = '#1f4f46';

/** One of each kind, made when it is first asked for. */
const made = new Map<string, Style>();

/** @param accent `#rrggbb`, checked; `null`: our own */
export function styleFor(theme: Theme, accent: string | null): Style {
  const key = `${theme}${accent ?? ''}`;
  const style = made.get(key) ?? makeStyle(theme, accent ?? OUR_ACCENT);
  made.set(key, style);
  return style;
}

function makeStyle(theme: Theme, accent: string): Style {
  const dark = { auto: `@media (prefers-color-scheme:dark){${DARK}}`, light: '', dark: DARK }[theme];
  const css = `:root{--accent:${accent}}${LIGHT}${dark}`;
  return { css, hash: `'sha256-${createHash('sha256').update(css).digest('base64')}'` };
}

/** Without comments and white space that means nothing. */
function readStyle(file: string): string {
  const css = readFileSync(new URL(file, import.meta.url), 'utf8');
  return css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}')
    .trim();
}
