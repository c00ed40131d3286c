import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../src/obs/metrics.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Store } from '../../../src/ports/store.ts';

function setUp(backlog: () => Promise<{ waiting: number; oldest: null }>) {
  let now = 0;
  let ring: () => void = () => undefined;
  let reads = 0;
  const clock: Clock = {
    now: () => new Date(now),
    sleep: () =>
      new Promise((resolve) => {
        ring = resolve;
      }),
  };
  const leads = {
    backlog: () => {
      reads += 1;
      return backlog();
    },
    countByStatus: async () => ({ pooled: 3 }),
  };
  const store = {
    leads,
    deliveries: { countOpen: async () => ({ ambiguous: 1 }) },
    alarms: { raised: async () => ({ backlog: 2 }) },
  } as unknown as Store;
  const metrics = createMetrics({ store, clock, intakeWaiting: () => 7 });
  return { metrics, advance: (ms: number) => (now += ms), ring: () => ring(), reads: () => reads };
}

describe('createMetrics', () => {
  it('shows what waits, and what was counted', async () => {
    const { metrics } = setUp(async () => ({ waiting: 5, oldest: null }));
    metrics.routed('pool', 'iberia');
    metrics.claimed('already_claimed');
    metrics.delivered('slack', 'sent');
    const page = await metrics.render();
    for (const line of [
      'dibs_intake_waiting 7',
      'dibs_router_backlog 5',
      'dibs_leads{status="pooled"} 3',
      'dibs_deliveries_open{state="ambiguous"} 1',
      'dibs_alarms{kind="backlog"} 2',
      'dibs_leads_routed_total{kind="pool",name="iberia"} 1',
      'dibs_claims_total{outcome="already_claimed"} 1',
      'dibs_deliveries_total{platform="slack",result="sent"} 1',
    ]) {
      expect(page).toContain(`${line}\n`);
    }
  });

  it('shows the heartbeat of scheduled jobs: the last tick that was done, and how often it did not get there', async () => {
    const { metrics } = setUp(async () => ({ waiting: 0, oldest: null }));
    metrics.ticked('watch-alarms', 'done', new Date('2026-06-01T12:00:00Z'));
    metrics.ticked('watch-alarms', 'failed', new Date('2026-06-01T12:01:00Z'));
    const page = await metrics.render();
    expect(page).toContain('dibs_cron_last_tick_timestamp_seconds{job="watch-alarms"} 1780315200\n');
    expect(page).toContain('dibs_cron_runs_total{job="watch-alarms",outcome="failed"} 1\n');
  });

  it('asks the database at most every 5 s, however often the page is read', async () => {
    const { metrics, advance, reads } = setUp(async () => ({ waiting: 5, oldest: null }));
    for (let read = 0; read < 10; read += 1) await metrics.render();
    expect(reads()).toBe(1);
    advance(5_000);
    await metrics.render();
    expect(reads()).toBe(2);
  });

  it('says that the database cannot be reached, and shows the rest', async () => {
    const { metrics } = setUp(() => Promise.reject(new Error('away')));
    metrics.claimed('claimed');
    const page = await metrics.render();
    expect(page).toContain('dibs_store_reachable 0');
    expect(page).toContain('dibs_claims_total{outcome="claimed"} 1');
  });

  it('does not wait for a database that hangs', async () => {
    const { metrics, ring } = setUp(() => new Promise(() => undefined));
    const page = metrics.render();
    ring();
    expect(await page).toContain('dibs_intake_waiting 7');
  });
});
