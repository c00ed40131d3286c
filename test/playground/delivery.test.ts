import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isValidSlackRequest } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { ANA, type Bench, card, SECRETS, startBarePlayground, startBench } from './bolt-app.ts';
import { call } from './web-client.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function post({ playground }: RunningPlayground): { channel: string; ts: string } {
  const channel = playground.channelId('leads-iberia');
  return {
    channel,
    ts: playground.workspace.post(channel, { user: 'U0PLAYGROUND', text: 'x', blocks: card() as never }).ts,
  };
}

function click(running: RunningPlayground) {
  return running.playground.act({ user: running.playground.userId(ANA), at: post(running), actionId: 'claim' });
}

describe('signed requests', () => {
  /** An app that only writes down what it gets. */
  async function listen(
    status = 200,
  ): Promise<{ url: string; seen: { headers: IncomingHttpHeaders; body: string }[] }> {
    const seen: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        seen.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, seen };
  }

  async function deliverTo(status: number) {
    const app = await listen(status);
    const running = await startBarePlayground({ requestUrl: app.url });
    cleanups.push(() => running.close());
    return { app, running };
  }

  it('are signed over the raw body, so that Slack’s own check passes, and fails for one byte more', async () => {
    const { app, running } = await deliverTo(200);
    await click(running);
    await running.playground.type({
      user: running.playground.userId(ANA),
      channel: running.playground.channelId('leads-iberia'),
      text: '/lead mine',
    });
    expect(app.seen).toHaveLength(2);
    for (const { headers, body } of app.seen) {
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
      const signature = {
        'x-slack-signature': String(headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      };
      expect(isValidSlackRequest({ signingSecret: SECRETS.signingSecret, body, headers: signature })).toBe(true);
      expect(isValidSlackRequest({ signingSecret: SECRETS.signingSecret, body: `${body}&`, headers: signature })).toBe(
        false,
      );
    }
  });

  it('carry interactions in one field, payload, and commands as a form', async () => {
    const { app, running } = await deliverTo(200);
    await click(running);
    await running.playground.type({
      user: running.playground.userId(ANA),
      channel: running.playground.channelId('leads-iberia'),
      text: '/lead mine',
    });
    const [interaction, command] = app.seen.map(({ body }) => new URLSearchParams(body));
    expect([...(interaction?.keys() ?? [])]).toEqual(['payload']);
    expect(JSON.parse(interaction?.get('payload') ?? '')).toMatchObject({ type: 'block_actions' });
    expect(Object.fromEntries(command ?? [])).toMatchObject({
      command: '/lead',
      text: 'mine',
      channel_name: 'leads-iberia',
      user_name: 'ana',
      team_domain: 'dibs-playground',
    });
  });

  it('that the app refuses are told to the person', async () => {
    const { running } = await deliverTo(401);
    expect(await click(running)).toMatchObject({
      ok: false,
      error: 'dispatch_failed',
      message: expect.stringContaining('http_401'),
    });
  });
});

describe('Socket Mode', () => {
  async function start(): Promise<Bench> {
    const bench = await startBench('socket');
    cleanups.push(() => bench.stop());
    return bench;
  }

  async function openUrl(running: RunningPlayground): Promise<string> {
    const { body } = await call(running, 'apps.connections.open', {}, SECRETS.appToken);
    return String(body.url);
  }

  /** The first message on a new connection, or the status that refused it. */
  function connect(url: string): Promise<{ socket: WebSocket; hello: Record<string, unknown> } | number> {
    return new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.on('open', () => cleanups.push(() => socket.terminate()));
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('message', (data) => resolve({ socket, hello: JSON.parse(String(data)) }));
    });
  }

  it('gives a URL that opens one connection and no second one', async () => {
    const running = await startBarePlayground();
    cleanups.push(() => running.close());
    const url = await openUrl(running);
    expect(await connect(url)).toMatchObject({ hello: { type: 'hello', num_connections: 1 } });
    expect(await connect(url)).toBe(403);
  });

  it('takes 10 connections and sends the 11th away', async () => {
    const running = await startBarePlayground({ rateLimits: 'off' });
    cleanups.push(() => running.close());
    const hellos: unknown[] = [];
    for (let n = 0; n < 11; n += 1) hellos.push(await connect(await openUrl(running)));
    expect(hellos.at(9)).toMatchObject({ hello: { type: 'hello', num_connections: 10 } });
    expect(hellos.at(10)).toMatchObject({ hello: { type: 'disconnect', reason: 'too_many_websockets' } });
  });

  it('gives each envelope to one connection, in turn, and ends its wait with the acknowledgement of its id', async () => {
    const running = await startBarePlayground();
    cleanups.push(() => running.close());
    const got: number[] = [];
    for (const n of [1, 2]) {
      const connection = await connect(await openUrl(running));
      if (typeof connection === 'number') throw new Error(`refused: ${connection}`);
      connection.socket.on('message', (data) => {
        const envelope: { envelope_id: string; type: string } = JSON.parse(String(data));
        expect(envelope.type).toBe('interactive');
        got.push(n);
        connection.socket.send('not json');
        connection.socket.send(JSON.stringify({ envelope_id: 'another' }));
        connection.socket.send(JSON.stringify({ envelope_id: envelope.envelope_id }));
      });
    }
    for (let n = 0; n < 4; n += 1) expect(await click(running)).toEqual({ ok: true });
    expect(got).toEqual([1, 2, 1, 2]);
  });

  it('asks to reconnect, as Slack does when it moves connections', async () => {
    const running = await startBarePlayground();
    cleanups.push(() => running.close());
    const connection = await connect(await openUrl(running));
    if (typeof connection === 'number') throw new Error(`refused: ${connection}`);
    const asked = new Promise((resolve) =>
      connection.socket.once('message', (data) => resolve(JSON.parse(String(data)))),
    );
    running.playground.socketMode.recycle();
    expect(await asked).toEqual({ type: 'disconnect', reason: 'refresh_requested' });
  });

  it('says that the app is not connected when it is not', async () => {
    const running = await startBarePlayground();
    cleanups.push(() => running.close());
    expect(await click(running)).toMatchObject({
      error: 'dispatch_failed',
      message: expect.stringContaining('not_connected'),
    });
  });

  it('warns after 3 s without an acknowledgement', async () => {
    const bench = await start();
    const arrived = new Promise<void>((resolve) => {
      bench.app.action('claim', async () => resolve());
    });
    const reaction = click(bench);
    await arrived;
    bench.clock.advance(3_000);
    expect(await reaction).toMatchObject({ error: 'timed_out' });
  });
});
