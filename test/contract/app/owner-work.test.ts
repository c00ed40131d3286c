/** What owners do with their leads, from a form or a typed word to the answer and what follows from it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Lead } from '../../../src/domain/lead.ts';
import type { ServiceLevels } from '../../../src/domain/ruleset.ts';
import { type Chatting, lines, startChatting } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES, testPool, testRuleset } from '../../helpers/leads.ts';

const opened = await openTestStore();

/** Monday, 10:00 in Madrid. */
const AT = new Date('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const TITLE = 'Quilla Zembra · Vornado Preserves';
const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'around-the-clock',
  remindMs: [5 * MINUTE],
  escalate: null,
  giveUp: null,
};

let turn = 0;
let chat: Chatting;
let leadId: string;

beforeEach(async () => {
  turn += 1;
  // A pool of its own, so that nobody has leads of an earlier test in it; reps start empty-handed.
  await opened.database.executeSql(`UPDATE lead SET owner = NULL, status = 'disqualified' WHERE owner IS NOT NULL`, []);
  const id = `work-${turn}`;
  const pools = [testPool({ id, strategy: 'round-robin', sla: SLA })];
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: id } }];
  chat = await startChatting(opened, testRuleset({ pools, rules, currency: 'EUR' }), { at: AT });
  leadId = await given();
});

/** A lead of Ana's. */
async function given(): Promise<string> {
  const id = await chat.pushing.arrive(FULL_ATTRIBUTES);
  await chat.pushing.assignLead(id, 'ana', 'maya@acme.example');
  return id;
}

async function submit(purpose: Parameters<Chatting['submit']>[1], values: Record<string, string>, rep = 'ana') {
  return chat.submit(rep, purpose, await chat.card(leadId, 'owner'), values);
}

async function lastEvent() {
  return (await opened.store.leads.timeline(leadId)).at(-1)?.event;
}

async function state(): Promise<Lead> {
  return chat.pushing.lead(leadId);
}

describe('a form that is filled in', () => {
  it('records how they were reached, with the note', async () => {
    expect(await submit('contacted', { how: 'call', note: ' Left a message. ' })).toEqual({ kind: 'nothing' });
    expect(await lastEvent()).toMatchObject({ type: 'contacted', rep: 'ana', how: 'call', note: 'Left a message.' });
    expect(await state()).toMatchObject({ firstTouchAt: AT, contactedAt: AT });
  });

  it('twice records one contact', async () => {
    await submit('contacted', { how: 'call' });
    await submit('contacted', { how: 'call' });
    expect((await opened.store.leads.timeline(leadId)).filter(({ event }) => event.type === 'contacted')).toHaveLength(
      1,
    );
  });

  it('takes an amount as people write it', async () => {
    await submit('won', { amount: '12.5k€' });
    expect(await state()).toMatchObject({ status: 'won', stage: 'won', amount: 12_500 });
  });

  it.each([
    ['won' as const, { amount: '$5k' }, 'amount', 'Amounts are in EUR here. Convert it, and type it again.'],
    ['won' as const, { amount: '-1' }, 'amount', 'An amount is more than nothing.'],
    ['won' as const, { note: 'x'.repeat(5000) }, 'note', 'A note has at most 500 characters; this one has 5,000.'],
    ['lost' as const, {}, 'reason', 'Pick why it was lost.'],
    ['stage' as const, { stage: 'lost' }, 'reason', 'Pick why it was lost.'],
    ['stage' as const, { stage: 'fired' }, 'stage', 'This stage is not known any more. Pick another one.'],
    ['contacted' as const, { how: 'pigeon' }, 'how', 'Pick how you reached them.'],
    ['snooze' as const, { until: 'pick' }, 'at', 'Pick a date and a time.'],
    ['snooze-until' as const, { at: '2026-03-02T' }, 'at', 'Pick a date and a time.'],
    ['snooze-until' as const, { at: '2026-02-28T10:00' }, 'at', 'That moment has passed. Pick a later one.'],
    ['snooze-until' as const, { at: '9999-12-31T23:59' }, 'at', 'A lead can be put off for 30 days at most.'],
    ['hand-over' as const, {}, 'rep', 'Say who gets it.'],
    ['hand-over' as const, { rep: 'nobody' }, 'rep', 'There is no rep of this name.'],
    ['hand-over' as const, { rep: 'ana' }, 'rep', 'It is yours already. Pick somebody else.'],
    ['release' as const, { reason: 'bored' }, 'reason', 'Pick a reason.'],
  ])('of %s with %o is refused beside its field and changes nothing', async (purpose, values, field, text) => {
    const { version } = await state();
    expect(await submit(purpose, values)).toMatchObject({
      kind: 'problems',
      problems: [{ field, text: expect.stringContaining(text) }],
    });
    expect((await state()).version).toBe(version);
  });

  it('puts off the limit that runs: for an hour, to tomorrow at 9:00 by the rep’s clock, to a moment', async () => {
    const until = async () => (await state()).limit?.snoozedUntil;
    await submit('snooze', { until: '1h' });
    expect(await until()).toBe('2026-03-02T10:00:00.000Z');
    await submit('snooze', { until: 'tomorrow' });
    expect(await until()).toBe('2026-03-03T08:00:00.000Z');
    await submit('snooze', { until: 'pick', at: '2026-03-04T15:30' });
    expect(await until()).toBe('2026-03-04T14:30:00.000Z');
    await submit('snooze-until', { at: '2026-03-05T07:00:00.000Z' });
    expect(await until()).toBe('2026-03-05T07:00:00.000Z');
  });

  it('hands over: the colleague has the card, the giver’s says so, and it costs nobody a turn', async () => {
    const mine = await chat.card(leadId, 'owner');
    const before = await chat.type('bob', 'queue');
    expect(await submit('hand-over', { rep: 'bob', note: 'Speaks German' })).toEqual({ kind: 'nothing' });
    expect(await state()).toMatchObject({ owner: 'bob', status: 'owned' });
    expect(await lastEvent()).toMatchObject({ type: 'handed-over', rep: 'ana', to: 'bob', note: 'Speaks German' });
    expect(await chat.card(leadId, 'owner')).not.toBe(mine);
    expect(lines(await chat.submit('ana', 'won', mine, {}))).toEqual([
      'This lead is not yours any more; nothing was changed.',
    ]);
    const owed = (said: string[]) => said.map((line) => /owed \S+/.exec(line)?.[0]);
    expect(owed(await chat.type('bob', 'queue'))).toEqual(owed(before));
  });

  it('of somebody else’s lead, or about one that is closed, is refused; its question too', async () => {
    const card = await chat.card(leadId, 'owner');
    const notYours = ['This lead is not yours any more; nothing was changed.'];
    expect(lines(await chat.ask('bob', 'hand-over', card))).toEqual(notYours);
    expect(lines(await chat.submit('bob', 'contacted', card, { how: 'call' }))).toEqual(notYours);
    await submit('won', {});
    expect(lines(await chat.submit('ana', 'contacted', card, { how: 'call' }))[0]).toContain('closed');
    expect(await chat.ask('ana', 'lost', card)).toMatchObject({ kind: 'form', purpose: 'lost', lead: TITLE });
  });
});

describe('a typed word', () => {
  const typed = (text: string) => chat.type('ana', text);

  it.each([
    ['contacted call left a message', `Recorded (Call): ${TITLE}`],
    ['won 12.5k€ signed', `Recorded (Won, €12,500): ${TITLE}`],
    ['lost price', `Recorded (Lost, Too expensive): ${TITLE}`],
    ['lost their boss said no', `Recorded (Lost, Something else): ${TITLE}`],
    ['snooze tomorrow', `Put off until tomorrow 09:00: ${TITLE}`],
    ['snooze 1h', `Put off until 11:00: ${TITLE}`],
    ['handover to Bob Okafor speaks German', `Handed over to Bob Okafor: ${TITLE}`],
    ['release no-time', `Given back (No time for it now): ${TITLE}`],
  ])('needs no id where there is one lead: %s', async (text, answer) => {
    const { version } = await state();
    expect(await typed(text)).toEqual([answer]);
    expect((await state()).version).toBeGreaterThan(version);
  });

  it('keeps the note', async () => {
    await typed('lost their boss said no');
    expect(await lastEvent()).toMatchObject({
      type: 'stage',
      stage: 'lost',
      reason: 'other',
      note: 'their boss said no',
    });
  });

  it('needs the id where there are two, of which the beginning will do where it is the only one', async () => {
    const other = await given();
    expect(await typed('contacted call')).toEqual([
      'You have several leads: say which. /lead contacted [lead id] [call | email | meeting] [note]',
    ]);
    expect(await typed(`contacted ${leadId} call`)).toEqual([`Recorded (Call): ${TITLE}`]);
    const shared = leadId.slice(0, 8) === other.slice(0, 8);
    expect(await typed(`contacted ${other.slice(0, 8)} email`)).toEqual([
      shared ? 'Several of your leads begin like this: type more of the id.' : `Recorded (E-mail): ${TITLE}`,
    ]);
    expect(await typed(`contacted ${other.slice(0, 30)} meeting`)).toEqual([`Recorded (Meeting): ${TITLE}`]);
  });

  it('finds no lead of somebody else’s, and none where there are none', async () => {
    const none = 'You have no lead with this id. The id is at the foot of every card.';
    for (const id of [leadId, leadId.slice(0, 30), '01985c2e-5d0a-7cc3-9a57-3f5b1c9e4a10']) {
      expect(await chat.type('bob', `won ${id} 5k`)).toEqual([none]);
    }
    expect(await chat.type('bob', 'won 5k')).toEqual(['You have no leads now.']);
  });

  it.each([
    ['won $5k', 'Amounts are in EUR here. Convert it, and type it again.'],
    ['lost', 'Say why it was lost, in your own words or with one of these: price, competitor,'],
    ['snooze', 'Say for how long, or until when: /lead snooze 1h'],
    ['snooze 40 days', 'A lead can be put off for 30 days at most.'],
    ['handover', 'Say who gets it.'],
    ['handover nobody', 'There is no rep of this name.'],
    [`contacted call ${'x'.repeat(5000)}`, 'A note has at most 500 characters; this one has 5,000.'],
  ])('%s changes nothing and says what would be right', async (text, answer) => {
    const { version } = await state();
    expect((await typed(text)).join(' ')).toContain(answer);
    expect((await state()).version).toBe(version);
  });

  it('says that it is so already', async () => {
    await typed('contacted call');
    expect(await typed('contacted call')).toEqual([`Recorded already, a moment ago: ${TITLE}`]);
  });

  it('shows how fast the first touch was', async () => {
    await chat.pushing.pass(4 * MINUTE);
    await typed('contacted call');
    const reply = await chat.inbox.command({
      person: { platform: 'slack', team: 'T0TEST', userId: 'U0ANA' },
      id: 'g',
      at: AT,
      text: `show ${leadId}`,
      prefix: '/lead',
    });
    expect(JSON.stringify(reply)).toContain('4 min (4 min of working time)');
  });
});
