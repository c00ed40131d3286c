/** Outgoing webhooks against a real server. Runs on PGlite and on PostgreSQL. */
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { GIVEN_UP_AFTER_MS } from '../../../src/domain/hand-over/failure.ts';
import { type HandingOver, SECRET, startHandingOver, WEBHOOK } from '../../helpers/crm/handing-over.ts';
import { type Received, startLocalServer } from '../../helpers/crm/local-server.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES } from '../../helpers/leads.ts';

const opened = await openTestStore();
const server = await startLocalServer(() => ({ status: 204 }));
afterAll(() => server.stop());

let hook: HandingOver;

beforeEach(async () => {
  await opened.database.executeSql('TRUNCATE lead, delivery, conversation, pgboss.job CASCADE');
  server.received.length = 0;
  server.disarm();
  hook = await startHandingOver(opened, WEBHOOK, { url: `${server.url}/leads` });
});

const bodies = () => server.received.map(({ body }) => JSON.parse(body));
const types = () => bodies().map(({ type }) => type);
const idOf = ({ headers }: Received) => String(headers['webhook-id']);

describe('an outgoing webhook', () => {
  it('tells each event once, in order, with the lead as it stands', async () => {
    const lead = await hook.arrive({ attributes: FULL_ATTRIBUTES });
    const owned = await hook.change(lead, { type: 'claimed', rep: 'ana' });
    expect(await hook.pass()).toMatchObject({ done: [lead.id], again: [], results: ['done'] });
    expect(types()).toEqual(['lead.received', 'lead.routed', 'lead.owned']);
    const { data } = bodies()[2];
    expect(data.lead).toMatchObject({
      id: lead.id,
      status: 'owned',
      version: owned.version,
      owner: { id: 'ana', name: 'Ana Ruiz', email: 'ana@acme.example' },
      attributes: { email: FULL_ATTRIBUTES.email },
    });
    expect(data.event).toEqual({ version: 3, type: 'claimed', text: 'Claimed by ana', rep: 'ana' });
    expect(await hook.pass()).toMatchObject({ done: [], again: [], results: [] });
    expect(server.received).toHaveLength(3);
  });

  it('is signed with each secret, so that either verifies it', async () => {
    const next = 'a-second-secret-of-no-special-form';
    hook = await startHandingOver(opened, WEBHOOK, { url: server.url, secrets: [SECRET, next] });
    await hook.arrive();
    await hook.pass();
    const [request] = server.received;
    for (const webhook of [new Webhook(SECRET), new Webhook(next, { format: 'raw' })]) {
      expect(webhook.verify(request?.body ?? '', request?.headers as Record<string, string>)).toMatchObject({
        type: 'lead.received',
      });
    }
    expect(() =>
      new Webhook('whsec_c29tZXRoaW5nIGVsc2U=').verify(request?.body ?? '', request?.headers as Record<string, string>),
    ).toThrow();
  });

  it('that got no answer comes again under the same id, and nothing overtakes it', async () => {
    const lead = await hook.arrive();
    server.arm('lose-answer', { on: ({ body }) => body.includes('lead.routed') });
    expect(await hook.pass()).toMatchObject({ done: [], again: [{ leadId: lead.id, inMs: 1_000 }] });
    expect(await hook.row(lead.id)).toMatchObject({ sent_version: 1, attempts: 1, error: 'unreachable' });
    await hook.change(lead, { type: 'claimed', rep: 'ana' });
    await hook.pass();
    expect(server.received.map(idOf)).toEqual([1, 2, 2, 3].map((version) => `${lead.id}_${version}`));
    expect(await hook.row(lead.id)).toMatchObject({ sent_version: 3, attempts: 0, error: null, state: 'open' });
  });

  it('tells only the events and leads that its target is for', async () => {
    const onlyWins = {
      ...WEBHOOK,
      events: ['lead.won' as const],
      when: { kind: 'test', field: 'country', test: { op: 'in', values: ['es'] } } as const,
    };
    hook = await startHandingOver(
      opened,
      { ...onlyWins, when: { ...onlyWins.when, test: { op: 'in', values: ['es'] } } },
      { url: server.url },
    );
    const won = { type: 'stage', rep: 'ana', stage: 'won', amount: 900 } as const;
    const spanish = await hook.arrive({ attributes: { country: 'ES', custom: {} } });
    const french = await hook.arrive({ attributes: { country: 'FR', custom: {} } });
    expect(await hook.jobs.fetch(10)).toEqual([]);
    for (const lead of [spanish, french]) await hook.change(lead, { type: 'claimed', rep: 'ana' }, won);
    await hook.pass();
    expect(bodies().map(({ type, data }) => [type, data.lead.id, data.event.amount])).toEqual([
      ['lead.won', spanish.id, 900],
    ]);
  });

  it('of an erased lead says that it is erased, and nothing else', async () => {
    const lead = await hook.arrive({ attributes: FULL_ATTRIBUTES });
    await hook.change(lead, { type: 'claimed', rep: 'ana' }, { type: 'erased' });
    await hook.pass();
    expect(types()).toEqual(['lead.erased']);
    expect(server.received[0]?.body).not.toContain('Zembra');
    expect(bodies()[0].data).toMatchObject({
      lead: { status: 'erased', attributes: null, reason: null },
      event: { text: 'Erased' },
    });
  });

  it('of a lead that is no more is no work', async () => {
    const lead = await hook.arrive();
    await opened.database.executeSql('DELETE FROM lead WHERE id = $1', [lead.id]);
    expect(await hook.pass()).toMatchObject({ done: [lead.id], again: [], results: [] });
    expect(server.received).toEqual([]);
  });
});

describe('a receiver that fails', () => {
  it('for everybody is left alone for longer each time, a minute at most, and tried with one lead', async () => {
    for (let n = 0; n < 20; n += 1) await hook.arrive();
    server.arm({ status: 503 }, { times: 100 });
    const first = await hook.pass();
    expect(first.results.length).toBeLessThanOrEqual(10);
    expect(hook.pace.waitMs()).toBe(1_000);
    for (const waits of [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      hook.clock.advance(hook.pace.waitMs());
      expect(hook.pace.isDoubtful()).toBe(true);
      await hook.pass();
      expect(hook.pace.waitMs()).toBe(waits);
    }
    server.disarm();
    await hook.pass();
    expect([hook.pace.isDoubtful(), await hook.told()]).toEqual([false, []]);
  });

  it('is given the time that it asks for', async () => {
    await hook.arrive();
    server.arm({ status: 429, headers: { 'retry-after': '90' } });
    expect(await hook.pass()).toMatchObject({ again: [{ inMs: 90_000 }], results: ['rate_limited'] });
    expect(hook.pace.waitMs()).toBe(90_000);
  });

  it('does not hold up other leads with one that it cannot take', async () => {
    const poison = await hook.arrive({ attributes: { email: 'poison@quarry.example', custom: {} } });
    const others = await Promise.all(
      Array.from({ length: 12 }, (_, n) => hook.arrive({ attributes: { email: `n${n}@quarry.example`, custom: {} } })),
    );
    server.arm({ status: 500 }, { times: 1_000, on: ({ body }) => body.includes('poison@') });
    await hook.pass();
    hook.clock.advance(hook.pace.waitMs());
    await hook.pass();
    for (const { id } of others) expect(await hook.row(id)).toMatchObject({ sent_version: 2, error: null });
    expect(await hook.row(poison.id)).toMatchObject({ state: 'open', sent_version: 0, error: 'unavailable' });
  });

  it('is given up after 7 days, and not before', async () => {
    const lead = await hook.arrive();
    server.arm({ status: 503 }, { times: 100 });
    await hook.pass();
    hook.clock.advance(GIVEN_UP_AFTER_MS - 1);
    await hook.pass();
    expect(await hook.row(lead.id)).toMatchObject({ state: 'open' });
    hook.clock.advance(1);
    expect(await hook.pass()).toMatchObject({ done: [lead.id], dead: 1 });
    expect(await hook.row(lead.id)).toMatchObject({ state: 'dead', error: 'unavailable' });
  });

  it.each([
    [400, 'refused', true],
    [422, 'refused', true],
    [410, 'gone', true],
    [401, 'unauthorized', false],
    [403, 'forbidden', false],
    [404, 'not_found', false],
    [302, 'redirected', false],
    [500, 'unavailable', false],
    [408, 'unavailable', false],
  ])('with %i says %s, which is a dead letter: %s', async (status, code, isDead) => {
    const lead = await hook.arrive();
    server.arm({ status, headers: { location: `${server.url}/elsewhere` } });
    await hook.pass();
    expect(await hook.row(lead.id)).toMatchObject({ error: code, state: isDead ? 'dead' : 'open' });
    expect(server.received).toHaveLength(1);
  });
});

describe('dead letters', () => {
  it('are one message to the admins that counts, and all of them come back with one command', async () => {
    server.arm({ status: 400 }, { times: 30 });
    const leads = [];
    for (let n = 0; n < 30; n += 1) {
      leads.push(await hook.arrive());
      if (n % 10 === 9) await hook.pass();
    }
    expect(await hook.told()).toEqual(['30 leads could not be handed over to hook']);
    expect(await opened.store.handOvers.listDead(null, 100)).toHaveLength(30);
    await hook.change(leads[0] as (typeof leads)[0], { type: 'claimed', rep: 'ana' });
    expect(await hook.pass()).toMatchObject({ results: [], dead: 0 });

    server.disarm();
    server.received.length = 0;
    expect(await hook.replay('another')).toBe(0);
    expect(await hook.replay(null)).toBe(30);
    expect(await hook.told()).toEqual(['Nothing waits for hook any more']);
    await hook.pass();
    expect(new Set(server.received.map(idOf)).size).toBe(61);
    expect(await opened.store.handOvers.countDead(null)).toEqual([]);
  });

  it('that come back at once are told of anew', async () => {
    server.arm({ status: 400 }, { times: 2 });
    await hook.arrive();
    await hook.pass();
    await hook.replay('hook');
    hook.clock.advance(1_000);
    await hook.pass();
    expect(await hook.told()).toEqual(['Nothing waits for hook any more', '1 lead could not be handed over to hook']);
  });
});

describe('two workers', () => {
  it('with one lead at the same time: one sends, the other comes back later', async () => {
    const lead = await hook.arrive();
    const other = await startHandingOver(opened, WEBHOOK, { url: server.url });
    const held = await opened.store.handOvers.begin('hook', [lead.id], {
      holder: 'dead',
      now: other.clock.now(),
      leaseMs: 60_000,
    });
    expect(held.mine).toHaveLength(1);
    expect(await other.pass()).toMatchObject({ done: [], again: [{ leadId: lead.id, inMs: 1_000 }], results: [] });
    other.clock.advance(61_000);
    expect(await other.pass()).toMatchObject({ done: [lead.id] });
    // Whoever held it wakes up: what it writes is ignored.
    await opened.store.handOvers.end('hook', 'dead', [
      { leadId: lead.id, state: 'dead', sentVersion: 0, remoteId: null, attempts: 1, error: 'late', failedAt: null },
    ]);
    expect(await other.row(lead.id)).toMatchObject({ state: 'open', sent_version: 2 });
  });
});
