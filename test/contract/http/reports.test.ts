/** `GET /v1/reports` over real HTTP routes and a real store. Runs on PGlite and on PostgreSQL. */
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { createReadDigest } from '../../../src/app/digest/read-digest.ts';
import { createCredentials } from '../../../src/http/credentials.ts';
import { sendProblem, toProblem } from '../../../src/http/error-handler.ts';
import { reportRoutes } from '../../../src/http/report-routes.ts';
import { openTestStore } from '../../helpers/database.ts';
import { madeHistories, storeHistories } from '../../helpers/lead-histories.ts';
import { testRuleset } from '../../helpers/leads.ts';

const { store } = await openTestStore();
const KEY = 'an-invented-api-key-of-some-length';
const now = new Date('2026-01-19T07:00:00Z');
const clock = { now: () => now, sleep: async () => undefined };
const ruleset = testRuleset();

await storeHistories(store, madeHistories(120, { start: new Date('2026-01-05T00:00:00Z'), days: 14, seed: 5 }));
const app = Fastify();
app.setErrorHandler((error, _request, reply) => sendProblem(reply, toProblem(error)));
await app.register(
  reportRoutes({
    credentials: createCredentials(KEY),
    ruleset,
    clock,
    readDigest: createReadDigest({ store, ruleset, clock }),
  }),
);

const get = (query: string, key = KEY) =>
  app.inject({ method: 'GET', url: `/v1/reports${query}`, headers: { authorization: `Bearer ${key}` } });

describe('GET /v1/reports', () => {
  it('gives the last 7 days by everything there is', async () => {
    const answer = await get('');
    expect(answer.statusCode).toBe(200);
    const body = answer.json();
    expect(Object.keys(body.by)).toEqual(['rep', 'pool', 'source', 'rule', 'country']);
    expect(body.total.counts.received).toBeGreaterThan(20);
    expect(body.arrivals).toHaveLength(7);
  });

  it('gives CSV as a file', async () => {
    const answer = await get('?format=csv&period=month&pool=iberia');
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toContain('dibs-month.csv');
    expect(answer.body).toMatch(/^by,key,received/);
  });

  it('is for the key alone', async () => {
    expect((await get('', 'wrong')).statusCode).toBe(401);
  });

  it.each(['?period=year', '?pool=nowhere', '?format=xml', '?more=1'])(
    'refuses %s with the name of what is wrong',
    async (query) => {
      const answer = await get(query);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().errors).toHaveLength(1);
    },
  );
});
