/** The card of an experiment in the admins' channel, in the playground's Slack. Runs on PGlite and on PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndExperiment } from '../../../src/app/experiments/end-experiment.ts';
import { showExperiments } from '../../../src/app/experiments/show-experiments.ts';
import type { Split } from '../../../src/domain/experiments/experiment.ts';
import type { PublishedRuleset } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { type Delivering, startDelivering } from '../../helpers/delivering.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { silentLog } from '../../helpers/silent-log.ts';

const { store, database } = await openTestStore();

const split = (name: string, leads: number): Split => ({
  kind: 'split',
  arms: [
    { name, to: { kind: 'pool', pool: 'iberia' }, share: 1 },
    { name: 'other', to: { kind: 'pool', pool: 'world' }, share: 1 },
  ],
  until: { leads },
  then: 'other',
  goal: 'won',
});

const isTest = (country: string) => ({
  kind: 'test' as const,
  field: 'country',
  test: { op: 'in' as const, values: [country] },
});

const RULESET = testRuleset({
  pools: [testPool(), testPool({ id: 'world', channels: { slack: ['#leads-world'], teams: [] } })],
  rules: [
    { name: 'Iberia', when: isTest('ES'), then: split('claim', 4000) },
    { name: 'DACH', when: isTest('DE'), then: split('turns', 10) },
    { name: 'Everyone', when: null, then: { kind: 'pool', pool: 'world' } },
  ],
});

let dibs: Delivering;
let rulesetNow: PublishedRuleset;

beforeAll(async () => {
  dibs = await startDelivering(store, RULESET, silentLog);
  rulesetNow = dibs.ruleset;
});
afterAll(() => dibs.close());

function bringUpToDate(): Promise<void> {
  return showExperiments({ ...dibs, store, ruleset: rulesetNow }, dibs.delivery.notifyAdmins);
}

async function show(): Promise<void> {
  await bringUpToDate();
  await dibs.settle();
}

async function arrive(country: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => dibs.ids.next());
  const at = dibs.clock.now();
  const attributes = (index: number) => ({ country, email: `${country}.${index}@quarry.example`, custom: {} });
  await store.leads.insert(ids.map((id, index) => ({ id, at, attributes: attributes(index), keys: [] })));
  while ((await dibs.route()).state === 'more');
  return ids;
}

/** What the messages in the admins' channel say that have this in them. */
function messages(having: string): { ts: string; text: string }[] {
  return dibs
    .messages('#dibs-admins')
    .map(({ ts, blocks }) => ({ ts, text: JSON.stringify(blocks) }))
    .filter(({ text }) => text.includes(having));
}

const cards = () => messages('Experiment: Iberia');

describe('the card of an experiment', () => {
  it('is there when the experiment begins, once, with a menu of its arms', async () => {
    // Two instances that start at the same moment.
    await Promise.all([bringUpToDate(), bringUpToDate()]);
    await show();
    expect(cards()).toHaveLength(1);
    const [{ text } = { text: '' }] = cards();
    expect(text).toContain('"action_id":"end-experiment"');
    expect(text).toContain('Keep claim');
    expect(text).toContain('Too early to say anything');
    expect(text).toContain('until 4,000 leads');
  });

  it('is changed where there is more to say, and left alone where there is not', async () => {
    await arrive('ES', 40);
    dibs.proxy.forget();
    await show();
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.text).toMatch(/0 of \d\d won: 0\.0 %/);
    dibs.steps();
    await show();
    expect(dibs.steps()).toEqual([]);
  });

  it('says that a difference is found, which the admins are told once', async () => {
    await arrive('ES', 400);
    await database.executeSql(
      `UPDATE lead SET stage = 'won', status = 'won' WHERE rule = 'Iberia' AND arm = 'other' AND right(id::text, 1) IN ('0', '1', '2', '3', '4', '5', '6', '7')`,
      [],
    );
    await show();
    expect(cards()[0]?.text).toMatch(/Found: other converts \d\d\.\d points more than claim/);
    await show();
    expect(messages('has found a difference')).toHaveLength(1);
  });

  it('says when its leads are drawn, which the admins are told once', async () => {
    await arrive('DE', 30);
    await show();
    await show();
    expect(messages('Experiment: DACH')[0]?.text).toContain('It has all its leads: all leads go to other now.');
    expect(messages('The experiment DACH is over')).toHaveLength(1);
  });

  it('says who ended it at once, and offers nothing more', async () => {
    const run = (await store.experiments.all()).find(({ name }) => name === 'Iberia');
    const end = createEndExperiment({ ...dibs, store });
    expect(await end(run?.id ?? '', 'claim', 'maya@acme.example')).toEqual({ kind: 'ended', keeps: 'claim' });
    await dibs.settle();
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.text).toContain('Ended by maya@acme.example: all leads go to claim now.');
    expect(cards()[0]?.text).not.toContain('end-experiment');
  });

  it('is closed when the routing file no longer has the experiment', async () => {
    rulesetNow = { ...dibs.ruleset, rules: testRuleset().rules };
    await show();
    for (const name of ['Iberia', 'DACH']) {
      const [{ text } = { text: '' }] = messages(`Experiment: ${name}`);
      expect(text).toContain('no longer has this experiment');
      expect(text).not.toContain('end-experiment');
    }
  });
});
