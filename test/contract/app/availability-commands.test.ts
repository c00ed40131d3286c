/** `/lead away`, `back`, `out`, `queue` and `assign`, from what is typed to the answer and what follows from it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pool, Rep, Ruleset } from '../../../src/domain/ruleset.ts';
import { WEEKDAYS } from '../../../src/domain/ruleset.ts';
import { type Chatting, startChatting, userId } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';

const opened = await openTestStore();
const NINE_TO_SIX = Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: 540, to: 1080 }]]));

/** Monday, 10:00 in Madrid and 9:00 in London. */
const AT = new Date('2026-03-02T09:00:00Z');

const REPS: Rep[] = [
  { id: 'ana', name: 'Ana Ruiz', email: 'ana@acme.example', hours: NINE_TO_SIX },
  { id: 'bob', name: 'Bob Okafor', email: 'bob@acme.example', timezone: 'Europe/London' },
  { id: 'cleo', name: 'Cleo Brandt', email: 'cleo@acme.example' },
];

let turn = 0;
let chat: Chatting;

function ruleset(pools: Partial<Pool>[] = [{}]): Ruleset {
  return testRuleset({
    reps: REPS,
    admins: ['cleo@acme.example'],
    pools: pools.map((pool, index) => testPool({ id: `north-${turn}-${index}`, strategy: 'round-robin', ...pool })),
    rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: `north-${turn}-0` } }],
  });
}

beforeEach(async () => {
  turn += 1;
  chat = await startChatting(opened, ruleset(), { at: AT });
});

async function saidBy(rep: string) {
  return (await opened.store.availability.all(chat.pushing.context.clock.now())).find((said) => said.rep === rep);
}

describe('/lead away', () => {
  it('until a time answers by the rep’s own clock, and the rep is passed over', async () => {
    expect(await chat.type('bob', 'away until 14:00 dentist')).toEqual([
      'You are away until 14:00 (dentist): no new leads until then.',
      '/lead back ends it earlier.',
    ]);
    expect((await saidBy('bob'))?.command).toMatchObject({ kind: 'away', until: new Date('2026-03-02T14:00:00Z') });
    const leads = [await chat.pushing.arrive(), await chat.pushing.arrive()];
    for (const id of leads) expect((await chat.pushing.lead(id)).offeredTo).toBe('ana');
  });

  it('alone lasts until they are back', async () => {
    expect(await chat.type('ana', 'away')).toEqual(['You are away until you say /lead back: no new leads until then.']);
  });

  it('hands 2 offers that wait on to the next, at once', async () => {
    const pool = {
      members: [
        { rep: 'ana', weight: 3 },
        { rep: 'bob', weight: 1 },
      ],
    };
    chat = await startChatting(opened, ruleset([pool]), { at: AT });
    for (let lead = 0; lead < 3; lead += 1) await chat.pushing.arrive();
    expect(await chat.type('ana', 'away for 2h')).toContain('2 offers that waited for an answer go on to the next.');
    await chat.pushing.settle();
    expect([...(await opened.store.push.openOffers()).keys()]).toEqual(['bob']);
  });

  it.each([
    ['until 8:00', /^It is 10:00 already\. \/lead away until tomorrow 8:00\?$/],
    ['for 3 parsecs', /^A length is a number and a unit/],
    ['until 9', /^Which half of the day\?/],
    ['until 30 february', /^Say until when/],
  ])('%s changes nothing and says what would be right', async (text, hint) => {
    expect((await chat.type('ana', `away ${text}`))[0]).toMatch(hint);
    expect(await saidBy('ana')).toBeUndefined();
  });

  it('tomorrow is a day out of office, which neither today’s words nor "back" undo', async () => {
    await chat.type('ana', 'away until 14:00');
    expect(await chat.type('ana', 'away tomorrow (moving)')).toEqual([
      'You are out of office Tue 3 Mar (moving).',
      '/lead out cancel ends it.',
    ]);
    await chat.type('ana', 'back');
    expect(await saidBy('ana')).toMatchObject({
      command: { kind: 'back' },
      outOfOffice: [{ from: new Date('2026-03-02T23:00:00Z'), until: new Date('2026-03-03T23:00:00Z') }],
    });
  });

  it('said by an admin for a rep, by mention or id, tells the times in that rep’s zone', async () => {
    for (const whom of [`@${userId('bob')}`, '@bob', 'bob']) {
      expect(await chat.type('cleo', `away ${whom} until 14:00 ill`)).toEqual([
        'Bob Okafor is away until 14:00 (Europe/London) (ill): no new leads until then.',
        '/lead back ends it earlier.',
      ]);
    }
    expect((await saidBy('bob'))?.command).toMatchObject({ until: new Date('2026-03-02T14:00:00Z') });
    expect(await saidBy('cleo')).toBeUndefined();
  });

  it('for somebody else is refused to those who are no admins', async () => {
    expect(await chat.type('ana', 'away @bob until 14:00')).toEqual(['Only admins can say this for somebody else.']);
    expect(await chat.type('cleo', 'away @nobody')).toEqual(['There is no rep "@nobody".']);
    expect(await saidBy('bob')).toBeUndefined();
  });
});

describe('/lead back', () => {
  it('holds until the end of the rep’s working day, and lets what waits go', async () => {
    chat = await startChatting(opened, ruleset([{ members: [{ rep: 'ana', weight: 1 }] }]), { at: AT });
    await chat.type('ana', 'away');
    const id = await chat.pushing.arrive();
    expect(await chat.pushing.lead(id)).toMatchObject({ status: 'pooled', offeredTo: null });
    expect(await chat.type('ana', 'back')).toEqual([
      'You are back: leads come until 18:00, whatever the calendar and the chat status say.',
      'After that the working hours count again.',
    ]);
    await chat.pushing.settle();
    expect(await chat.pushing.lead(id)).toMatchObject({ offeredTo: 'ana' });
  });

  it('in the middle of a holiday says that the days out of office go on tomorrow', async () => {
    await chat.type('ana', 'out today to friday');
    expect((await chat.type('ana', 'back'))[1]).toBe(
      'The days out of office (Mon 2 Mar to Fri 6 Mar) count again after that; /lead out cancel ends them.',
    );
  });
});

describe('/lead out', () => {
  it('plans days with a delegate and a reason, shows them, and cancels them', async () => {
    expect(await chat.type('ana', 'out 24 March to 2 April cover bob (skiing)')).toEqual([
      'You are out of office Tue 24 Mar to Thu 2 Apr (skiing).',
      'Bob Okafor covers.',
      '/lead out cancel ends it.',
    ]);
    const [entry] = (await saidBy('ana'))?.outOfOffice ?? [];
    // Summer time begins in between.
    expect(entry).toEqual({
      from: new Date('2026-03-23T23:00:00Z'),
      until: new Date('2026-04-02T22:00:00Z'),
      reason: 'skiing',
      delegate: 'bob',
    });
    expect(await chat.type('ana', 'out')).toEqual([
      'Your days out of office:',
      'Tue 24 Mar to Thu 2 Apr (skiing) · Bob Okafor covers',
    ]);
    expect(await chat.type('ana', 'out cancel')).toEqual(['Cancelled: Tue 24 Mar to Thu 2 Apr.']);
    expect(await chat.type('ana', 'out cancel')).toEqual(['There were no days out of office to cancel.']);
    expect((await chat.type('ana', 'out'))[0]).toBe('No days out of office are planned.');
  });

  it('from today hands the offers that wait on to the next', async () => {
    await chat.pushing.arrive();
    expect(await chat.type('ana', 'out today to friday')).toContain(
      '1 offer that waited for an answer goes on to the next.',
    );
  });

  it('takes the place of days that it overlaps, and leaves others', async () => {
    await chat.type('ana', 'out 10 March to 12 March');
    await chat.type('ana', 'out 20 March');
    expect(await chat.type('ana', 'out 12 March to 14 March')).toContain(
      'This takes the place of Tue 10 Mar to Thu 12 Mar.',
    );
    expect((await saidBy('ana'))?.outOfOffice).toHaveLength(2);
  });

  it.each([
    ['24 March cover nobody', 'There is no rep "nobody" to cover, so nothing was planned.'],
    ['24 March cover ana', 'Nobody can cover for themselves, so nothing was planned. Name somebody else, or nobody.'],
    ['14 March to 10 March', 'Tue 10 Mar is before Sat 14 Mar: /lead out 24 Dec to 2 Jan cover bob (holiday).'],
    ['1 Feb', '2026-02-01 has passed: today is 2026-03-02. If next year’s is meant, say the year.'],
    ['24 March 2028', 'A year ahead is the most, which is 2027-03-02.'],
  ])('%s plans nothing and says why', async (text, answer) => {
    expect((await chat.type('ana', `out ${text}`))[0]).toBe(answer);
    expect(await saidBy('ana')).toBeUndefined();
  });

  it('with a delegate who is out too is planned with a warning, which names who covers for both', async () => {
    await chat.type('bob', 'out 20 March to 26 March');
    expect(await chat.type('ana', 'out 24 March to 2 April cover bob')).toContain(
      'Bob Okafor is out of office too, until Fri 27 Mar 01:00. Nobody covers meanwhile: name somebody else if that matters.',
    );
    await chat.type('bob', 'out 20 March to 26 March cover cleo');
    expect(await chat.type('ana', 'out 24 March to 2 April cover bob')).toContain(
      'Bob Okafor is out of office too, until Fri 27 Mar 01:00. Cleo Brandt covers for both meanwhile.',
    );
  });

  it('is refused where delegates would cover for each other in a circle of 2 or 3', async () => {
    await chat.type('bob', 'out 20 March to 26 March cover ana');
    const circle = await chat.type('ana', 'out 24 March to 2 April cover bob');
    expect(circle[0]).toBe('Nobody would be left: Bob Okafor is out then too and has named Ana Ruiz to cover.');
    expect(await saidBy('ana')).toBeUndefined();
    await chat.type('bob', 'out 20 March to 26 March cover cleo');
    await chat.type('cleo', 'out 20 March to 26 March cover ana');
    expect((await chat.type('ana', 'out 24 March cover bob'))[0]).toContain('Cleo Brandt is out then too');
    // Days that do not meet make no circle.
    expect((await chat.type('ana', 'out 10 April cover bob'))[1]).toBe('Bob Okafor covers.');
  });
});

describe('/lead queue', () => {
  it('shows each member of one’s pools on a line: place, owed, in hand, offers; and who is not there', async () => {
    await chat.pushing.arrive();
    await chat.type('bob', 'away until 14:00');
    expect(await chat.type('ana', 'queue')).toEqual([
      `north-${turn}-0 (round-robin)`,
      '1. Ana Ruiz (you) · owed −0.50 · 0 open · 1 offer',
      '– Bob Okafor · away until 14:00',
    ]);
  });

  it('says of a pool that only pulls that it has no queue', async () => {
    chat = await startChatting(opened, ruleset([{}, { strategy: 'blind-pull' }]), { at: AT });
    expect(await chat.type('ana', `queue NORTH-${turn}-1`)).toEqual([
      `north-${turn}-1 has no queue: whoever claims a lead first has it.`,
    ]);
    expect((await chat.type('ana', 'queue')).at(-1)).toContain('has no queue');
  });

  it('offers the pool that was meant, and lists the pools for somebody who is in none', async () => {
    expect(await chat.type('ana', `queue north-${turn}-O`)).toEqual([
      `There is no pool "north-${turn}-O". Did you mean north-${turn}-0?`,
      `Pools: north-${turn}-0.`,
    ]);
    expect(await chat.type('cleo', 'queue')).toEqual([
      'You are in no pool. Say which one you mean:',
      `Pools: north-${turn}-0.`,
    ]);
  });

  it('shows 20 of 30 members, and the reader wherever they stand', async () => {
    const crowd = Array.from({ length: 29 }, (_, n) => ({
      id: `rep-${n}`,
      name: `Rep ${n}`,
      email: `rep-${n}@acme.example`,
    }));
    const members = [...crowd.map(({ id }) => ({ rep: id, weight: 2 })), { rep: 'ana', weight: 1 }];
    chat = await startChatting(opened, { ...ruleset([{ members }]), reps: [...REPS, ...crowd] }, { at: AT });
    const shown = await chat.type('ana', 'queue');
    expect(shown).toHaveLength(23);
    expect(shown.filter((line) => line.includes('(you)'))).toHaveLength(1);
    expect(shown.at(-1)).toBe('… and 9 more');
  });
});

describe('/lead assign', () => {
  it('gives a lead to a rep, for admins only, and says what stands in the way', async () => {
    const id = await chat.pushing.arrive();
    expect((await chat.type('ana', `assign ${id} bob`))[0]).toContain('Only admins can assign');
    expect(await chat.type('cleo', `assign Lead ${id} to Bob`)).toEqual([
      'Assigned to Bob Okafor, who finds it in the direct messages with Dibs.',
    ]);
    expect(await chat.pushing.lead(id)).toMatchObject({ status: 'owned', owner: 'bob' });
    expect(await chat.type('cleo', `assign ${id} @${userId('bob')}`)).toEqual(['Bob Okafor has this lead already.']);
    expect((await chat.type('cleo', `assign ${id} zoe`))[0]).toContain('There is no rep "zoe"');
    expect((await chat.type('cleo', 'assign 123 bob'))[0]).toContain('There is no lead with this id');
    const unknown = '00000000-0000-7000-8000-000000000000';
    expect((await chat.type('cleo', `assign ${unknown} bob`))[0]).toContain('There is no lead with this id');
  });
});

describe('/lead show', () => {
  it('shows the offer and why to the rep who has it, and names reps, not ids', async () => {
    const id = await chat.pushing.arrive({ company: 'Quarry' });
    const show = (rep: string) =>
      chat.inbox.command({
        person: { platform: 'slack', team: 'T0TEST', userId: userId(rep) },
        id: 'g',
        at: AT,
        text: `show ${id}`,
        prefix: '/lead',
      });
    const offered = await show('ana');
    expect(offered).toMatchObject({ kind: 'card', card: { title: 'Quarry', actions: [] } });
    expect(JSON.stringify(offered)).toContain('You were next: the rotation owed you');
    expect(JSON.stringify(await show('bob'))).toContain('Ana Ruiz is next');
    expect(await show('cleo')).toMatchObject({ kind: 'card', card: { title: 'Quarry' } });
  });
});
