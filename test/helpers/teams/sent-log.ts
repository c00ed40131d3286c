/** Every byte that left the bot: what it called, and what it answered. */
import { readJson } from './json.ts';

/** A call of the bot. */
export interface SentCall {
  method: string;
  /** After the service URL's host, decoded, with its query. */
  path: string;
}

export interface SentLog {
  /** @param url and @param body as they travelled */
  addCall(method: string, url: string, body: string): void;
  /** @param text a body, as it travelled */
  addAnswer(text: string): void;
  calls(): SentCall[];
  text(): string;
  forget(): void;
}

export function createSentLog(): SentLog {
  let sent: string[] = [];
  let calls: SentCall[] = [];
  return {
    addCall(method, url, body) {
      calls.push({ method, path: unescaped(url) });
      sent.push(url, body);
    },
    addAnswer: (text) => {
      sent.push(text);
    },
    calls: () => [...calls],
    text: () => sent.map((text) => `${text}\n${unescaped(stringsIn(readJson(text) ?? text).join('\n'))}`).join('\n'),
    forget() {
      sent = [];
      calls = [];
    },
  };
}

/** Every string in a JSON value, names of fields too: so that nothing hides behind an escape. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsIn(inner)]);
}

function unescaped(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
