/** Clicks on offers, from the card's id to the answer. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_OFFER } from '../../../src/config/routing/push-schema.ts';
import { NOTE_MAX } from '../../../src/domain/stages.ts';
import { type Chatting, lines, startChatting } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { FULL_ATTRIBUTES, testPool, testRuleset } from '../../helpers/leads.ts';

const MINUTE = 60_000;
const opened = await openTestStore();

let turn = 0;
let chat: Chatting;
let leadId: string;
let offer: string;

async function start({ blind = false, declines = DEFAULT_OFFER.declines } = {}): Promise<void> {
  turn += 1;
  const pool = testPool({
    id: `north-${turn}`,
    strategy: 'round-robin',
    blind,
    offer: { ...DEFAULT_OFFER, declines },
  });
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: pool.id } as const }];
  chat = await startChatting(opened, testRuleset({ pools: [pool], rules, admins: ['cleo@acme.example'] }));
  leadId = await chat.pushing.arrive(FULL_ATTRIBUTES);
  offer = await chat.card(leadId, 'offer');
}

beforeEach(() => start());

describe('Accept', () => {
  it('gives the lead to the rep, and the card itself says so', async () => {
    expect(await chat.click('ana', 'accept', offer)).toEqual({ kind: 'nothing' });
    expect(await chat.pushing.lead(leadId)).toMatchObject({ status: 'owned', owner: 'ana' });
    expect(lines(await chat.click('ana', 'accept', offer))[0]).toContain('yours already');
  });

  it('on an offer that ran out 1 minute ago says when, and who has it now', async () => {
    await chat.pushing.pass(5 * MINUTE);
    await chat.pushing.pass(MINUTE);
    expect(lines(await chat.click('ana', 'accept', offer))).toEqual([
      'This offer ran out: 09:05',
      'It went on to Bob Okafor.',
    ]);
  });

  it('on an offer that was taken back says why, and who owns the lead since', async () => {
    await chat.type('ana', 'away for 2h');
    await chat.pushing.settle();
    await chat.pushing.accept(leadId, 'bob');
    expect(lines(await chat.click('ana', 'accept', offer))).toEqual([
      'This offer was taken back, because you were away: 09:00',
      'The lead is with Bob Okafor now.',
    ]);
  });

  it('on the card of an earlier offer of the same lead points to the newest card', async () => {
    await chat.pushing.decline(leadId, 'ana');
    await chat.pushing.decline(leadId, 'bob');
    expect(await chat.pushing.lead(leadId)).toMatchObject({ offeredTo: 'ana' });
    expect(lines(await chat.click('ana', 'accept', offer))[0]).toContain('answer the newest card');
  });

  it('by somebody to whom it is not offered takes nothing', async () => {
    expect(lines(await chat.click('bob', 'accept', offer))).toEqual([
      'This offer is no longer open.',
      'It went on to Ana Ruiz.',
    ]);
    expect(await chat.pushing.lead(leadId)).toMatchObject({ offeredTo: 'ana', owner: null });
  });

  it('of a card that is not known is answered', async () => {
    expect(lines(await chat.click('ana', 'accept', 'no-such-card'))[0]).toContain('does not know this card');
  });
});

describe('Decline', () => {
  it('asks for one of 6 reasons, and the next rep is asked once it is given', async () => {
    expect(await chat.ask('ana', 'decline', offer)).toMatchObject({
      kind: 'form',
      purpose: 'decline',
      delivery: offer,
      lead: 'Quilla Zembra · Vornado Preserves',
      form: {
        fields: [
          { name: 'reason', options: { length: 6 } },
          { name: 'note', required: false },
        ],
      },
    });
    expect(await chat.decline('ana', offer, 'wrong-product', 'Ask Bob')).toEqual({ kind: 'nothing' });
    await chat.pushing.settle();
    expect(await chat.pushing.story(leadId)).toEqual(['offered ana', 'declined ana', 'offered bob']);
    const events = (await opened.store.leads.timeline(leadId)).map(({ event }) => event);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'declined', reason: 'wrong-product', note: 'Ask Bob' }),
    );
  });

  it('changes nothing by the question alone', async () => {
    await chat.ask('ana', 'decline', offer);
    expect(await chat.pushing.story(leadId)).toEqual(['offered ana']);
  });

  it('names no value of a blind lead in its question', async () => {
    await start({ blind: true });
    expect(await chat.ask('ana', 'decline', offer)).toMatchObject({ lead: `A lead from north-${turn}` });
  });

  it(`refuses a reason that is none and a note of ${NOTE_MAX + 1} characters, beside their fields`, async () => {
    expect(await chat.decline('ana', offer, 'bored')).toMatchObject({
      kind: 'problems',
      problems: [{ field: 'reason' }],
    });
    const long = 'x'.repeat(NOTE_MAX + 1);
    expect(await chat.decline('ana', offer, 'other', long)).toMatchObject({ problems: [{ field: 'note' }] });
    expect(await chat.pushing.story(leadId)).toEqual(['offered ana']);
  });

  it('of an offer that ran out while the form was open says so, and declines for nobody else', async () => {
    await chat.ask('ana', 'decline', offer);
    await chat.pushing.pass(5 * MINUTE);
    expect(lines(await chat.decline('ana', offer, 'no-time'))).toEqual([
      'This offer ran out: 09:05',
      'It went on to Bob Okafor.',
    ]);
    expect(await chat.pushing.lead(leadId)).toMatchObject({ offeredTo: 'bob' });
  });
});

describe('Why me?', () => {
  it('answers first, then says who was passed over and what would change it', async () => {
    await chat.pushing.decline(leadId, 'ana');
    await chat.type('ana', 'away until 14:00 dentist');
    const why = lines(await chat.click('bob', 'why', await chat.card(leadId, 'offer')));
    expect(why[0]).toMatch(/^You were next: .*you were due first/);
    expect(why).toContain('Ana Ruiz was passed over: they had it in this round and did not take it.');
    expect(why).toContain('If you decline, the next in line is asked, and you keep your turn.');
    expect(why.join('\n')).not.toContain('ana ');
  });

  it('tells the owner how it came there, rule by rule', async () => {
    await chat.click('ana', 'accept', offer);
    const why = lines(await chat.click('ana', 'why', await chat.card(leadId, 'owner')));
    expect(why[0]).toMatch(/^You were next:/);
    expect(why.at(-1)).toContain(`Goes to the pool "north-${turn}"`);
  });

  it('says what a decline costs where it costs a turn', async () => {
    await start({ declines: 'lose-turn' });
    expect(lines(await chat.click('ana', 'why', offer))).toContain(
      'If you decline, the next in line is asked, and it counts as your turn.',
    );
  });

  it('tells of a blind lead only whom the rotation chose, until it is theirs', async () => {
    await start({ blind: true });
    for (const rep of ['ana', 'bob']) {
      const why = lines(await chat.click(rep, 'why', offer)).join('\n');
      expect(why).not.toContain('Rule');
      expect(why).toContain(`The rules sent it to north-${turn}.`);
    }
    await chat.click('ana', 'accept', offer);
    const own = lines(await chat.click('ana', 'why', await chat.card(leadId, 'owner'))).join('\n');
    expect(own).toContain('Rule 1 "Everyone" matched');
  });

  it('is answered to members and admins, and to nobody else', async () => {
    expect(lines(await chat.click('bob', 'why', offer))[0]).toContain('Ana Ruiz is next');
    expect(lines(await chat.click('cleo', 'why', offer))[0]).toContain('Ana Ruiz is next');
    await start();
    const reps = testRuleset().reps;
    const outsider = await startChatting(opened, { ...chat.pushing.context.ruleset, admins: [], reps });
    expect(lines(await outsider.click('cleo', 'why', offer))[0]).toContain('Only members of the pool and admins');
  });
});
