/** A form as a browser without scripts uses it: opens the page, fills it in, sends it with everything hidden in it. */

import type { FormsOptions } from '../../../src/http/forms/form-routes.ts';
import type { ServerOptions } from '../../../src/http/server.ts';
import type { Store } from '../../../src/ports/store.ts';
import { createTestClock, type TestClock } from '../../helpers/test-clock.ts';
import { startServer, type TestServer } from './harness.ts';

/** Slower than any machine. */
const TYPING_MS = 5_000;

export interface FormServer extends TestServer {
  clock: TestClock;
  /** Opens a page. @param path with the query, e.g. `/f/full?lang=de` */
  open(path: string, headers?: Record<string, string>): Promise<OpenForm>;
}

export interface OpenForm {
  status: number;
  headers: Headers;
  html: string;
  /** What would be sent: hidden fields, what is typed, chosen and ticked. */
  values: Record<string, string>;
  /** Types into it, as if that took five seconds, and sends it. */
  send(typed: Record<string, string>, headers?: Record<string, string>): Promise<OpenForm>;
  /** Sends it at once. */
  sendNow(typed: Record<string, string>, headers?: Record<string, string>): Promise<OpenForm>;
}

export async function startFormServer(
  store: Store,
  forms: Partial<FormsOptions> & Pick<FormsOptions, 'forms'>,
  options: Partial<ServerOptions> = {},
): Promise<FormServer> {
  const clock = createTestClock();
  const server = await startServer(store, {
    ...options,
    forms: { clock, trustProxy: false, limits: NO_LIMITS, ...forms },
  });
  const read = async (response: Response, path: string): Promise<OpenForm> => {
    const html = await response.text();
    const sendNow: OpenForm['sendNow'] = async (typed, headers = {}) => {
      const action = unescaped(/<form [^>]*action="([^"]*)"/.exec(html)?.[1] ?? path);
      const body = new URLSearchParams({ ...valuesIn(html), ...typed });
      const answer = await fetch(server.url + action, { method: 'POST', body, headers, redirect: 'manual' });
      return read(answer, action);
    };
    return {
      status: response.status,
      headers: response.headers,
      html,
      values: valuesIn(html),
      sendNow,
      send: (typed, headers) => {
        clock.advance(TYPING_MS);
        return sendNow(typed, headers);
      },
    };
  };
  return {
    ...server,
    clock,
    open: async (path, headers = {}) => read(await fetch(server.url + path, { headers, redirect: 'manual' }), path),
  };
}

/** Far more than any test sends. */
export const NO_LIMITS = {
  perAddress: { burst: 100_000, perSecond: 1 },
  perForm: { burst: 100_000, perSecond: 1 },
  mostAddresses: 1_000,
};

/** As a browser collects them. */
function valuesIn(html: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const name = attribute(tag, 'name');
    const isLeftOut = / type="checkbox"/.test(tag) && !/ checked/.test(tag);
    if (name !== null && !isLeftOut) values[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', text = ''] of html.matchAll(/<textarea ([^>]*)>\n?([^<]*)<\/textarea>/g)) {
    values[attribute(` ${tag}`, 'name') ?? ''] = unescaped(text);
  }
  for (const [, tag = '', options = ''] of html.matchAll(/<select ([^>]*)>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected/.exec(options)?.[1] ?? '';
    values[attribute(` ${tag}`, 'name') ?? ''] = unescaped(chosen);
  }
  return values;
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescaped(value);
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** What the page says beside its fields, by field. */
export function mistakesIn(html: string): Record<string, string> {
  const found = [...html.matchAll(/<p class="mistake" id="field-([^"]+)-mistake">(.*?)<\/p>/gs)];
  return Object.fromEntries(found.map(([, field = '', text = '']) => [field, unescaped(text)]));
}

/** What stands above the form when it comes again. */
export function noticeIn(html: string): string | null {
  const text = /<div class="summary"[^>]*>\s*<h2>(.*?)<\/h2>/s.exec(html)?.[1];
  return text === undefined ? null : unescaped(text);
}
