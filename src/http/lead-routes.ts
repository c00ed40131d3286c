/** `POST /v1/leads`, `POST /v1/leads/batch` and `GET /v1/leads/{id}`, beside the touches. Described in docs/http-api.md. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { DescribeLead } from '../app/describe-lead.ts';
import type { Credentials } from './credentials.ts';
import type { ReportError } from './error-handler.ts';
import { createParseJson, decodeBody, type ParseJson, readRaw } from './json-body.ts';
import { readBatch, receiveBatch } from './lead-batch.ts';
import { isLeadId } from './lead-id.ts';
import { type AcceptLead, idempotencyKeyOf } from './lead-request.ts';
import { Problem } from './problem.ts';
import { type TouchRoutesOptions, touchRoutes } from './touch-routes.ts';

/** A lead has two dozen fields and a message of some pages; more is not a lead. */
const LEAD_BYTES = 64 * 1024;
const BATCH_BYTES = 2 * 1024 * 1024;

export interface LeadRoutesOptions extends TouchRoutesOptions {
  credentials: Credentials;
  acceptLead: AcceptLead;
  describeLead: DescribeLead;
  /** Throws the problem when too much is under way already. Asked once the sender is known, so that strangers use nothing up. */
  guardLoad: () => void;
  reportError: ReportError;
}

export function leadRoutes(options: LeadRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    });
    await app.register(readRoutes(options));
    await app.register(writeRoutes(options));
    await app.register(touchRoutes(options));
  };
}

function readRoutes({ credentials, describeLead, guardLoad }: LeadRoutesOptions): FastifyPluginAsync {
  return async (app) => {
    // Only the key opens a lead: a signature covers the body, not the address, so one of them would open every lead.
    app.addHook('onRequest', async (request) => {
      credentials.checkHeaders(request.headers, false);
      guardLoad();
    });
    app.get<{ Params: { id: string } }>('/v1/leads/:id', async (request) => {
      const { id } = request.params;
      const lead = isLeadId(id) ? await describeLead(id) : null;
      if (!lead) throw new Problem('lead-not-found');
      return lead;
    });
  };
}

function writeRoutes(options: LeadRoutesOptions): FastifyPluginAsync {
  const { credentials, guardLoad } = options;
  return async (app) => {
    app.addHook('onRequest', async ({ headers }) => {
      credentials.checkHeaders(headers, true);
      if (!headers['content-encoding']) return;
      throw new Problem('unsupported-media-type', { detail: 'Send the body without Content-Encoding.' });
    });
    app.addHook('preHandler', async ({ headers, body }) => {
      credentials.checkSignature(headers, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
      guardLoad();
    });
    app.removeAllContentTypeParsers();
    readRaw(app, 'application/json');
    const parseJson = createParseJson(app);
    addLeadRoute(app, parseJson, options);
    await app.register(async (batches) => {
      readRaw(batches, 'application/x-ndjson');
      addBatchRoute(batches, parseJson, options);
    });
  };
}

function addLeadRoute(app: FastifyInstance, parseJson: ParseJson, { acceptLead }: LeadRoutesOptions): void {
  app.post('/v1/leads', { bodyLimit: LEAD_BYTES }, async ({ body, headers }, reply) => {
    const { id, status, replayed } = await acceptLead(parseJson(decodeBody(body)), idempotencyKeyOf(headers));
    if (replayed) reply.header('idempotency-replayed', 'true');
    return reply.code(202).header('location', `/v1/leads/${id}`).send({ id, status });
  });
}

function addBatchRoute(app: FastifyInstance, parseJson: ParseJson, options: LeadRoutesOptions): void {
  const { acceptLead, reportError } = options;
  app.post('/v1/leads/batch', { bodyLimit: BATCH_BYTES }, async ({ body, headers, id }) => {
    const isNdjson = /^application\/x-ndjson\b/i.test(headers['content-type'] ?? '');
    const items = readBatch(decodeBody(body), isNdjson, parseJson);
    return {
      items: await receiveBatch(items, idempotencyKeyOf(headers), acceptLead, (error) => reportError(error, id)),
    };
  });
}
