/**
 * Where a text stops being JSON. `JSON.parse` does not always say, and when it does it quotes the text, which may be a lead.
 * Only runs on bodies that `JSON.parse` refused.
 */

type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

const SPACE = /[ \t\n\r]*/y;

/** One token: punctuation, a string, a number or a word. Strings are unrolled, so that long ones do not exhaust the stack. */
const TOKEN =
  /[{}[\],:]|"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\uffff]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * @returns line and column (from 1) of the first token that does not belong, or of the end when something is missing there;
 * `null` when the text is JSON
 */
export function findJsonError(text: string): { line: number; column: number } | null {
  const open: string[] = [];
  let expects: Expectation = 'value';
  for (let at = matchAt(SPACE, text, 0).length; at < text.length; at += matchAt(SPACE, text, at).length) {
    const token = matchAt(TOKEN, text, at);
    const next: Expectation | '' | null = token && follow(expects, token, open);
    if (!next) return lineAndColumn(text, at);
    expects = next;
    at += token.length;
  }
  return expects === 'comma-or-end' && open.length === 0 ? null : lineAndColumn(text, text.length);
}

/** What may come after a token; `null` when the token itself may not stand here. Keeps `open`, the brackets not yet closed. */
function follow(expects: Expectation, token: string, open: string[]): Expectation | null {
  if (token === '}' || token === ']') return expects.endsWith('-or-end') ? close(token, open) : null;
  switch (expects) {
    case 'colon':
      return token === ':' ? 'value' : null;
    case 'comma-or-end':
      return token === ',' ? afterComma(open) : null;
    case 'key':
    case 'key-or-end':
      return token.startsWith('"') ? 'colon' : null;
    default:
      return afterValue(token, open);
  }
}

function afterValue(token: string, open: string[]): Expectation | null {
  if (token === ',' || token === ':') return null;
  if (token !== '{' && token !== '[') return 'comma-or-end';
  open.push(token);
  return token === '{' ? 'key-or-end' : 'value-or-end';
}

function afterComma(open: readonly string[]): Expectation | null {
  if (open.length === 0) return null;
  return open.at(-1) === '{' ? 'key' : 'value';
}

function close(token: '}' | ']', open: string[]): Expectation | null {
  if (open.pop() !== (token === '}' ? '{' : '[')) return null;
  return 'comma-or-end';
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
