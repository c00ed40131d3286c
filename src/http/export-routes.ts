/** `GET /v1/leads.csv`: leads as a file. Described in docs/http-api.md. */
import { Readable } from 'node:stream';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { ExportLeads } from '../app/export/export-leads.ts';
import { LEAD_STATUSES } from '../domain/lead.ts';
import type { Clock } from '../ports/clock.ts';
import type { LeadSelection } from '../ports/exports.ts';
import type { Credentials } from './credentials.ts';
import { fieldProblems } from './field-problems.ts';
import { Problem } from './problem.ts';

export interface ExportRoutesOptions {
  credentials: Credentials;
  clock: Pick<Clock, 'now'>;
  exportLeads: ExportLeads;
}

/** Each reads all that is asked for; more at once would keep the database from leads. */
const AT_ONCE = 2;

const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'Expected a date such as 2026-03-01, or a moment such as 2026-03-01T09:30:00Z.',
  })
  .transform((text) => new Date(text));

const query = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  status: z.enum(LEAD_STATUSES, { error: `Expected one of ${LEAD_STATUSES.join(', ')}.` }).optional(),
  pool: z.string().max(40).optional(),
});

export function exportRoutes({ credentials, clock, exportLeads }: ExportRoutesOptions): FastifyPluginAsync {
  let running = 0;
  return async (app) => {
    app.addHook('onRequest', async ({ headers }, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      credentials.checkHeaders(headers, false);
    });
    app.get('/v1/leads.csv', async (request, reply) => {
      const selection = readSelection(request.query, clock.now());
      if (running >= AT_ONCE) {
        throw new Problem('too-many-requests', {
          detail: 'Other exports are being made.',
          headers: { 'retry-after': '10' },
        });
      }
      running += 1;
      const body = Readable.from(exportLeads(selection));
      // Also where whoever asked has gone in the middle.
      body.once('close', () => {
        running -= 1;
      });
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="leads.csv"');
      return reply.send(body);
    });
  };
}

function readSelection(given: unknown, now: Date): LeadSelection {
  const { data, error } = query.safeParse(given);
  if (!data) {
    throw new Problem('bad-request', { detail: 'The query is not right.', errors: fieldProblems(error, 'query') });
  }
  const { from = null, to = now, status = null, pool = null } = data;
  return { from, to, status, pool };
}
