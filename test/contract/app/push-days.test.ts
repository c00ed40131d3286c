/** Whatever people and processes do on some days: no lead is lost, the books add up, and the timeline explains the state. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withdrawOffers } from '../../../src/app/push/withdraw-offers.ts';
import { DEFAULT_OFFER } from '../../../src/config/routing/push-schema.ts';
import { replay } from '../../../src/domain/lead-event.ts';
import { owedAt } from '../../../src/domain/rotation/account.ts';
import type { Pool, Ruleset } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { type Pushing, startPushing } from '../../helpers/pushing.ts';

const MINUTE = 60_000;
const REPS = ['ana', 'bob', 'cleo', 'dora'];
const opened = await openTestStore();

type Action =
  | { kind: 'arrive' }
  | { kind: 'accept' | 'decline' | 'release' | 'win'; lead: number }
  | { kind: 'assign'; lead: number; rep: string }
  | { kind: 'away' | 'back'; rep: string }
  | { kind: 'pass'; minutes: number }
  | { kind: 'restart' };

const rep = fc.constantFrom(...REPS);
const lead = fc.nat({ max: 30 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Action>({ kind: 'arrive' }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constantFrom('accept', 'decline', 'decline', 'release', 'win'), lead }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('assign'), lead, rep }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('away', 'back'), rep }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass'), minutes: fc.constantFrom(1, 5, 20, 120) }) },
  { weight: 1, arbitrary: fc.constant<Action>({ kind: 'restart' }) },
);

const setting = fc.record({
  whenAllAway: fc.constantFrom('hold', 'fallback', 'route-anyway'),
  keeps: fc.constantFrom(0, 1, 3),
  declines: fc.constantFrom('next-turn', 'lose-turn'),
  timeouts: fc.constantFrom('next-turn', 'lose-turn'),
  atOnce: fc.constantFrom(1, 3),
  maxOffers: fc.constantFrom(3, 10),
  narrow: fc.boolean(),
  hasFallback: fc.boolean(),
});
type Setting = typeof setting extends fc.Arbitrary<infer S> ? S : never;

let run = 0;

function rulesetOf({ whenAllAway, narrow, hasFallback, ...offer }: Setting): Ruleset {
  const [north, south] = [`north-${run}`, `south-${run}`];
  const terms = { ...DEFAULT_OFFER, ...offer };
  const members = (ids: string[]) => ids.map((id, index) => ({ rep: id, weight: index + 1 }));
  const pools: Pool[] = [
    testPool({
      id: north,
      strategy: 'round-robin',
      members: members(['ana', 'bob', 'cleo']),
      offer: terms,
      whenAllAway: whenAllAway === 'fallback' && !hasFallback ? 'hold' : whenAllAway,
      fallback: hasFallback ? south : null,
    }),
    testPool({ id: south, strategy: 'round-robin', members: members(['dora', 'ana']), offer: terms, owner: 'dora' }),
  ];
  const reps = REPS.map((id) => ({
    id,
    name: id,
    email: `${id}@acme.example`,
    ...(narrow && id === 'bob' ? { skills: { countries: ['ES'] } } : {}),
  }));
  return testRuleset({ reps, pools, rules: [{ name: 'All', when: null, then: { kind: 'pool', pool: north } }] });
}

class Days {
  readonly leads: string[] = [];
  dibs: Pushing;
  readonly #ruleset: Ruleset;

  constructor(dibs: Pushing, ruleset: Ruleset) {
    this.dibs = dibs;
    this.#ruleset = ruleset;
  }

  async do(step: Action): Promise<void> {
    if (step.kind === 'arrive') {
      this.leads.push(await this.dibs.arrive({ country: this.leads.length % 2 === 0 ? 'ES' : 'FR' }));
    } else if (step.kind === 'pass') await this.dibs.pass(step.minutes * MINUTE);
    else if (step.kind === 'restart') {
      this.dibs = await startPushing(opened, this.#ruleset, { at: this.dibs.context.clock.now() });
    } else if (step.kind === 'away' || step.kind === 'back') await this.say(step.kind, step.rep);
    else if ('lead' in step && this.leads.length > 0) {
      await this.work(step, this.leads[step.lead % this.leads.length] ?? '');
    }
    await this.dibs.settle();
  }

  async say(kind: 'away' | 'back', who: string): Promise<void> {
    const at = this.dibs.context.clock.now();
    const until = new Date(at.getTime() + 600 * MINUTE);
    const command = kind === 'away' ? { kind, from: at, until: null, reason: null } : { kind, at, until };
    await opened.store.availability.say(who, command, at);
    if (kind === 'away') await withdrawOffers(this.dibs.context, who);
  }

  async work(step: Extract<Action, { lead: number }>, id: string): Promise<void> {
    const { offeredTo, owner } = await this.dibs.lead(id);
    if (step.kind === 'assign') await this.dibs.assignLead(id, step.rep, 'maya@acme.example');
    else if (step.kind === 'accept' && offeredTo) await this.dibs.accept(id, offeredTo);
    else if (step.kind === 'decline' && offeredTo) await this.dibs.decline(id, offeredTo);
    else if (step.kind === 'release' && owner) await this.dibs.work.release(id, owner, 'no-time', null);
    else if (step.kind === 'win' && owner) await this.dibs.work.setStage(id, owner, 'won');
  }

  /** The books add up, and every lead is what its timeline says. */
  async check(): Promise<void> {
    for (const { id } of this.#ruleset.pools) {
      const ledger = await opened.store.rotations.load({ pool: id, queue: '' });
      const owed = (ledger?.accounts ?? []).map((account) => owedAt(account, ledger?.level ?? 0n));
      expect(owed.reduce((sum, units) => sum + units, ledger?.carry ?? 0n)).toBe(0n);
    }
    for (const id of this.leads) {
      expect(replay(id, await opened.store.leads.timeline(id))).toEqual(await this.dibs.lead(id));
    }
  }

  /** Everybody is back and accepts what they are offered: in the end every lead has an owner. */
  async finish(): Promise<void> {
    for (const who of REPS) await this.say('back', who);
    for (let round = 0; round < 100 && (await this.waiting()).length > 0; round += 1) {
      await this.dibs.settle();
      for (const id of await opened.store.push.offered(null)) {
        const { offeredTo } = await this.dibs.lead(id);
        if (offeredTo) await this.dibs.accept(id, offeredTo);
      }
    }
    expect(await this.waiting()).toEqual([]);
  }

  async waiting(): Promise<string[]> {
    const leads = await Promise.all(this.leads.map((id) => this.dibs.lead(id)));
    return leads.filter(({ owner }) => owner === null).map(({ id, status, pool }) => `${id} ${status} in ${pool}`);
  }
}

it('leave every lead with an owner in the end, every ledger at 0 in all, and every state as its timeline says, over 25 random histories', async () => {
  const histories = fc.record({ terms: setting, actions: fc.array(action, { minLength: 10, maxLength: 40 }) });
  await fc.assert(
    fc.asyncProperty(histories, async ({ terms, actions }) => {
      run += 1;
      await opened.database.executeSql('TRUNCATE lead CASCADE', []);
      await opened.database.executeSql('DELETE FROM availability', []);
      const ruleset = rulesetOf(terms);
      const days = new Days(await startPushing(opened, ruleset), ruleset);
      for (const step of actions) await days.do(step);
      await days.check();
      await days.finish();
      await days.check();
    }),
    { numRuns: 25 },
  );
});
