/** `POST /v1/leads/{id}/touches`, over a real server and a real store. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDescribeLead } from '../../../src/app/describe-lead.ts';
import { createTouchLead } from '../../../src/app/touch-lead.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES, testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';
import { problemOf, startServer } from './harness.ts';

const opened = await openTestStore();
const AT = new Date('2026-03-02T09:00:00Z');
const dibs = await startPushing(opened, testRuleset(), { at: AT });
const { store } = opened;
const server = await startServer(store, {
  describeLead: createDescribeLead({ store, calendars: dibs.context.calendars }),
  touchLead: () => createTouchLead(dibs.context),
});
afterAll(server.stop);

let id: string;

beforeEach(async () => {
  id = await dibs.arrive(FULL_ATTRIBUTES);
  await dibs.assignLead(id, 'ana', 'maya@acme.example');
  await dibs.pass(3 * 60_000);
});

const send = (body: object, headers?: Record<string, string>, lead = id) =>
  server.post(`/v1/leads/${lead}/touches`, body, headers);

async function timeline(type: string) {
  return (await store.leads.timeline(id)).filter(({ event }) => event.type === type);
}

describe('a touch', () => {
  it('of the owner is recorded, and answered with the lead and how fast it was', async () => {
    const at = new Date(dibs.context.clock.now().getTime() - 60_000).toISOString();
    const response = await send({ kind: 'contacted', how: 'call', note: ' Wants a demo. ', at });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id,
      owner: 'ana',
      firstTouchAt: at,
      speedToLead: { seconds: 120, workingSeconds: 120 },
    });
    expect(await timeline('contacted')).toMatchObject([
      { event: { rep: 'ana', how: 'call', note: 'Wants a demo.', madeAt: at } },
    ]);
  });

  it('of a stage takes an amount for Won and a reason for Lost', async () => {
    expect(await (await send({ kind: 'stage', stage: 'won', amount: 12_500.5 })).json()).toMatchObject({
      status: 'won',
      amount: 12_500.5,
    });
    expect(await (await send({ kind: 'stage', stage: 'lost', reason: 'price' })).json()).toMatchObject({
      status: 'lost',
      amount: null,
      reason: 'price',
    });
  });

  it('sent twice is one: by its content for 5 minutes, under a key for ever', async () => {
    await send({ kind: 'contacted', how: 'call' });
    await send({ kind: 'contacted', how: 'call' });
    expect(await timeline('contacted')).toHaveLength(1);
    const key = { 'idempotency-key': 'call-1' };
    expect((await send({ kind: 'contacted', how: 'email' }, key)).headers.get('idempotency-replayed')).toBeNull();
    await dibs.pass(60 * 60_000);
    const again = await send({ kind: 'contacted', how: 'email' }, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(await timeline('contacted')).toHaveLength(2);
    expect(await problemOf(await send({ kind: 'contacted', how: 'meeting' }, key))).toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect(await timeline('contacted')).toHaveLength(2);
  });

  it('that was refused may be sent again under its key', async () => {
    const key = { 'idempotency-key': 'won-1' };
    const touch = { kind: 'contacted', how: 'call', rep: 'bob' };
    expect((await send(touch, key)).status).toBe(409);
    await dibs.assignLead(id, 'bob', 'maya@acme.example');
    expect((await send(touch, key)).status).toBe(200);
  });
});

describe('a touch is refused', () => {
  it.each([
    [{ kind: 'contacted', how: 'pigeon' }, 'how'],
    [{ kind: 'called' }, 'kind'],
    [{}, 'kind'],
    [{ kind: 'contacted', note: 'x'.repeat(5000) }, 'note'],
    [{ kind: 'contacted', at: 'yesterday' }, 'at'],
    [{ kind: 'contacted', at: '2999-01-01T00:00:00Z' }, 'at'],
    [{ kind: 'contacted', at: '2026-03-01T00:00:00Z' }, 'at'],
    [{ kind: 'contacted', zembra: 1 }, 'zembra'],
    [{ kind: 'stage', stage: 'fired' }, 'stage'],
    [{ kind: 'stage', stage: 'won', amount: '12.5k€' }, 'amount'],
    [{ kind: 'stage', stage: 'won', amount: 0 }, 'amount'],
    [{ kind: 'stage', stage: 'won', amount: 1e99 }, 'amount'],
    [{ kind: 'stage', stage: 'won', amount: 1.001 }, 'amount'],
    [{ kind: 'stage', stage: 'meeting', amount: 5 }, 'amount'],
    [{ kind: 'stage', stage: 'lost' }, 'reason'],
    [{ kind: 'stage', stage: 'lost', reason: 'bored' }, 'reason'],
    [{ kind: 'stage', stage: 'won', reason: 'price' }, 'reason'],
  ])('with 422 for %o, naming the field', async (body, field) => {
    const { version } = await dibs.lead(id);
    const problem = await problemOf(await send(body));
    expect(problem).toMatchObject({ code: 'invalid-touch', errors: [{ field }] });
    expect(JSON.stringify(problem)).not.toMatch(/pigeon|fired|bored|12\.5k|yesterday/);
    expect((await dibs.lead(id)).version).toBe(version);
  });

  it('with 404 of a lead that does not exist, or cannot', async () => {
    for (const lead of ['01985c2e-5d0a-7cc3-9a57-3f5b1c9e4a10', 'zembra']) {
      expect(await problemOf(await send({ kind: 'contacted' }, {}, lead))).toMatchObject({ code: 'lead-not-found' });
    }
  });

  it('with 409 of another rep’s lead, of nobody’s, and of a closed one', async () => {
    expect(await problemOf(await send({ kind: 'contacted', rep: 'bob' }))).toMatchObject({ code: 'lead-not-owned' });
    await send({ kind: 'stage', stage: 'won' });
    expect(await problemOf(await send({ kind: 'contacted' }))).toMatchObject({ code: 'lead-closed' });
    await send({ kind: 'stage', stage: 'working' });
    await dibs.work.release(id, 'ana', 'other', null);
    expect(await problemOf(await send({ kind: 'contacted' }))).toMatchObject({ code: 'lead-not-owned' });
  });

  it('without the key, and with a signature alone: it covers the body and not which lead it is for', async () => {
    const signed = { authorization: '', 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };
    expect((await send({ kind: 'contacted' }, signed)).status).toBe(401);
    expect((await send({ kind: 'contacted' }, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect(await timeline('contacted')).toEqual([]);
  });

  it('with 503 while the chats are not connected yet', async () => {
    const starting = await startServer(store);
    const response = await starting.post(`/v1/leads/${id}/touches`, { kind: 'contacted' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    await starting.stop();
  });
});
