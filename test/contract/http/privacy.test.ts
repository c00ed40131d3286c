/** Nothing of a lead in what others read: logs at trace level, metrics, and problems, whatever path a request takes. */
import { afterAll, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { startServer } from './harness.ts';

/** Part of every value below, in no word of ours. */
const CANARY = /zembra|91555|marmalade|vornado/i;

const VALUES = {
  email: 'quilla@vornado.example',
  name: 'Quilla Zembra',
  phone: '+34 915 550 147',
  message: 'Nine hundred jars of marmalade by Thursday.',
  externalId: 'zembra-1',
  source: 'vornado-form',
  custom: { zembra: 'marmalade' },
};

const { store } = await openTestStore();
const server = await startServer(store);
afterAll(server.stop);

/** Every way in, good and bad. Answers are kept where they are problems; an accepted lead may be shown to its sender. */
async function walkEveryPath(): Promise<string[]> {
  const text = JSON.stringify(VALUES);
  const responses = [
    await server.post('/v1/leads', VALUES, { 'idempotency-key': 'zembra-key' }),
    await server.post('/v1/leads', { ...VALUES, name: 'Otto' }, { 'idempotency-key': 'zembra-key' }),
    await server.post('/v1/leads', text.slice(0, -3)),
    await server.post('/v1/leads', `${text} zembra`),
    await server.post('/v1/leads', text.replace('"name"', '"__proto__"')),
    await server.post('/v1/leads', text, { 'content-type': 'text/zembra' }),
    await server.post('/v1/leads', text, { authorization: 'Bearer zembra' }),
    await server.post('/v1/leads', text, { 'idempotency-key': 'zembra'.repeat(50) }),
    await server.post('/v1/leads', {
      ...VALUES,
      email: 'zembra at vornado',
      phone: ['zembra'],
      employees: 'marmalade',
    }),
    await server.post('/v1/leads', { ...VALUES, country: 'zembra', language: 'zembra', receivedAt: 'zembra' }),
    await server.post('/v1/leads', { ...VALUES, message: 'marmalade '.repeat(10_000) }),
    await server.post('/v1/leads/batch', [VALUES, { ...VALUES, email: 'zembra' }, 'zembra']),
    await server.post('/v1/leads/batch', `${text}\nzembra\n${text.slice(3)}`, {
      'content-type': 'application/x-ndjson',
    }),
    await server.get('/v1/leads/zembra?email=quilla@vornado.example'),
    await server.get('/zembra/vornado?name=zembra'),
  ];
  return Promise.all(responses.map((response) => response.text()));
}

it('finds 0 hits for a lead’s values in log, metrics and answers after 15 requests, good and bad', async () => {
  const answers = await walkEveryPath();
  expect(answers).toHaveLength(15);
  expect(answers.filter((answer) => CANARY.test(answer))).toEqual([]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('dibs_leads_received_total{outcome="stored"}');
  expect(metrics).not.toMatch(CANARY);
  expect(server.log().match(/Request answered/g)?.length).toBeGreaterThanOrEqual(15);
  expect(server.log()).not.toMatch(CANARY);
});

it('finds 0 hits in the log when the store fails with a message that quotes the lead', async () => {
  const error = new Error(`duplicate key (email)=(${VALUES.email})`);
  const intake = { add: () => Promise.reject(error), waiting: () => 0, drain: async () => undefined };
  const failing = await startServer(store, { intake });
  const response = await failing.post('/v1/leads', VALUES);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(CANARY);
  expect(failing.log()).toContain('Request failed');
  expect(failing.log()).not.toMatch(CANARY);
  await failing.stop();
});
