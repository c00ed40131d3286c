/** Digests from the calendar and on demand: who gets what, once, and who sees what. Runs on PGlite and on PostgreSQL. */
import { describe, expect, it } from 'vitest';
import { createReadDigest } from '../../../src/app/digest/read-digest.ts';
import { createSendDigest } from '../../../src/app/digest/send-digest.ts';
import { periodBefore } from '../../../src/domain/digest/period.ts';
import type { DigestPlan } from '../../../src/domain/ruleset.ts';
import { lines, startChatting } from '../../helpers/chatting.ts';
import { openTestStore } from '../../helpers/database.ts';
import { madeHistories, storeHistories } from '../../helpers/lead-histories.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';

const opened = await openTestStore();
const { store, database } = opened;

const START = new Date('2026-01-05T00:00:00Z');
const MONDAY = new Date('2026-01-19T07:00:00Z');
const plan: DigestPlan = {
  every: 'week',
  atMinutes: 480,
  weekday: 0,
  to: [
    { kind: 'channel', platform: 'slack', channel: '#sales-managers' },
    { kind: 'rep', rep: 'ana' },
  ],
  pools: null,
  by: ['rep', 'source'],
  timezone: 'Europe/Madrid',
};
const ruleset = testRuleset({ digests: [plan], admins: ['cleo@acme.example'] });

await storeHistories(store, madeHistories(300, { start: START, days: 14, seed: 3 }));
const chatting = await startChatting(opened, ruleset, { at: MONDAY });
const { context } = chatting.pushing;

async function notices(): Promise<{ target: string; text: string }[]> {
  const { rows } = await database.executeSql(
    `SELECT conversation.target, notice::text AS text FROM delivery JOIN conversation ON conversation.id = conversation_id
     WHERE delivery.kind = 'notice' ORDER BY 1`,
    [],
  );
  return rows as { target: string; text: string }[];
}

describe('a digest that the calendar sends', () => {
  it('is in the channel and with the rep, once each, however often its tick is run', async () => {
    const send = createSendDigest(context);
    for (let time = 0; time < 3; time += 1) await send(plan, MONDAY);
    expect((await notices()).map(({ target }) => target)).toEqual(['#sales-managers', 'ana']);
  });

  it('shows managers everybody, and a rep nobody but themselves', async () => {
    const [channel, ana] = (await notices()).map(({ text }) => text);
    expect(channel).toContain('Bob Okafor');
    expect(channel).toContain('Cleo Brandt');
    expect(ana).toContain('You took');
    expect(ana).not.toContain('Bob Okafor');
    expect(ana).not.toContain('Cleo Brandt');
  });

  it('is about the week before the tick, not before the moment at which it is caught up with', async () => {
    const [{ text } = { text: '' }] = await notices();
    expect(text).toContain('12 – 18 January');
  });
});

describe('/lead report', () => {
  it('shows an admin all reps', async () => {
    const reply = await chatting.inbox.command({ ...gesture('cleo'), text: 'report week', prefix: '/lead' });
    if (reply.kind !== 'card') throw new Error(`no card: ${reply.kind}`);
    expect(reply.card.title).toBe('The last 7 days · all pools');
    expect(reply.card.table?.rows.map(([name]) => name)).toEqual(
      expect.arrayContaining(['Ana Ruiz', 'Bob Okafor', 'Cleo Brandt']),
    );
  });

  it('shows a rep their own figures, and the totals of their pools', async () => {
    const reply = await chatting.inbox.command({ ...gesture('ana'), text: 'report month', prefix: '/lead' });
    if (reply.kind !== 'card') throw new Error(`no card: ${reply.kind}`);
    expect(reply.card.title).toBe('The last 30 days · Ana Ruiz');
    expect(JSON.stringify(reply.card)).not.toMatch(/Bob|Cleo/);
  });

  it('says which pool was probably meant', async () => {
    expect(await chatting.type('cleo', 'report iberai')).toEqual([
      'There is no pool "iberai". Did you mean iberia?',
      'Type it like this: report [day | week | month] [pool] [csv]',
    ]);
  });

  it('gives CSV when asked', async () => {
    const reply = await chatting.inbox.command({ ...gesture('cleo'), text: 'report csv world', prefix: '/lead' });
    const [first, total] = lines(reply);
    expect(first).toMatch(/^by,key,received,qualified,claimed/);
    expect(total).toMatch(/^total,,/);
  });
});

describe('readDigest', () => {
  const read = createReadDigest({
    ...context,
    ruleset: testRuleset({ pools: [...ruleset.pools, testPool({ id: 'empty' })] }),
  });
  const period = periodBefore('week', MONDAY, 'Europe/Madrid');

  it('says of a pool without leads that none came in', async () => {
    const digest = await read({ period, pools: ['empty'], by: ['rep'], reader: null });
    expect(digest.total.counts.qualified).toBe(0);
    expect(digest.arrivals).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('gives a rep no totals of a pool that they are not in', async () => {
    const digest = await read({ period, pools: ['world'], by: ['rep'], reader: 'ana' });
    expect(digest.pools).toEqual([]);
    expect(digest.total.counts.qualified).toBe(0);
  });
});

function gesture(rep: string) {
  return {
    person: { platform: 'slack' as const, team: 'T0TEST', userId: `U0${rep.toUpperCase()}` },
    id: 'g',
    at: MONDAY,
  };
}
