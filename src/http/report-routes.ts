/** `GET /v1/reports`: the figures of a digest, as JSON or CSV. Described in docs/http-api.md. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { ReadDigest } from '../app/digest/read-digest.ts';
import type { Digest } from '../domain/digest/digest.ts';
import { digestCsv } from '../domain/digest/digest-csv.ts';
import { DIMENSIONS } from '../domain/digest/figures.ts';
import { DIGEST_SPANS, type DigestSpan, periodUntil } from '../domain/digest/period.ts';
import type { Ruleset } from '../domain/ruleset.ts';
import type { Clock } from '../ports/clock.ts';
import type { Credentials } from './credentials.ts';
import { Problem } from './problem.ts';

export interface ReportRoutesOptions {
  credentials: Credentials;
  ruleset: Ruleset;
  clock: Clock;
  readDigest: ReadDigest;
}

/** Nobody asks several times a second; a loop that does must not keep the database from leads. */
const AT_ONCE = 2;

const query = z.strictObject({
  period: z.enum(DIGEST_SPANS).default('week'),
  pool: z.string().max(40).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});

export function reportRoutes({ credentials, ruleset, clock, readDigest }: ReportRoutesOptions): FastifyPluginAsync {
  let running = 0;

  async function read(every: DigestSpan, pool: string | undefined): Promise<Digest> {
    if (running >= AT_ONCE) {
      throw new Problem('too-many-requests', {
        detail: 'Other reports are being made.',
        headers: { 'retry-after': '2' },
      });
    }
    running += 1;
    try {
      const period = periodUntil(every, clock.now(), ruleset.timezone);
      return await readDigest({ period, pools: pool === undefined ? null : [pool], by: DIMENSIONS, reader: null });
    } finally {
      running -= 1;
    }
  }

  return async (app) => {
    app.addHook('onRequest', async ({ headers }, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      credentials.checkHeaders(headers, false);
    });
    app.get('/v1/reports', async (request, reply) => {
      const { period, pool, format } = readQuery(request.query, ruleset);
      const digest = await read(period, pool);
      if (format === 'json') return reportJson(digest);
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="dibs-${period}.csv"`);
      return digestCsv(digest);
    });
  };
}

function readQuery(given: unknown, { pools }: Ruleset): z.output<typeof query> {
  const parsed = query.safeParse(given);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'query', message }));
    throw new Problem('bad-request', { detail: 'The query is not right.', errors });
  }
  const { pool } = parsed.data;
  if (pool === undefined || pools.some(({ id }) => id === pool)) return parsed.data;
  throw new Problem('bad-request', { errors: [{ field: 'pool', message: 'is not in the routing file' }] });
}

function reportJson({ period, pools, total, before, arrivals, tables, fairness, stale, waiting, currency }: Digest) {
  const { from, to, buckets, timezone } = period;
  return {
    period: { from, to, before: period.before, timezone },
    pools,
    currency,
    total,
    before,
    arrivals: buckets.map((bucket, index) => ({ from: bucket.from, count: arrivals[index] ?? 0 })),
    by: Object.fromEntries(tables.map(({ by, rows }) => [by, rows])),
    fairness,
    stale,
    waiting,
  };
}
