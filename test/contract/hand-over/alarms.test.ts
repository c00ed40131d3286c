/** A system outside that fails is an alarm and a figure. Runs on PGlite and on PostgreSQL. */
import { beforeEach, expect, it } from 'vitest';
import { observe } from '../../../src/app/alarms/observe.ts';
import { createMetrics } from '../../../src/obs/metrics.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { WEBHOOK } from '../../helpers/crm/handing-over.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';
import { storeLead } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const { store, handOverJobs } = opened;
await handOverJobs('hook');
const pushing = await startPushing(opened, testRuleset({ handOver: [WEBHOOK] }));
const { context } = pushing;
const SINCE = context.clock.now();

beforeEach(() => opened.database.executeSql('TRUNCATE lead, pgboss.job CASCADE'));

async function fail(error: string, state: 'open' | 'dead' = 'open', target = 'hook'): Promise<void> {
  const { id } = await storeLead(store, { at: SINCE });
  await store.handOvers.enqueue([{ target: 'hook', leadId: id }]);
  await store.handOvers.begin(target, [id], { holder: 'one', now: SINCE, leaseMs: 1 });
  const ended = { leadId: id, state, sentVersion: 0, remoteId: null, attempts: 1, error, failedAt: SINCE };
  await store.handOvers.end(target, 'one', [ended]);
}

async function seen() {
  pushing.setClock(new Date(SINCE.getTime() + 12 * 60_000));
  const alarms = await observe({ ...context, jobs: [] });
  pushing.setClock(SINCE);
  return alarms.filter(({ key }) => key.startsWith('hand-over:'));
}

it('is told after ten minutes where it may pass by itself, with how many wait', async () => {
  for (let n = 0; n < 3; n += 1) await fail('unavailable');
  expect(await seen()).toEqual([
    {
      key: 'hand-over:hook',
      title: 'Leads do not arrive in hook',
      lines: [
        'For 12 minutes its answer has been “unavailable”.',
        '3 leads wait. None is lost: they are handed over as soon as it works again.',
      ],
      holdMs: 600_000,
    },
  ]);
});

it('is told at once where a person has to put something right, with what', async () => {
  await fail('unauthorized');
  expect(await seen()).toMatchObject([
    { holdMs: 0, lines: [expect.stringContaining('make new ones'), expect.any(String)] },
  ]);
});

it('is no alarm once all is sent, or given up, or the target is gone', async () => {
  await fail('refused', 'dead');
  await fail('unavailable', 'open', 'gone');
  expect(await seen()).toEqual([]);
});

it('is in the figures: what was sent, what waits, what is dead', async () => {
  await fail('refused', 'dead');
  await fail('unavailable');
  const metrics = createMetrics({ store, clock: systemClock, intakeWaiting: () => 0, targets: ['hook'] });
  metrics.handedOver('hook', 'done');
  const page = await metrics.render();
  expect(page).toContain('dibs_hand_overs_total{target="hook",result="done"} 1');
  expect(page).toContain('dibs_hand_overs_waiting{target="hook"} 2');
  expect(page).toContain('dibs_hand_overs_dead{target="hook"} 1');
});
