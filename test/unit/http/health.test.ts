import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors.ts';
import { createHealth, createHeartbeat } from '../../../src/http/health.ts';
import type { Clock } from '../../../src/ports/clock.ts';

function heldClock() {
  let now = 0;
  let ring: () => void = () => undefined;
  const clock: Clock = {
    now: () => new Date(now),
    sleep: () =>
      new Promise((resolve) => {
        ring = resolve;
      }),
  };
  return { clock, advance: (ms: number) => (now += ms), ring: () => ring() };
}

describe('createHealth', () => {
  it('is ready when every check is, and names each', async () => {
    const { clock } = heldClock();
    const health = createHealth({ clock, checks: [{ name: 'database', check: async () => null }] });
    expect(await health()).toEqual({ ready: true, checks: { database: { ok: true } } });
  });

  it('says which part is not well and why, without quoting errors of others', async () => {
    const { clock } = heldClock();
    const checks = [
      { name: 'slack', check: async () => 'the socket is closed' },
      { name: 'database', check: () => Promise.reject(new AppError('store_unreachable', 'x', { retry: 'later' })) },
      { name: 'other', check: () => Promise.reject(new Error('password of dibs@db.acme.example is hush')) },
    ];
    expect(await createHealth({ clock, checks })()).toEqual({
      ready: false,
      checks: {
        slack: { ok: false, why: 'the socket is closed' },
        database: { ok: false, why: 'store_unreachable' },
        other: { ok: false, why: 'the check failed' },
      },
    });
  });

  it('does not wait more than 2,000 ms for a part that hangs', async () => {
    const { clock, ring } = heldClock();
    const readiness = createHealth({
      clock,
      checks: [{ name: 'database', check: () => new Promise(() => undefined) }],
    })();
    ring();
    expect(await readiness).toMatchObject({ checks: { database: { ok: false, why: 'no answer within 2000 ms' } } });
  });
});

describe('createHeartbeat', () => {
  it('is stuck 61 s after its last beat when 60 s are allowed', async () => {
    const { clock, advance } = heldClock();
    const router = createHeartbeat({ name: 'router', clock, maxSilenceMs: 60_000 });
    advance(60_000);
    expect(await router.check()).toBeNull();
    router.beat();
    advance(61_000);
    expect(await router.check()).toBe('nothing done for 61 s');
    router.beat();
    expect(await router.check()).toBeNull();
  });
});
