/** Reminders as people see them: the real Slack room, and the playground's Slack. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeepLimits } from '../../../../src/app/time-limits/keep-limits.ts';
import type { ServiceLevels } from '../../../../src/domain/ruleset.ts';
import { openTestStore } from '../../../helpers/database.ts';
import { type Delivering, startDelivering } from '../../../helpers/delivering.ts';
import { testPool, testRuleset } from '../../../helpers/leads.ts';
import { silentLog } from '../../../helpers/silent-log.ts';

const MINUTE = 60_000;
const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'around-the-clock',
  remindMs: [5 * MINUTE, 15 * MINUTE],
  escalate: { afterMs: 30 * MINUTE, to: { platform: 'slack', channel: '#leads-world' } },
  giveUp: { afterMs: 45 * MINUTE, to: null },
};
const ANA = 'ana@acme.example';

const { store } = await openTestStore();
let dibs: Delivering;
let keep: ReturnType<typeof createKeepLimits>;
beforeAll(async () => {
  dibs = await startDelivering(store, testRuleset({ pools: [testPool({ sla: SLA })] }), silentLog);
  keep = createKeepLimits(dibs);
  await keep();
});
afterAll(() => dibs.close());

/** As many minutes later, by when everything is delivered. */
async function minutes(count: number): Promise<void> {
  const end = dibs.clock.now().getTime() + count * MINUTE;
  while (dibs.clock.now().getTime() < end) {
    await dibs.clock.sleep(10_000);
    await keep();
  }
  await dibs.settle();
}

async function claimed(company: string): Promise<string> {
  const leadId = await dibs.arrive({ email: 'buyer@quarry.example', company, custom: {} });
  await dibs.claim({ leadId, rep: 'ana', round: 1 });
  return leadId;
}

/** The direct messages that speak of a company: what they show, and whether they can be acted on. */
function told(company: string): { text: string; buttons: boolean }[] {
  return dibs.messages(ANA).flatMap(({ blocks }) => {
    const text = JSON.stringify(blocks);
    return text.includes(company)
      ? [{ text, buttons: text.includes('"action_id":"hand-over"') || text.includes('"action_id":"contacted"') }]
      : [];
  });
}

it('the owner’s card says by when they must be in touch', async () => {
  const id = await claimed('Slate 1.');
  await dibs.settle();
  const { limit } = (await store.leads.find(id)) ?? {};
  expect(told('Slate 1.')[0]?.text).toContain('Contact by');
  expect(told('Slate 1.')[0]?.text).toContain(String(Math.floor(Date.parse(limit?.until ?? '') / 1000)));
  await dibs.work.contacted(id, 'ana', 'call');
});

it('each reminder is a message with the buttons that answer it, and takes them from the one before; an answer takes the last', async () => {
  const id = await claimed('Slate 2.');
  await dibs.settle();
  const reminders = () => told('Slate 2.').slice(1);
  expect(reminders()).toEqual([]);
  await minutes(6);
  expect(reminders().map(({ buttons }) => buttons)).toEqual([true]);
  expect(reminders()[0]?.text).toContain('Came to you 5 min ago, and nobody has been in touch.');
  for (const action of ['contacted', 'snooze', 'hand-over', 'release']) {
    expect(reminders()[0]?.text).toContain(`"action_id":"${action}"`);
  }
  const direct = () =>
    dibs
      .messages(ANA)
      .slice(-2)
      .map(({ blocks }) => JSON.stringify(blocks));
  await minutes(10);
  expect(direct()[0]).toContain('There is a newer reminder below.');
  expect(direct()[0]).not.toContain('"action_id":"release"');
  expect(direct()[1]).toContain('"action_id":"release"');
  await dibs.work.contacted(id, 'ana', 'call');
  await dibs.settle();
  expect(direct()[1]).toContain('You have been in touch.');
  expect(direct()[1]).not.toContain('"action_id":"release"');
});

it('leads that are due together are one message: the most urgent with its buttons, the others with their ids', async () => {
  const before = dibs.messages(ANA).length;
  const first = await claimed('Slate 3.');
  await dibs.clock.sleep(2_000);
  const other = await claimed('Slate 4.');
  await dibs.settle();
  await dibs.clock.sleep(6 * MINUTE);
  await keep();
  await dibs.settle();
  const messages = dibs
    .messages(ANA)
    .slice(before)
    .map(({ blocks }) => JSON.stringify(blocks));
  expect(messages).toHaveLength(3);
  expect(messages[2]).toContain('Reminder: buyer@quarry.example · Slate 3.');
  expect(messages[2]).toContain(`buyer@quarry.example · Slate 4. · ${other}`);
  await dibs.work.release(first, 'ana', 'no-time', null);
  await dibs.work.release(other, 'ana', 'no-time', null);
  await dibs.settle();
});

it('an unanswered lead is told of in the managers’ channel, and is back in the pool in the end, with a word to who had it', async () => {
  const id = await claimed('Slate 5.');
  await dibs.settle();
  await minutes(47);
  const managers = dibs.messages('#leads-world').map(({ blocks }) => JSON.stringify(blocks));
  expect(managers.filter((text) => text.includes('Ana Ruiz has had buyer@quarry.example · Slate 5. for'))).toHaveLength(
    1,
  );
  expect(await store.leads.find(id)).toMatchObject({ status: 'pooled', owner: null });
  expect(told('Slate 5.').at(-1)?.text).toContain('A lead of yours went back to the pool');
  expect(told('Slate 5.').some(({ buttons }) => buttons)).toBe(false);
});
