/** Asks a running server, so that commands work beside it: an embedded database has one process. */
import { z } from 'zod';
import { cleanLine } from '../domain/normalise/text.ts';
import { ImportStopped } from './import/batch-client.ts';
import type { ImportTarget } from './import/import-target.ts';

export interface ApiCall extends ImportTarget {
  path: string;
  /** Sent as JSON, by POST; nothing is sent, by GET, unless given. */
  body?: object;
  accept: string;
  fetch?: typeof fetch;
  /** Ends the waiting; there is no limit unless given, for answers that take minutes. */
  signal?: AbortSignal;
}

const PROBLEM = z.object({
  title: z.string().default('Refused'),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).default([]),
});

/**
 * @returns the answer, whose body is still to be read
 * @throws ImportStopped when there is none or it is a refusal, with what to do
 */
export async function callApi({ to, key, path, body, accept, fetch: ask = fetch, signal }: ApiCall): Promise<Response> {
  const response = await ask(`${to.href.replace(/\/$/, '')}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      accept,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    // The key must not follow a redirect to somebody else.
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  }).catch(() => null);
  if (!response) {
    throw new ImportStopped(
      `Nothing answers at ${to.origin}. Start Dibs with npm start, or say where it is with --to.`,
    );
  }
  if (response.ok) return response;
  throw new ImportStopped(await refusalOf(response, to));
}

async function refusalOf(response: Response, to: URL): Promise<string> {
  const { status } = response;
  if (status === 401 || status === 403) {
    return 'The server does not let us in. Set DIBS_API_KEY to its API key (or give --key) and run the same command again.';
  }
  const problem = PROBLEM.safeParse(await response.json().catch(() => null));
  if (!problem.success || status < 400) {
    return `There is no such Dibs at ${to.origin}. Check the address: --to http://127.0.0.1:3000`;
  }
  const { title, detail, errors } = problem.data;
  const fields = errors.map(({ field, message }) => `${field}: ${message}`).join(' ');
  return cleanLine(fields || (detail ?? title));
}

/** The lines of an answer as they come; empty ones only say that it goes on. @throws ImportStopped when the connection breaks before the end */
export async function* linesOf(response: Response): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const text of textOf(response)) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter((line) => line !== '');
    }
  } catch (error) {
    throw broken(error);
  }
  if (rest !== '') yield rest;
}

/** The text of an answer as it comes. */
export async function* textOf({ body }: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const bytes of body ?? []) yield decoder.decode(bytes as Uint8Array, { stream: true });
  yield decoder.decode();
}

/** A failure in the middle of an answer, for the person at the terminal. */
export function broken(error: unknown): ImportStopped {
  const hint = 'The connection broke in the middle of the answer. Run the same command again.';
  return error instanceof ImportStopped ? error : new ImportStopped(hint, { cause: error });
}
