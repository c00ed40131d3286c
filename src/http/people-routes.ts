/** `POST /v1/people/erase` and `POST /v1/people/export`. Described in docs/http-api.md. */
import { PassThrough } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { ErasePerson, Proof } from '../app/erase/erase-person.ts';
import type { ExportPerson } from '../app/export/export-person.ts';
import type { Credentials } from './credentials.ts';
import { type ReportError, toProblem } from './error-handler.ts';
import { createParseJson, decodeBody, readRaw } from './json-body.ts';
import { readErase, readPersonRequest } from './person-request.ts';
import { Problem } from './problem.ts';

/** An address or a number, and some words. */
const PERSON_BYTES = 16 * 1024;

export interface PeopleRoutesOptions {
  credentials: Credentials;
  /** `null` until the chats are connected, whose cards change. */
  erasePerson: () => ErasePerson | null;
  exportPerson: ExportPerson;
  reportError: ReportError;
}

export function peopleRoutes(options: PeopleRoutesOptions): FastifyPluginAsync {
  const { credentials, erasePerson, exportPerson, reportError } = options;
  return async (app) => {
    // Only the key: whoever may read or erase everything about a person shows it.
    app.addHook('onRequest', async ({ headers }, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      credentials.checkHeaders(headers, false);
      if (!headers['content-encoding']) return;
      throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' });
    });
    app.removeAllContentTypeParsers();
    readRaw(app, 'application/json');
    const parseJson = createParseJson(app);

    app.post('/v1/people/erase', { bodyLimit: PERSON_BYTES }, async ({ body, headers, id }, reply) => {
      const people = erasePerson();
      if (!people) throw starting();
      const { query, dryRun, proof } = readErase(parseJson(decodeBody(body)));
      const outcome = await people.erase(query, { dryRun });
      if (!outcome) throw new Problem('lead-not-found');
      const searched = dryRun || !proof ? null : outcome.proof;
      if (!/\bapplication\/x-ndjson\b/i.test(headers.accept ?? '')) {
        return { ...outcome.done, proof: searched && (await allOf(searched)) };
      }
      return inLines(reply, outcome.done, searched, (error) => reportError(error, id));
    });

    app.post('/v1/people/export', { bodyLimit: PERSON_BYTES }, async ({ body }) => {
      const document = await exportPerson(readPersonRequest(parseJson(decodeBody(body))));
      if (!document) throw new Problem('lead-not-found');
      return document;
    });
  };
}

async function allOf(proof: Proof) {
  const tables = [];
  for await (const table of proof) tables.push(table);
  return { tables, left: tables.reduce((total, { left }) => total + left, 0) };
}

/** A silent connection is given up by what lies in between. */
const SIGN_OF_LIFE_MS = 15_000;

/** A line for what was erased, then one for each table as it is searched: over a large database that takes minutes. */
function inLines(
  reply: FastifyReply,
  done: object,
  proof: Proof | null,
  onError: (error: unknown) => void,
): FastifyReply {
  const lines = new PassThrough();
  const write = (line: object) => void lines.write(`${JSON.stringify(line)}\n`);
  const beat = setInterval(() => lines.write('\n'), SIGN_OF_LIFE_MS);

  async function search(): Promise<void> {
    let left = 0;
    for await (const table of proof ?? []) {
      // Whoever asked has gone.
      if (lines.destroyed) return;
      left += table.left;
      write(table);
    }
    if (proof) write({ left });
  }

  write(done);
  search()
    .catch((error: unknown) => {
      // The answer has begun, so that its status cannot say it any more.
      onError(error);
      write({ problem: toProblem(error).body });
    })
    .finally(() => {
      clearInterval(beat);
      lines.end();
    });
  return reply.type('application/x-ndjson').send(lines);
}

function starting(): Problem {
  return new Problem('unavailable', {
    detail: 'Dibs has just been started and is not ready yet. Nothing was erased.',
    headers: { 'retry-after': '1' },
  });
}
