/** Whom a push pool asks: those whom the lead fits, below their caps, by their results where results count. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_OFFER, DEFAULT_PERFORMANCE } from '../../../src/config/routing/push-schema.ts';
import type { Pool, Rep, Ruleset } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { type Pushing, startPushing } from '../../helpers/pushing.ts';

const HOUR = 3_600_000;
const opened = await openTestStore();
let made = 0;

const rep = (id: string, more: Partial<Rep> = {}): Rep => ({ id, name: id, email: `${id}@acme.example`, ...more });

async function start(reps: Rep[], pool: Partial<Pool> = {}, more: Pool[] = []): Promise<Pushing> {
  made += 1;
  // Leads of tests before are nobody's business any more.
  const over = `UPDATE lead SET due_at = NULL, held_since = NULL, offered_to = NULL, status = 'lost', owned_at = NULL`;
  await opened.database.executeSql(over, []);
  // Reps of their own for each test: caps count leads of all pools.
  const renamed = new Map(reps.map(({ id }) => [id, `${id}-${made}`]));
  const own = reps.map((one) => ({ ...one, id: renamed.get(one.id) ?? '', email: `${made}-${one.email}` }));
  const id = `pool-${made}`;
  const members = own.map((one) => ({ rep: one.id, weight: 1 }));
  const offer = { ...DEFAULT_OFFER, atOnce: 1_000 };
  const first = testPool({ id, strategy: 'round-robin', members, offer, owner: own[0]?.id ?? '', ...pool });
  const ruleset: Ruleset = testRuleset({
    reps: own,
    pools: [first, ...more],
    rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: id } }],
  });
  return startPushing(opened, ruleset);
}

/** Who is asked, without the number of the test. */
async function asked(dibs: Pushing, attributes: Parameters<Pushing['arrive']>[0] = {}): Promise<string> {
  const id = await dibs.arrive(attributes);
  const { offeredTo, owner, status } = await dibs.lead(id);
  return (offeredTo ?? owner ?? status).replace(/-\d+$/, '');
}

describe('skills', () => {
  it('narrow the candidates; the trace says who was passed over, without a word of the lead', async () => {
    const dibs = await start([
      rep('ana', { skills: { countries: ['ES', 'PT'], languages: ['es'] } }),
      rep('bob', { skills: { countries: ['GB'] } }),
    ]);
    expect(await asked(dibs, { country: 'GB' })).toBe('bob');
    expect(await asked(dibs, { country: 'ES', language: 'es' })).toBe('ana');
    expect(await asked(dibs, { country: 'GB' })).toBe('bob');
    const [lead] = await opened.store.leads.ownedBy('nobody', 1);
    expect(lead).toBeUndefined();
    const id = await dibs.arrive({ country: 'GB', city: 'Wickhampton' });
    const offered = (await opened.store.leads.timeline(id)).at(-1)?.event;
    const trace = JSON.stringify(offered?.type === 'offered' ? offered.trace : null);
    expect(trace).toContain('does_not_fit');
    expect(trace).toContain('ES, PT');
    expect(trace).not.toContain('GB');
    expect(trace).not.toContain('Wickhampton');
  });

  it('that nobody has send the lead to the fallback, and say so', async () => {
    const wide = testPool({ id: `wide-${made + 1}`, strategy: 'cherry-pick' });
    const dibs = await start([rep('ana', { skills: { products: ['pro'] } })], { fallback: wide.id }, [wide]);
    const id = await dibs.arrive({ product: 'basic' });
    expect(await dibs.story(id)).toEqual([`fell-back ${wide.id}`]);
    const event = (await opened.store.leads.timeline(id)).at(-1)?.event;
    expect(event).toMatchObject({ type: 'fell-back', because: 'nobody_fits' });
  });

  it('that are preferred for 10 minutes are dropped after that, and the lead is offered to who is left', async () => {
    const skills = { required: [], preferred: [{ skill: 'languages' as const, waitMs: HOUR / 6 }] };
    const dibs = await start([rep('ana', { skills: { languages: ['es'] } })], { skills });
    const id = await dibs.arrive({ language: 'fr' });
    expect(await dibs.story(id)).toEqual(['held']);
    await dibs.pass(HOUR / 6);
    expect((await dibs.lead(id)).offeredTo).toBe(`ana-${made}`);
  });
});

describe('caps', () => {
  it('of 2 an hour pass a rep over until the hour is over, however long ago midnight was', async () => {
    const dibs = await start([rep('ana', { caps: { hour: 2 } }), rep('bob')], { timezone: 'UTC' });
    await dibs.at('2026-03-02T23:30:00Z');
    const first: string[] = [];
    for (let lead = 0; lead < 4; lead += 1) first.push(await asked(dibs));
    expect(first.sort()).toEqual(['ana', 'ana', 'bob', 'bob']);
    await acceptAll(dibs);
    await dibs.at('2026-03-03T00:10:00Z');
    expect([await asked(dibs), await asked(dibs)]).toEqual(['bob', 'bob']);
    await acceptAll(dibs);
    await dibs.at('2026-03-03T00:31:00Z');
    expect([await asked(dibs), await asked(dibs)]).toEqual(['bob', 'ana']);
  });

  it('of leads in hand pass a rep over until one is closed', async () => {
    const dibs = await start([rep('ana', { caps: { open: 1 } }), rep('bob')]);
    const id = await dibs.arrive();
    await dibs.accept(id, `ana-${made}`);
    expect([await asked(dibs), await asked(dibs)]).toEqual(['bob', 'bob']);
    await dibs.work.setStage(id, `ana-${made}`, 'won');
    // Bob is owed from the first lead; then it is Ana's turn again.
    expect([await asked(dibs), await asked(dibs)]).toEqual(['bob', 'ana']);
  });

  it('a rep at a cap is owed nothing more for what they could not take', async () => {
    const dibs = await start([rep('ana', { caps: { day: 1 } }), rep('bob')]);
    await dibs.accept(await dibs.arrive(), `ana-${made}`);
    for (let lead = 0; lead < 6; lead += 1) await dibs.arrive();
    const [queue] = await dibs.queue(dibs.context.ruleset.pools[0] as Pool);
    expect(queue?.members.every(({ owed }) => Math.abs(owed) <= 1)).toBe(true);
  });
});

describe('the trace', () => {
  it('of a pool where 20 are away names 8 of them and counts 12 more, lead after lead', async () => {
    const dibs = await start([rep('free'), ...Array.from({ length: 20 }, (_, n) => rep(`away${n}`))]);
    const at = dibs.context.clock.now();
    for (let n = 0; n < 20; n += 1) {
      const command = { kind: 'away' as const, from: at, until: null, reason: null };
      await opened.store.availability.say(`away${n}-${made}`, command, at);
    }
    for (let lead = 0; lead < 2; lead += 1) {
      const id = await dibs.arrive();
      const event = (await opened.store.leads.timeline(id)).at(-1)?.event;
      const trace = event?.type === 'offered' ? event.trace : [];
      expect(trace.filter((step) => step.step === 'passed-over' && step.code === 'away')).toHaveLength(8);
      expect(trace).toContainEqual({ step: 'others-passed-over', code: 'away', count: 12 });
      expect(trace.at(-1)).toMatchObject({ step: 'chosen', rep: `free-${made}` });
    }
  });
});

describe('a queue per country', () => {
  it('gives everybody their share of each country', async () => {
    const offer = { ...DEFAULT_OFFER, atOnce: 1_000, queuePer: 'country' };
    const dibs = await start([rep('ana'), rep('bob')], { offer });
    const spain: string[] = [];
    for (const country of ['ES', 'FR', 'ES', 'FR', 'ES', 'FR', 'ES', 'FR']) {
      const who = await asked(dibs, { country });
      if (country === 'ES') spain.push(who);
    }
    expect(spain.sort()).toEqual(['ana', 'ana', 'bob', 'bob']);
    const queues = await dibs.queue(dibs.context.ruleset.pools[0] as Pool);
    expect(queues.map(({ value }) => value)).toEqual(['es', 'fr']);
  });
});

describe('a top-performer pool', () => {
  const strategy = {
    strategy: 'top-performer' as const,
    performance: { ...DEFAULT_PERFORMANCE, exploration: 0, floor: 0.1 },
  };

  /** Ana wins 30 of 40, Bob 10 of 40. */
  async function withResults(pool: Partial<Pool> = {}): Promise<Pushing> {
    const dibs = await start([rep('ana'), rep('bob')], { ...strategy, ...pool });
    const [ana, bob] = [`ana-${made}`, `bob-${made}`];
    for (let lead = 0; lead < 80; lead += 1) {
      const owner = lead % 2 === 0 ? ana : bob;
      const id = await dibs.arrive();
      await dibs.assignLead(id, owner, 'maya@acme.example');
      const wins = owner === ana ? lead % 8 !== 0 : lead % 8 === 1;
      await dibs.work.setStage(id, owner, wins ? 'won' : 'lost', { reason: 'price' });
    }
    // What was earned is worked out anew after some minutes.
    await dibs.pass(HOUR);
    return dibs;
  }

  it('gives the one who wins three times as often three times as many, and says what fairness costs', async () => {
    const dibs = await withResults({ offer: { ...DEFAULT_OFFER, atOnce: 1_000, assignments: 'next-turn' } });
    const who: string[] = [];
    for (let lead = 0; lead < 40; lead += 1) who.push(await asked(dibs));
    const ana = who.filter((one) => one === 'ana').length;
    // Shrunk towards the mean, three times becomes a little less.
    expect(ana).toBeGreaterThanOrEqual(25);
    expect(ana).toBeLessThanOrEqual(30);
    expect((await dibs.queue(dibs.context.ruleset.pools[0] as Pool))[0]?.fairness).toContain('fairness costs');
  });

  it('gives promising leads to the best who is free, whoever’s turn it is', async () => {
    const promising = { kind: 'test' as const, field: 'revenue', test: { op: 'gte' as const, value: 50_000 } };
    const dibs = await withResults({ performance: { ...strategy.performance, promising } });
    for (let lead = 0; lead < 3; lead += 1) expect(await asked(dibs, { revenue: 60_000 })).toBe('ana');
  });
});

async function acceptAll(dibs: Pushing): Promise<void> {
  for (const id of await opened.store.push.offered(null)) {
    const { offeredTo } = await dibs.lead(id);
    if (offeredTo) await dibs.accept(id, offeredTo);
  }
}
