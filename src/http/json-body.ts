/** Reads JSON that strangers send: strictly UTF-8, without keys that would reach into objects, errors with their position. */
import type { FastifyInstance } from 'fastify';
import { findJsonError } from './json-error.ts';
import { Problem } from './problem.ts';

/** Parses one JSON text. @throws Problem `malformed-json` or `forbidden-key`, without any of the text */
export type ParseJson = (text: string) => unknown;

/** @returns Fastify's own guarded parser (`__proto__` and `constructor.prototype` are refused), with our errors */
export function createParseJson(app: FastifyInstance): ParseJson {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (text) => {
    let result: unknown;
    let refused: Error | null = null;
    // Calls back before it returns, and ignores the request.
    parse(undefined as never, text, (error, value) => {
      refused = error;
      result = value;
    });
    if (refused) throw refusal(text);
    return result;
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The body as text. @throws Problem `malformed-json` when it is not UTF-8 */
export function decodeBody(body: unknown): string {
  try {
    return UTF_8.decode(Buffer.isBuffer(body) ? body : Buffer.alloc(0));
  } catch {
    throw new Problem('malformed-json', { detail: 'The body is not UTF-8.' });
  }
}

function refusal(text: string): Problem {
  const error = findJsonError(text);
  if (!error) return new Problem('forbidden-key', { detail: 'Remove the key __proto__ or constructor.' });
  const { line, column } = error;
  return new Problem('malformed-json', { detail: `It stops being JSON at line ${line}, column ${column}.` });
}

/** Bodies stay bytes until their signature is checked. */
export function readRaw(app: FastifyInstance, contentType: string): void {
  app.addContentTypeParser(contentType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}
