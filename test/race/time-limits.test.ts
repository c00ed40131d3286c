/** Many instances keep the time from one database: every step of every lead once, and as few messages as one instance would send. */
import { expect, it } from 'vitest';
import { createKeepLimits } from '../../src/app/time-limits/keep-limits.ts';
import type { ServiceLevels } from '../../src/domain/ruleset.ts';
import { systemIds } from '../../src/system/system-ids.ts';
import { testPool, testRuleset } from '../helpers/leads.ts';
import { startPushing } from '../helpers/pushing.ts';
import { atOnce, inTurn, openInstances } from './store/stores.ts';

const KEEPERS = 8;
const LEADS = 1_200;
const MINUTE = 60_000;
const REPS = ['ana', 'bob', 'cleo'];
const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'around-the-clock',
  remindMs: [5 * MINUTE, 15 * MINUTE],
  escalate: { afterMs: 30 * MINUTE, to: { platform: 'slack', channel: '#managers' } },
  giveUp: { afterMs: 60 * MINUTE, to: null },
};

const instances = await openInstances(4);

it('fires 4 steps of 1,200 leads with 8 timekeepers at once: each once, and no rep gets two messages in a minute', async () => {
  const reps = REPS.map((id) => ({ id, name: id, email: `${id}@acme.example` }));
  const ruleset = testRuleset({
    reps,
    pools: [testPool({ sla: SLA, members: REPS.map((rep) => ({ rep, weight: 1 })) })],
  });
  const processes = await atOnce(KEEPERS, (index) => startPushing(inTurn(instances, index), ruleset));
  const keepers = processes.map(({ context }) => createKeepLimits(context));
  const { context, claim, route } = inTurn(processes, 0);
  const { store, clock } = context;
  const start = clock.now();
  for (const keep of keepers) await keep();
  const ids = Array.from({ length: LEADS }, () => systemIds.next());
  await store.leads.insert(ids.map((id) => ({ id, at: start, attributes: { custom: {} }, keys: [] })));
  while ((await route()).state !== 'idle');
  await Promise.all(ids.map((leadId, index) => claim({ leadId, rep: inTurn(REPS, index), round: 1 })));

  for (let minute = 1; minute <= 90; minute += 1) {
    for (const process of processes) process.setClock(new Date(start.getTime() + minute * MINUTE));
    await atOnce(KEEPERS, async (index) => {
      while ((await inTurn(keepers, index)()).state === 'more');
    });
  }
  const timelines = await Promise.all(ids.map((id) => store.leads.timeline(id)));
  const stories = timelines.map((timeline) => timeline.slice(3).map(({ event }) => event.type));
  for (const story of stories) {
    expect(story.filter((type) => type !== 'waited')).toEqual(['reminded', 'reminded', 'escalated', 'taken-back']);
  }
  // A reminder that is not in another one's message is a message of its own.
  const messages = timelines.flat().flatMap(({ event, at }) => {
    const isMessage = event.type === 'reminded' && event.with === undefined;
    return isMessage ? [`${event.rep} ${at.toISOString()}`] : [];
  });
  expect(new Set(messages).size).toBe(messages.length);
  expect(messages.length).toBeLessThanOrEqual(REPS.length * 12);
});
