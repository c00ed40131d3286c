/** Rules that try something out: who is drawn into which arm, when it is over, what is counted. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readExperiments } from '../../../src/app/experiments/read-experiments.ts';
import { dateOf } from '../../../src/domain/availability/local-time.ts';
import { drawArm } from '../../../src/domain/experiments/draw-arm.ts';
import type { Split } from '../../../src/domain/experiments/experiment.ts';
import type { Lead } from '../../../src/domain/lead.ts';
import { applyEvent, type LeadEvent } from '../../../src/domain/lead-event.ts';
import type { Ruleset } from '../../../src/domain/ruleset.ts';
import { systemIds } from '../../../src/system/system-ids.ts';
import { lines, startChatting, userId } from '../../helpers/chatting.ts';
import { countStatements } from '../../helpers/count-statements.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { type Pushing, startPushing } from '../../helpers/pushing.ts';

let sent: string[] = [];
const opened = await openTestStore((home) => {
  const counted = countStatements(home);
  sent = counted.sent;
  return counted.home;
});
const { store, database } = opened;

const SPLIT: Split = {
  kind: 'split',
  arms: [
    { name: 'claim', to: { kind: 'pool', pool: 'iberia' }, share: 1 },
    { name: 'other', to: { kind: 'pool', pool: 'world' }, share: 1 },
  ],
  until: { leads: 1000 },
  then: 'claim',
  goal: 'won',
};

/** @param currency another one makes another version: `startPushing` knows a ruleset by its beginning */
function ruleset(split: Partial<Split> = {}, currency = 'EUR'): Ruleset {
  return {
    currency,
    ...testRuleset({
      admins: ['ana@acme.example', 'cleo@acme.example'],
      pools: [testPool(), testPool({ id: 'world', channels: { slack: ['#leads-world'], teams: [] } })],
      rules: [{ name: 'Iberia', when: null, then: { ...SPLIT, ...split } }],
    }),
  };
}

const person = (index: number) => ({ email: `person.${index}@quarry.example` });
const armOf = (index: number) => SPLIT.arms[drawArm(SPLIT.arms, 'Iberia', `email ${person(index).email}`)]?.name;

async function arrive(pushing: Pushing, from: number, to: number): Promise<Lead[]> {
  const ids = Array.from({ length: to - from }, () => systemIds.next());
  const at = pushing.context.clock.now();
  await store.leads.insert(
    ids.map((id, index) => ({ id, at, attributes: { ...person(from + index), custom: {} }, keys: [] })),
  );
  await pushing.route();
  return Promise.all(ids.map((id) => pushing.lead(id)));
}

async function leadsDrawn(): Promise<number[]> {
  return (await store.experiments.all()).map(({ leads }) => leads);
}

async function armsNow(pushing: Pushing) {
  return (await readExperiments(pushing.context)).flatMap(({ comparison }) => comparison.arms);
}

beforeEach(async () => {
  await database.executeSql('DELETE FROM experiment', []);
  await database.executeSql('UPDATE lead SET arm = NULL WHERE arm IS NOT NULL', []);
});

describe('the leads of an experiment', () => {
  it('go to the arms they are drawn into, remember them, and are counted', async () => {
    const pushing = await startPushing(opened, ruleset());
    const leads = await arrive(pushing, 0, 60);
    expect(leads.map(({ arm }) => arm)).toEqual(leads.map((_, index) => armOf(index)));
    expect(leads.every(({ arm, pool }) => pool === (arm === 'claim' ? 'iberia' : 'world'))).toBe(true);
    expect(new Set(leads.map(({ arm }) => arm)).size).toBe(2);
    const [first] = leads;
    const [, routed] = await store.leads.timeline(first?.id ?? '');
    expect(routed?.event).toMatchObject({ type: 'routed', rule: 'Iberia', arm: armOf(0) });
    expect(await leadsDrawn()).toEqual([60]);
  });

  it('of one person are in one arm, on two instances and after a restart', async () => {
    const instances = [await startPushing(opened, ruleset()), await startPushing(opened, ruleset())];
    const arms = new Set<string | null>();
    for (const pushing of [...instances, ...instances, await startPushing(opened, ruleset())]) {
      for (const { arm } of await arrive(pushing, 7, 8)) arms.add(arm);
    }
    expect(arms.size).toBe(1);
    expect(await leadsDrawn()).toEqual([5]);
    const [one, other] = await armsNow(await startPushing(opened, ruleset()));
    expect((one?.leads ?? 0) + (other?.leads ?? 0)).toBe(1);
  });

  it('cost two statements a batch, and none where no rule is an experiment or nothing waits', async () => {
    const about = () => sent.filter((sql) => sql.includes('experiment')).length;
    const pushing = await startPushing(opened, ruleset());
    await arrive(pushing, 0, 1);
    sent.length = 0;
    await arrive(pushing, 1, 30);
    expect(about()).toBe(2);
    await pushing.route();
    expect(about()).toBe(2);
    const { rules: _, ...same } = ruleset({}, 'CHF');
    const plain = await startPushing(opened, { ...same, rules: testRuleset().rules });
    await arrive(plain, 30, 40);
    expect(about()).toBe(2);
  });
});

describe('an experiment ends', () => {
  it('after its last lead, also in the middle of a batch', async () => {
    const pushing = await startPushing(opened, ruleset({ until: { leads: 10 }, then: 'other' }, 'USD'));
    const leads = await arrive(pushing, 0, 25);
    expect(leads.filter(({ arm }) => arm !== null)).toHaveLength(10);
    expect(leads.filter(({ arm }) => arm === null).every(({ pool }) => pool === 'world')).toBe(true);
    expect(leads.filter(({ arm }) => arm === null)).toHaveLength(15);
    expect(await leadsDrawn()).toEqual([10]);
  });

  it('after its last day', async () => {
    const split = { until: { lastDay: dateOf(2026, 3, 2) } };
    const pushing = await startPushing(opened, ruleset(split, 'GBP'), { at: new Date('2026-03-02T22:59:59Z') });
    const [before] = await arrive(pushing, 0, 1);
    expect(before?.arm).toBe(armOf(0));
    await pushing.at('2026-03-02T23:00:00Z');
    const after = await arrive(pushing, 1, 12);
    expect(after.every(({ arm, pool }) => arm === null && pool === 'iberia')).toBe(true);
    expect(await leadsDrawn()).toEqual([1]);
  });

  it('when an admin says so, for every instance; nobody else can, and nobody twice', async () => {
    const chatting = await startChatting(opened, ruleset());
    const elsewhere = await startPushing(opened, ruleset());
    await arrive(elsewhere, 0, 3);
    const [run] = await store.experiments.all();
    const end = async (rep: string, arm: string, delivery = run?.id ?? '') =>
      lines(
        await chatting.inbox.endExperiment(
          {
            person: { platform: 'slack', team: 'T0TEST', userId: userId(rep) },
            id: 'g',
            at: new Date(),
            delivery,
            message: null,
          },
          arm,
        ),
      );

    expect(await end('bob', 'other')).toEqual([expect.stringContaining('Only admins')]);
    expect(await end('ana', 'nonsense')).toEqual([expect.stringContaining('not in the experiment')]);
    expect(await end('ana', 'other', 'nonsense')).toEqual([expect.stringContaining('no longer has this experiment')]);
    expect((await arrive(elsewhere, 3, 4))[0]?.arm).toBe(armOf(3));

    expect(await end('ana', 'other')).toEqual([expect.stringContaining('all its leads go to other')]);
    for (const pushing of [elsewhere, chatting.pushing, await startPushing(opened, ruleset())]) {
      const leads = await arrive(pushing, 4, 14);
      expect(leads.every(({ arm, pool }) => arm === null && pool === 'world')).toBe(true);
    }
    expect(await end('cleo', 'claim')).toEqual(['ana@acme.example has ended it already: its leads go to other.']);
    expect(await leadsDrawn()).toEqual([4]);
  });
});

describe('a split that is changed', () => {
  it('is a new experiment; the one before goes on where its file comes back', async () => {
    const before = await startPushing(opened, ruleset({}, 'AUD'));
    await arrive(before, 0, 20);
    const arms = SPLIT.arms.map((arm) => (arm.name === 'claim' ? { ...arm, share: 3 } : arm));
    const changed = await startPushing(opened, ruleset({ arms }, 'CAD'));
    await arrive(changed, 20, 50);
    expect((await leadsDrawn()).toSorted()).toEqual([20, 30]);
    const again = await startPushing(opened, ruleset({ until: { leads: 9000 } }, 'NZD'));
    await arrive(again, 50, 55);
    expect((await leadsDrawn()).toSorted()).toEqual([25, 30]);
    const counted = async (pushing: Pushing) => (await armsNow(pushing)).reduce((sum, { leads }) => sum + leads, 0);
    expect([await counted(before), await counted(changed), await counted(again)]).toEqual([25, 30, 25]);
  });
});

describe('what became of the leads', () => {
  /** @returns the counts of the arm that this person is in */
  async function afterEvents(goal: Split['goal'], events: LeadEvent[], daysLater = 1) {
    const pushing = await startPushing(opened, ruleset({ goal }, goal === 'won' ? 'EUR' : 'SEK'));
    const [lead] = await arrive(pushing, 1, 2);
    if (!lead) throw new Error('no lead');
    let now = lead;
    for (const [index, event] of events.entries()) {
      const at = new Date(lead.receivedAt.getTime() + (index + 1) * 60_000);
      const entry = { version: now.version + 1, at, event };
      now = applyEvent(now, entry, now.id);
      await store.leads.append([{ lead: now, entry }]);
    }
    await pushing.pass(daysLater * 86_400_000);
    const arm = (await armsNow(pushing)).find(({ leads }) => leads > 0);
    return arm && [arm.leads, arm.decided, arm.converted];
  }
  const rep = 'bob';
  const claimed: LeadEvent = { type: 'claimed', rep };
  const stage = (name: string): LeadEvent => ({ type: 'stage', rep, stage: name });

  it.each<[title: string, events: LeadEvent[], won: number[], opportunity: number[]]>([
    ['waits', [], [1, 0, 0], [1, 0, 0]],
    ['is won', [claimed, stage('won')], [1, 1, 1], [1, 1, 1]],
    ['is lost', [claimed, stage('lost')], [1, 1, 0], [1, 1, 0]],
    ['is an opportunity', [claimed, stage('opportunity')], [1, 0, 0], [1, 1, 1]],
    ['was an opportunity and is lost', [claimed, stage('proposal'), stage('lost')], [1, 1, 0], [1, 1, 1]],
    ['was won by mistake', [claimed, stage('won'), stage('working')], [1, 0, 0], [1, 0, 0]],
    ['was won and is erased', [claimed, stage('won'), { type: 'erased' }], [1, 1, 1], [1, 1, 1]],
    ['is given back', [claimed, { type: 'released', rep, reason: 'no-time' }], [1, 0, 0], [1, 0, 0]],
  ])('is counted where it %s: leads, decided, converted', async (_, events, won, opportunity) => {
    expect(await afterEvents('won', events)).toEqual(won);
    await database.executeSql('UPDATE lead SET arm = NULL WHERE arm IS NOT NULL', []);
    expect(await afterEvents('opportunity', events)).toEqual(opportunity);
  });

  it('counts as decided when it is as old as leads get', async () => {
    expect(await afterEvents('won', [claimed], 119)).toEqual([1, 0, 0]);
    expect(await afterEvents('won', [claimed], 121)).toEqual([1, 1, 0]);
  });

  it('counts a person once, by the first lead, with the time to its first touch', async () => {
    const pushing = await startPushing(opened, ruleset());
    const [first] = await arrive(pushing, 1, 2);
    await pushing.pass(90_000);
    await pushing.claim({ leadId: first?.id ?? '', rep: 'bob', round: 1 });
    await arrive(pushing, 1, 2);
    const [run] = await store.experiments.all();
    await database.executeSql(
      `UPDATE lead SET first_touch_at = received_at + interval '95 seconds' WHERE id = $1::uuid`,
      [first?.id ?? ''],
    );
    expect(await store.experiments.tally(run?.id ?? '', 'won', new Date(0))).toEqual([
      { arm: armOf(1), leads: 1, decided: 0, converted: 0, responses: [95] },
    ]);
    expect(run?.leads).toBe(2);
  });
});

describe('/lead experiment', () => {
  it('shows admins what it says so far, and nobody else', async () => {
    const chatting = await startChatting(opened, ruleset());
    expect(await chatting.type('bob', 'experiment')).toEqual([expect.stringContaining('Only admins')]);
    expect(await chatting.type('ana', 'experiment')).toEqual([expect.stringContaining('No experiment is running')]);
    await arrive(chatting.pushing, 0, 20);
    const person = { platform: 'slack' as const, team: 'T0TEST', userId: userId('ana') };
    const ask = (text: string) => chatting.inbox.command({ person, id: 'g', at: new Date(), text, prefix: '/lead' });
    for (const text of ['experiment', 'experiment iberia']) {
      const reply = await ask(text);
      expect(reply).toMatchObject({ kind: 'card', card: { title: 'Experiment: Iberia', tone: 'report' } });
    }
    expect(await chatting.type('ana', 'experiment iberai')).toEqual([
      'There is no experiment "iberai". Did you mean Iberia?',
      'Experiments: Iberia.',
    ]);
  });
});
