import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageBundle } from '../../src/playground/page-bundle.ts';
import type { PageEvents } from '../../src/playground/page-model.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { isLoopbackHost } from '../../src/system/loopback.ts';
import { createTestClock, type TestClock } from '../helpers/test-clock.ts';
import { ANA, BOB, card, startBarePlayground } from './bolt-app.ts';

let running: RunningPlayground;
let clock: TestClock;
let channel: string;
let ana: string;
let bob: string;
beforeEach(async () => {
  clock = createTestClock();
  running = await startBarePlayground({ clock });
  const { playground } = running;
  [channel, ana, bob] = [playground.channelId('leads-iberia'), playground.userId(ANA), playground.userId(BOB)];
});
afterEach(() => running.close());

const say = (text: string) => running.playground.workspace.post(channel, { user: 'U0PLAYGROUND', text, blocks: [] });

async function act(name: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${running.url}/playground/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: JSON.parse((await response.text()) || 'null') };
}

/** Reads a page's event stream; `next` waits for the next event of a kind. */
async function listen(as: string) {
  const stop = new AbortController();
  const response = await fetch(`${running.url}/playground/events?as=${as}`, { signal: stop.signal });
  const seen: { name: string; data: unknown }[] = [];
  const read = async () => {
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part).toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
        seen.push({ name, data: JSON.parse(data) });
      }
    }
  };
  read().catch(() => {});
  return {
    seen,
    stop: () => stop.abort(),
    async next<K extends keyof PageEvents>(name: K): Promise<PageEvents[K]> {
      await expect.poll(() => seen.some((event) => event.name === name)).toBe(true);
      const at = seen.findIndex((event) => event.name === name);
      return seen.splice(at, 1)[0]?.data as PageEvents[K];
    },
  };
}

describe('the page', () => {
  it('comes with a policy that lets nothing in or out, and no inline script', async () => {
    const response = await fetch(`${running.url}/`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await response.text();
    expect(html).not.toMatch(/<script>|https?:\/\/(?!www\.w3\.org)/);
  });

  it('is built from source on demand, script and styles', async () => {
    const { script, style } = await pageBundle();
    expect(script.length).toBeGreaterThan(100_000);
    expect(style).toContain('.composer');
    expect(style).not.toMatch(/url\(["']?https?:/);
  });

  it('hears everything at once when it connects, then what changes', async () => {
    const page = await listen('ana');
    expect(await page.next('people')).toMatchObject({ me: ana, commands: ['/lead'] });
    expect(await page.next('sidebar')).toMatchObject([
      { name: 'leads-iberia', unread: 0 },
      { name: 'leads-world' },
      { kind: 'im', name: 'Dibs' },
    ]);
    expect(await page.next('modal')).toBeNull();
    expect(await page.next('notes')).toEqual([]);
    expect(await page.next('stream')).toEqual({ perSecond: 0, sent: 0, refused: 0 });
    const { ts } = say('Hello');
    expect(await page.next('message')).toMatchObject({ channel, message: { ts, text: 'Hello' } });
    expect((await page.next('sidebar'))[0]).toMatchObject({ unread: 1 });
    running.playground.workspace.edit(channel, ts, { text: 'Edited' });
    expect(await page.next('message')).toMatchObject({ message: { ts, text: 'Edited', editedTs: expect.any(String) } });
    running.playground.workspace.remove(channel, ts);
    expect(await page.next('deleted')).toEqual({ channel, ts });
    page.stop();
  });

  it('never hears of other people’s notes, direct messages and modals, nor of metadata', async () => {
    const page = await listen('bob');
    const { workspace, modals } = running.playground;
    workspace.post(workspace.direct(ana).id, { user: 'U0PLAYGROUND', text: 'secret-dm', blocks: [] });
    workspace.whisper({ channel, reader: ana, from: 'app', text: 'secret-note', blocks: [] });
    modals.open(ana, {
      type: 'modal',
      title: { type: 'plain_text', text: 'secret-modal' },
      blocks: [],
      private_metadata: '',
      callback_id: '',
      external_id: '',
      clear_on_close: false,
      notify_on_close: false,
    });
    workspace.post(channel, {
      user: 'U0PLAYGROUND',
      text: 'last',
      blocks: [],
      metadata: { event_type: 'secret-metadata', event_payload: {} },
    });
    await expect.poll(() => JSON.stringify(page.seen)).toContain('"last"');
    expect(JSON.stringify(page.seen)).not.toContain('secret');
    page.stop();
  });

  it('shows the newest 100 messages first, then the ones before', async () => {
    for (let n = 0; n < 130; n += 1) say(`${n}`);
    const history = async (before: string) =>
      (await fetch(`${running.url}/playground/history?as=ana&channel=${channel}&before=${before}`)).json();
    const newest = await history('');
    expect([newest.messages.length, newest.messages[0].text, newest.hasMore]).toEqual([100, '30', true]);
    const older = await history(newest.messages[0].ts);
    expect([older.messages.length, older.messages[0].text, older.hasMore]).toEqual([30, '0', false]);
  });

  it('shows nobody a conversation they are not in', async () => {
    const direct = running.playground.workspace.direct(ana).id;
    expect((await fetch(`${running.url}/playground/history?as=bob&channel=${direct}`)).status).toBe(404);
  });

  it('clears the unread count when a person has looked, and never counts their own messages', async () => {
    const { workspace } = running.playground;
    const { ts } = say('one');
    workspace.post(channel, { user: ana, text: 'mine', blocks: [] });
    expect(workspace.unread(channel, ana)).toBe(1);
    await act('read', { user: ana, channel, ts });
    expect([workspace.unread(channel, ana), workspace.unread(channel, bob)]).toEqual([0, 2]);
  });

  it('remembers of nobody outside a channel, and of no message that is not there, that it was read', async () => {
    const { workspace } = running.playground;
    const { ts } = say('one');
    workspace.leave(channel, bob);
    await act('read', { user: bob, channel, ts });
    await act('read', { user: ana, channel, ts: '9999999999.000000' });
    expect([workspace.unread(channel, ana), workspace.unread(channel, bob)]).toEqual([1, 1]);
  });

  it('counts unread messages up to 100', () => {
    for (let n = 0; n < 150; n += 1) say(`${n}`);
    expect(running.playground.workspace.unread(channel, ana)).toBe(100);
  });

  it('refuses a click on a button that is gone, with a sentence for the person', async () => {
    const { ts } = running.playground.workspace.post(channel, {
      user: 'U0PLAYGROUND',
      text: 'x',
      blocks: card() as never,
    });
    running.playground.workspace.edit(channel, ts, { blocks: [] });
    const { body } = await act('click', { user: ana, at: { channel, ts }, actionId: 'claim', blockId: 'lead' });
    expect(body).toEqual({ ok: false, error: 'no_such_action', message: 'That is not there any more.' });
  });

  it('cannot send a forged copy of a message, which only tests can', async () => {
    const { body } = await act('click', {
      user: ana,
      at: { channel, stale: { ts: '1.2', text: '', blocks: card() } },
      actionId: 'claim',
    });
    expect(body).toMatchObject({ ok: false, error: 'malformed' });
  });

  it('lets a note be dismissed', async () => {
    const note = running.playground.workspace.whisper({ channel, reader: ana, from: 'app', text: 'x', blocks: [] });
    await act('dismiss', { note: note.ts });
    expect(running.playground.workspace.notesFor(ana)).toEqual([]);
  });
});

describe('sending leads', () => {
  /** A lead API that writes down what it gets. */
  async function leadApi(status: number, answer: object) {
    const seen: { authorization: string | undefined; lead: Record<string, unknown> }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      seen.push({ authorization: request.headers.authorization, lead: JSON.parse(body) });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await running.close();
    running = await startBarePlayground({
      clock,
      leadsUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/leads`,
    });
    return { seen, close: () => server.close() };
  }

  it('goes through the public API with the key, which the page never sees', async () => {
    const api = await leadApi(202, { id: 'lead-1', status: 'received' });
    const { body } = await act('lead', { lead: { email: 'testa@imaginary.example' } });
    expect(body).toEqual({ status: 202, body: { id: 'lead-1', status: 'received' } });
    expect(api.seen).toEqual([{ authorization: 'Bearer key', lead: { email: 'testa@imaginary.example' } }]);
    api.close();
  });

  it('brings the API’s problems back field by field', async () => {
    const problem = { title: 'Invalid', status: 422, errors: [{ field: 'email', message: 'is not an address' }] };
    const api = await leadApi(422, problem);
    expect((await act('lead', { lead: {} })).body).toEqual({ status: 422, body: problem });
    api.close();
  });

  it('says so when the API does not answer', async () => {
    await running.close();
    running = await startBarePlayground({ leadsUrl: 'http://127.0.0.1:9/v1/leads' });
    expect((await act('lead', { lead: {} })).body).toEqual({ status: 0, body: null });
  });

  it('streams one lead per interval, all different, until it is stopped', async () => {
    const api = await leadApi(202, { id: 'x', status: 'received' });
    await act('stream', { perSecond: 0.5 });
    await expect.poll(() => running.playground.leads.status.sent).toBe(1);
    clock.advance(1_999);
    clock.advance(1);
    await expect.poll(() => running.playground.leads.status.sent).toBe(2);
    await act('stream', { perSecond: 0 });
    clock.advance(60_000);
    expect(running.playground.leads.status).toEqual({ perSecond: 0, sent: 2, refused: 0 });
    expect(new Set(api.seen.map(({ lead }) => lead.externalId)).size).toBe(2);
    api.close();
  });
});

describe('the way in', () => {
  /** Asks with a Host header of our choice, as a page would whose name points here. */
  function ask(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      httpRequest(`${running.url}${path}`, { headers }, (response) => resolve(response.resume().statusCode ?? 0))
        .on('error', reject)
        .end();
    });
  }

  it.each(['/', '/playground/events?as=ana', '/playground/history?as=ana&channel=C', '/playground/api/auth.test'])(
    'is closed to a foreign name that points here: %s',
    async (path) => {
      expect(await ask(path, { host: 'evil.example:3000' })).toBe(403);
    },
  );

  it('is open under any name that this machine alone answers to', () => {
    expect(
      ['localhost', 'localhost:3000', '127.0.0.1:80', '127.9.9.9', '[::1]:3000', 'LOCALHOST'].filter(isLoopbackHost),
    ).toHaveLength(6);
    expect(
      ['', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', '0.0.0.0', '127.0.0.1@evil.example'].filter(
        isLoopbackHost,
      ),
    ).toEqual([]);
  });

  it('is open to other names when told so', async () => {
    await running.close();
    running = await startBarePlayground({ allowRemote: true });
    expect(await ask('/', { host: 'demo.example' })).toBe(200);
  });

  it.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('refuses what a page of another site asks for: %o', async (headers) => {
    const response = await fetch(`${running.url}/playground/type`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
      body: JSON.stringify({ user: ana, channel, text: 'x' }),
    });
    expect(response.status).toBe(403);
    expect(running.playground.workspace.history(channel)).toEqual([]);
  });

  it('takes what its own page asks for', async () => {
    expect(await act('type', { user: ana, channel, text: 'x' }, { origin: running.url })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
  });
});
