/** Shotgun pools: many may claim, and not only the fastest thumb wins. */
import { describe, expect, it } from 'vitest';
import { DEFAULT_CLAIMS } from '../../../src/config/routing/push-schema.ts';
import type { Pool } from '../../../src/domain/ruleset.ts';
import { wantedCards } from '../../../src/domain/wanted-cards.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const opened = await openTestStore();
let made = 0;

async function start(claims: Partial<Pool['claims']>, pool: Partial<Pool> = {}, fallback: Partial<Pool> | null = null) {
  made += 1;
  const id = `small-${made}`;
  const wide = fallback && testPool({ id: `wide-${made}`, members: [{ rep: 'cleo', weight: 1 }], ...fallback });
  const small = testPool({
    id,
    strategy: 'shotgun',
    claims: { ...DEFAULT_CLAIMS, ...claims },
    fallback: wide?.id ?? null,
    ...pool,
  });
  const ruleset = testRuleset({
    pools: wide ? [small, wide] : [small],
    rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: id } }],
  });
  return startPushing(opened, ruleset);
}

describe('a shotgun lead', () => {
  it('goes to the first who claims it, where there is no window', async () => {
    const dibs = await start({});
    const leadId = await dibs.arrive();
    expect(await dibs.claim({ leadId, rep: 'bob', round: 1 })).toEqual({ kind: 'claimed' });
    expect(await dibs.claim({ leadId, rep: 'ana', round: 1 })).toMatchObject({ kind: 'already_claimed', by: 'bob' });
  });

  it('with a window of 5 s goes to the most owed of those who clicked, whoever was first', async () => {
    const dibs = await start({ windowMs: 5 * SECOND });
    const winners: string[] = [];
    for (let lead = 0; lead < 4; lead += 1) {
      const leadId = await dibs.arrive();
      expect(await dibs.claim({ leadId, rep: 'bob', round: 1 })).toMatchObject({ kind: 'in_window', already: false });
      await dibs.pass(2 * SECOND);
      expect(await dibs.claim({ leadId, rep: 'ana', round: 1 })).toMatchObject({ kind: 'in_window', already: false });
      expect(await dibs.claim({ leadId, rep: 'ana', round: 1 })).toMatchObject({ kind: 'in_window', already: true });
      await dibs.pass(3 * SECOND - 1);
      expect((await dibs.lead(leadId)).owner).toBeNull();
      await dibs.pass(1);
      winners.push((await dibs.lead(leadId)).owner ?? '');
    }
    expect(winners).toEqual(['bob', 'ana', 'bob', 'ana']);
  });

  it('that nobody claims in 10 minutes is open to the fallback’s members too, then goes there altogether', async () => {
    const dibs = await start({ openForMs: 10 * MINUTE, afterwards: 'widen' }, {}, {});
    const leadId = await dibs.arrive();
    expect(await dibs.claim({ leadId, rep: 'cleo', round: 1 })).toMatchObject({ because: 'not_a_member' });
    await dibs.pass(10 * MINUTE);
    expect(await dibs.story(leadId)).toEqual(['widened']);
    const places = wantedCards(await dibs.lead(leadId), dibs.context.ruleset);
    expect(places).toHaveLength(2);
    await dibs.pass(10 * MINUTE);
    expect(await dibs.story(leadId)).toEqual(['widened', `fell-back wide-${made}`]);
    expect(await dibs.claim({ leadId, rep: 'cleo', round: 2 })).toEqual({ kind: 'claimed' });
  });

  it('opened to the fallback can be claimed by its members, on the same card round', async () => {
    const dibs = await start({ openForMs: MINUTE, afterwards: 'widen' }, {}, {});
    const leadId = await dibs.arrive();
    await dibs.pass(MINUTE);
    expect(await dibs.claim({ leadId, rep: 'cleo', round: 1 })).toEqual({ kind: 'claimed' });
  });

  it('that nobody claims, without a fallback, ends with the pool’s owner', async () => {
    const dibs = await start({ openForMs: MINUTE }, { owner: 'cleo' });
    const leadId = await dibs.arrive();
    await dibs.pass(MINUTE);
    expect(await dibs.lead(leadId)).toMatchObject({ status: 'owned', owner: 'cleo' });
  });

  it('has a card in each member’s direct messages, where the pool wants that', async () => {
    const dibs = await start({ cards: 'direct' });
    const lead = await dibs.lead(await dibs.arrive());
    expect(wantedCards(lead, dibs.context.ruleset)).toEqual([
      { kind: 'pool', rep: 'ana' },
      { kind: 'pool', rep: 'bob' },
    ]);
  });
});

describe('a budget of 2 claims an hour', () => {
  it('refuses the third, even when all come at once, and allows one again after the hour', async () => {
    const dibs = await start({ budget: { claims: 2, perMs: 60 * MINUTE } });
    const ids = [await dibs.arrive(), await dibs.arrive(), await dibs.arrive()];
    const outcomes = [];
    for (const leadId of ids) outcomes.push(await dibs.claim({ leadId, rep: 'ana', round: 1 }));
    expect(outcomes.map((outcome) => ('because' in outcome ? outcome.because : outcome.kind))).toEqual([
      'claimed',
      'claimed',
      'budget_spent',
    ]);
    await dibs.pass(60 * MINUTE);
    expect(await dibs.claim({ leadId: ids[2] ?? '', rep: 'ana', round: 1 })).toEqual({ kind: 'claimed' });
  });
});
