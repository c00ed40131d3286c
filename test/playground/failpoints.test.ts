import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/playground/seeded-random.ts';
import { type Bench, startBench } from './bolt-app.ts';

describe('failpoints', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench('http', { rateLimits: 'off' });
  });
  afterEach(() => bench.stop());

  const posted = () => bench.playground.workspace.history(bench.channel).map((message) => message.text);
  const post = (text = 'x') =>
    bench.app.client.chat.postMessage({ channel: bench.channel, text }).then(
      () => 'ok',
      (error: { code: string; statusCode?: number }) => `${error.code} ${error.statusCode ?? ''}`.trim(),
    );

  it.each([
    ['drop-after', 'slack_webapi_request_error', ['x']],
    ['drop-before', 'slack_webapi_request_error', []],
    ['error-after', 'slack_webapi_http_error 500', ['x']],
    ['error-before', 'slack_webapi_http_error 503', []],
  ] as const)('%s: the app sees %s, and the channel holds %j', async (kind, seen, held) => {
    bench.playground.failpoints.arm({ method: 'chat.postMessage', failure: { kind } });
    expect(await post()).toBe(seen);
    expect(posted()).toEqual(held);
    bench.playground.failpoints.disarm();
    expect(await post('after')).toBe('ok');
  });

  it('fails only the method that is armed', async () => {
    bench.playground.failpoints.arm({ method: 'chat.update', failure: { kind: 'drop-before' } });
    expect(await post()).toBe('ok');
  });

  it('answers late, after the work is done', async () => {
    bench.playground.failpoints.arm({ method: 'chat.postMessage', failure: { kind: 'delay', delayMs: 10_000 } });
    const answer = post();
    await expect.poll(posted).toEqual(['x']);
    bench.clock.advance(10_000);
    expect(await answer).toBe('ok');
  });

  it('loses the same 10 % of 200 answers for the same seed, and every message is there', async () => {
    const run = async () => {
      const failure = { kind: 'drop-after' } as const;
      bench.playground.failpoints.arm({ method: 'chat.postMessage', failure, share: 0.1, random: seededRandom(7) });
      const lost: number[] = [];
      for (let n = 0; n < 200; n += 1) if ((await post()) !== 'ok') lost.push(n);
      return lost;
    };
    const first = await run();
    expect(first.length).toBeGreaterThan(8);
    expect(first.length).toBeLessThan(32);
    expect(await run()).toEqual(first);
    expect(posted()).toHaveLength(400);
  });
});
