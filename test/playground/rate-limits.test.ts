import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, SECRETS, startBench } from './bolt-app.ts';
import { call } from './web-client.ts';

describe('rate limits', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench('http');
  });
  afterEach(() => bench.stop());

  const post = (channel = bench.channel) => call(bench, 'chat.postMessage', { channel, text: 'x' });

  it('takes a burst of 3 messages in one channel, then one a second, and says how long to wait', async () => {
    for (let n = 0; n < 3; n += 1) expect((await post()).status).toBe(200);
    const refused = await post();
    expect(refused).toMatchObject({ status: 429, retryAfter: '1', body: { ok: false, error: 'ratelimited' } });
    bench.clock.advance(1_000);
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(429);
  });

  it('counts each channel for itself', async () => {
    for (let n = 0; n < 4; n += 1) await post();
    expect((await post(bench.playground.channelId('leads-world'))).status).toBe(200);
  });

  it('posts nothing when it refuses', async () => {
    for (let n = 0; n < 10; n += 1) await post();
    expect(bench.playground.workspace.history(bench.channel)).toHaveLength(3);
  });

  it.each([
    ['users.lookupByEmail', { email: 'ana@acme.example' }, 50],
    ['users.list', {}, 20],
    ['users.info', { user: 'U404' }, 100],
  ])('takes %s %o %i times a minute', async (method, args, times) => {
    const statuses: number[] = [];
    for (let n = 0; n <= times; n += 1) statuses.push((await call(bench, method, args)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(times);
    expect(statuses.at(-1)).toBe(429);
    bench.clock.advance(60_000);
    expect((await call(bench, method, args)).status).toBe(200);
  });

  it('does not count a call with a wrong token', async () => {
    for (let n = 0; n < 5; n += 1) await call(bench, 'chat.postMessage', { channel: bench.channel }, 'xoxb-wrong');
    expect((await post()).status).toBe(200);
    expect(SECRETS.botToken).not.toBe('xoxb-wrong');
  });

  it('reaches the SDK as its rate limit error with the seconds to wait', async () => {
    for (let n = 0; n < 3; n += 1) await post();
    const error = await bench.app.client.chat
      .postMessage({ channel: bench.channel, text: 'x' })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
  });
});
