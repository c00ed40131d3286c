/** Somebody who writes again, from the router to the cards, over a real store. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createDescribeLead } from '../../../src/app/describe-lead.ts';
import { changeLeads } from '../../../src/app/record-changes.ts';
import { createTouchLead } from '../../../src/app/touch-lead.ts';
import { DEFAULT_OFFER } from '../../../src/config/routing/push-schema.ts';
import type { LeadAttributes } from '../../../src/domain/lead.ts';
import { replay } from '../../../src/domain/lead-event.ts';
import type { OwnerTerms, PeopleTerms, Pool, Ruleset } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';

const DAY = 86_400_000;
const opened = await openTestStore();
const { store, database } = opened;

const OWNERS: OwnerTerms = { by: ['person', 'company'], withinMs: 180 * DAY, scope: 'any', whenAway: 'stand-in' };
const REPS = ['ana', 'bob', 'cleo'].map((id) => ({ id, name: id, email: `${id}@acme.example` }));

/** Each test has people of its own, so that none is known from another. */
let turn = 0;
beforeEach(() => {
  turn += 1;
});

const email = (name: string) => `${name}${turn}@company${turn}.example`;

interface Setting {
  strategy?: Pool['strategy'];
  people?: Partial<PeopleTerms>;
  offer?: Partial<Pool['offer']>;
  rules?: Ruleset['rules'];
  pools?: Pool[];
}

async function start({ strategy = 'cherry-pick', people = {}, offer = {}, rules, pools = [] }: Setting = {}) {
  await database.executeSql('DELETE FROM availability', []);
  await database.executeSql(`UPDATE lead SET due_at = NULL, held_since = NULL, offered_to = NULL`, []);
  const members = ['ana', 'bob'].map((rep) => ({ rep, weight: 1 }));
  const north = testPool({ id: `north-${turn}`, strategy, members, offer: { ...DEFAULT_OFFER, ...offer } });
  const ruleset = testRuleset({
    reps: REPS.map((rep) => ({ ...rep })),
    pools: [north, ...pools],
    rules: rules ?? [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: north.id } }],
    people: { by: ['email', 'phone', 'domain'], mergeWithinMs: 30 * DAY, owners: OWNERS, ...people },
  });
  const dibs = await startPushing(opened, ruleset);
  const describeLead = createDescribeLead({ store, calendars: dibs.context.calendars });

  /** The cards that a lead has, by kind and place. */
  async function cards(id: string): Promise<string[]> {
    const rows = await database.prisma.delivery.findMany({
      where: { leadId: id },
      include: { conversation: true },
      orderBy: [{ kind: 'asc' }, { round: 'asc' }],
    });
    return rows.map(({ kind, conversation }) => `${kind} ${conversation.target}`);
  }

  /** What everybody who was ever met is known under. */
  async function peopleOf(...ids: string[]): Promise<number> {
    const { rows } = await database.executeSql(
      'SELECT count(DISTINCT person)::int AS people FROM lead WHERE id = ANY ($1::uuid[])',
      [`{${ids.join(',')}}`],
    );
    return (rows as { people: number }[])[0]?.people ?? 0;
  }

  async function closed(id: string, rep: string): Promise<void> {
    await dibs.work.setStage(id, rep, 'won', {});
  }

  return { dibs, ruleset, pool: north.id, describeLead, cards, peopleOf, closed };
}

const custom: LeadAttributes['custom'] = {};

describe('somebody who writes again while their lead is open', () => {
  it('adds to that lead: what it did not know, and the newest message; both timelines say so', async () => {
    const { dibs, describeLead, pool } = await start();
    const first = await dibs.arrive({
      email: email('ana'),
      message: 'Call me',
      company: 'Acme',
      custom: { plan: 'pro' },
    });
    const second = await dibs.arrive({
      email: email('ana'),
      message: 'I am still waiting',
      phone: '+34911000001',
      company: 'Other',
      custom: { plan: 'free', seats: 5 },
    });
    const lead = await dibs.lead(first);
    expect(lead).toMatchObject({ status: 'pooled', wroteAgainAt: dibs.context.clock.now() });
    expect(lead.attributes).toMatchObject({
      message: 'I am still waiting',
      phone: '+34911000001',
      company: 'Acme',
      custom: { plan: 'pro', seats: 5 },
    });
    expect(await dibs.lead(second)).toMatchObject({ status: 'merged', mergedInto: first });
    // Nothing that was said is lost.
    const said = [await describeLead(first), await describeLead(second)];
    expect(said[0]).toMatchObject({ status: 'pooled', mergedInto: null, mergedFrom: [second] });
    expect(said[1]).toMatchObject({
      id: second,
      status: 'pooled',
      pool,
      mergedInto: first,
      attributes: { company: 'Other', message: 'I am still waiting' },
    });
    expect(said[1]?.trace[0]?.text).toBe(`Went into lead ${first}, which is open and has the same e-mail address.`);
    expect((await store.leads.timeline(first)).at(0)?.event).toMatchObject({ attributes: { message: 'Call me' } });
  });

  it('makes no second card to claim; its owner is told, once for each message', async () => {
    const { dibs, cards } = await start();
    const first = await dibs.arrive({ email: email('ana'), custom });
    const pooled = await cards(first);
    const second = await dibs.arrive({ email: email('ana'), custom });
    expect(await cards(first)).toEqual(pooled);
    expect(await cards(second)).toEqual([]);
    await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
    await dibs.arrive({ email: email('ana'), custom });
    await dibs.arrive({ email: email('ana'), custom });
    expect((await cards(first)).filter((card) => card.startsWith('again'))).toEqual(['again ana', 'again ana']);
    expect((await dibs.lead(first)).owner).toBe('ana');
  });

  it('leaves an offer with the rep to whom it is made', async () => {
    const { dibs, cards } = await start({ strategy: 'round-robin' });
    const first = await dibs.arrive({ email: email('ana'), custom });
    const before = await dibs.lead(first);
    await dibs.arrive({ email: email('ana'), message: 'Hello?', custom });
    expect(await dibs.lead(first)).toMatchObject({
      status: 'offered',
      offeredTo: before.offeredTo,
      round: before.round,
    });
    expect(await cards(first)).toEqual(['offer ana']);
    expect(await dibs.accept(first, 'ana')).toEqual({ kind: 'accepted' });
  });

  it('in the same batch is one lead, routed once', async () => {
    const { dibs } = await start();
    const ids = [1, 2, 3].map(() => dibs.context.ids.next());
    const at = dibs.context.clock.now();
    await store.leads.insert(
      ids.map((id, index) => ({ id, at, attributes: { email: email('ana'), message: `${index}`, custom }, keys: [] })),
    );
    await dibs.settle();
    expect(await Promise.all(ids.map(async (id) => (await dibs.lead(id)).status))).toEqual([
      'pooled',
      'merged',
      'merged',
    ]);
    expect((await dibs.lead(ids[0] ?? '')).attributes.message).toBe('2');
  });

  it('joins two people who turn out to be one: what waited is one lead, and leads to it', async () => {
    const { dibs, peopleOf, describeLead } = await start();
    const byMail = await dibs.arrive({ email: email('ana'), custom });
    const byPhone = await dibs.arrive({ phone: `+3491100${1000 + turn}`, custom });
    const again = await dibs.arrive({ phone: `+3491100${1000 + turn}`, message: 'Hello?', custom });
    expect(await peopleOf(byMail, byPhone, again)).toBe(2);
    const both = await dibs.arrive({ email: email('ana'), phone: `+3491100${1000 + turn}`, custom });
    expect(await peopleOf(byMail, byPhone, again, both)).toBe(1);
    for (const id of [byPhone, both])
      expect(await dibs.lead(id)).toMatchObject({ status: 'merged', mergedInto: byMail });
    expect((await dibs.lead(byMail)).attributes.message).toBe('Hello?');
    expect(await describeLead(again)).toMatchObject({ status: 'pooled', mergedInto: byMail });
    expect((await dibs.claim({ leadId: byPhone, rep: 'ana', round: 1 })).kind).toBe('refused');
  });

  it('is touched under either id', async () => {
    const { dibs } = await start();
    const first = await dibs.arrive({ email: email('ana'), custom });
    await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
    const second = await dibs.arrive({ email: email('ana'), custom });
    const touch = createTouchLead(dibs.context);
    expect(await touch(second, { what: { kind: 'contacted', how: 'call' } }, null)).toEqual({ kind: 'done' });
    expect((await dibs.lead(first)).contactedAt).toEqual(dibs.context.clock.now());
  });

  it('says nothing of the lead that it went into once it is erased, and is not touched through it', async () => {
    const { dibs, describeLead } = await start();
    const first = await dibs.arrive({ email: email('ana'), custom });
    await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
    const second = await dibs.arrive({ email: email('ana'), custom });
    await changeLeads(dibs.context, [{ leadId: second }], () => ({ event: { type: 'erased' }, outcome: null }), null);
    expect(await describeLead(second)).toMatchObject({ status: 'erased', owner: null, attributes: null, trace: [] });
    const touch = { what: { kind: 'contacted', how: 'call' } } as const;
    expect(await createTouchLead(dibs.context)(second, touch, null)).toEqual({ kind: 'refused', because: 'erased' });
    expect((await dibs.lead(first)).contactedAt).toBeNull();
  });

  it('has a state that is the sum of its events, on both sides', async () => {
    const { dibs } = await start();
    const first = await dibs.arrive({ email: email('ana'), custom });
    await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
    const second = await dibs.arrive({ email: email('ana'), message: 'Hello?', custom });
    for (const id of [first, second]) expect(replay(id, await store.leads.timeline(id))).toEqual(await dibs.lead(id));
  });

  it('is a lead of its own again once the first is closed', async () => {
    const { dibs, closed, peopleOf } = await start({ people: { owners: null } });
    const first = await dibs.arrive({ email: email('ana'), custom });
    await dibs.claim({ leadId: first, rep: 'ana', round: 1 });
    await closed(first, 'ana');
    const second = await dibs.arrive({ email: email('ana'), custom });
    expect(await dibs.lead(second)).toMatchObject({ status: 'pooled' });
    expect(await peopleOf(first, second)).toBe(1);
  });
});

describe('a new lead of somebody whom a rep has had', () => {
  async function wonBy(setting: Setting, rep: string) {
    const started = await start(setting);
    const first = await started.dibs.arrive({ email: email('ana'), domain: `company${turn}.example`, custom });
    await started.dibs.claim({ leadId: first, rep, round: 1 });
    await started.closed(first, rep);
    return started;
  }

  it('goes to that rep, within their pool’s time limits, and says since when', async () => {
    const { dibs, describeLead, pool, cards } = await wonBy({}, 'bob');
    const second = await dibs.arrive({ email: email('ana'), custom });
    expect(await dibs.lead(second)).toMatchObject({ status: 'owned', owner: 'bob', pool });
    expect(await cards(second)).toEqual(['owner bob']);
    expect((await describeLead(second))?.trace.map(({ text }) => text)).toEqual([
      'Rule 1 "Everyone" matched: it matches every lead.',
      `Goes to the pool "${pool}", because rule 1 says so.`,
      'bob has this person since 2026-03-02.',
      'Goes to the rep "bob", because they have had this person before.',
    ]);
  });

  it('goes to the rep of the company where the person is new, and nowhere where only a mail host is shared', async () => {
    const { dibs } = await wonBy({}, 'bob');
    const colleague = await dibs.arrive({ email: email('carla'), domain: `company${turn}.example`, custom });
    expect(await dibs.lead(colleague)).toMatchObject({ owner: 'bob' });
    const stranger = await dibs.arrive({ email: `carla${turn}@gmail.com`, custom });
    expect(await dibs.lead(stranger)).toMatchObject({ status: 'pooled' });
  });

  it('goes where the rules say after the time, where the rep is gone, and where owners are off', async () => {
    const { dibs } = await wonBy({ people: { owners: { ...OWNERS, withinMs: DAY } } }, 'bob');
    await dibs.pass(2 * DAY);
    expect(await dibs.lead(await dibs.arrive({ email: email('ana'), custom }))).toMatchObject({ status: 'pooled' });

    turn += 1;
    const gone = await wonBy({}, 'bob');
    await database.executeSql(`UPDATE lead SET owner = 'zoe' WHERE status = 'won'`, []);
    const id = await gone.dibs.arrive({ email: email('ana'), custom });
    expect(await gone.dibs.lead(id)).toMatchObject({ status: 'pooled' });

    turn += 1;
    const off = await wonBy({ people: { owners: null } }, 'bob');
    expect(await off.dibs.lead(await off.dibs.arrive({ email: email('ana'), custom }))).toMatchObject({
      status: 'pooled',
    });
  });

  it('goes to the owner only as a member of the pool, where the file says so', async () => {
    const scoped = { people: { owners: { ...OWNERS, scope: 'pool' as const } } };
    const south = testPool({ id: 'south', strategy: 'cherry-pick', members: [{ rep: 'cleo', weight: 1 }] });
    const rules: Ruleset['rules'] = [
      {
        name: 'South',
        when: { kind: 'test', field: 'country', test: { op: 'in', values: ['PT'] } },
        then: { kind: 'pool', pool: 'south' },
      },
      { name: 'Everyone', when: null, then: { kind: 'pool', pool: `north-${turn}` } },
    ];
    const { dibs, describeLead } = await wonBy({ ...scoped, pools: [south], rules }, 'bob');
    const elsewhere = await dibs.arrive({ email: email('ana'), country: 'PT', custom });
    expect(await dibs.lead(elsewhere)).toMatchObject({ status: 'pooled', pool: 'south' });
    expect((await describeLead(elsewhere))?.trace.at(-1)?.text).toBe(
      'bob has had this person, but they are no member of south, where the rules send it.',
    );
  });

  it('stays in review or out where a rule sends it there', async () => {
    const rules: Ruleset['rules'] = [
      {
        name: 'Big',
        when: { kind: 'test', field: 'revenue', test: { op: 'gt', value: 10 } },
        then: { kind: 'review', reason: 'big' },
      },
      { name: 'Everyone', when: null, then: { kind: 'pool', pool: `north-${turn}` } },
    ];
    const { dibs } = await wonBy({ rules }, 'bob');
    expect(await dibs.lead(await dibs.arrive({ email: email('ana'), revenue: 20, custom }))).toMatchObject({
      status: 'review',
    });
  });

  describe('while the owner is away', () => {
    const until = new Date('2026-03-09T09:00:00Z');
    const away = { from: new Date('2026-03-02T08:00:00Z'), until, reason: null, delegate: 'cleo' };

    it.each([
      ['owner', { status: 'owned', owner: 'bob' }],
      ['stand-in', { status: 'owned', owner: 'cleo' }],
      ['rules', { status: 'pooled', owner: null }],
    ] as const)('goes to whom "%s" says', async (whenAway, expected) => {
      const { dibs } = await wonBy({ people: { owners: { ...OWNERS, whenAway } } }, 'bob');
      await store.availability.setOutOfOffice('bob', [away]);
      expect(await dibs.lead(await dibs.arrive({ email: email('ana'), custom }))).toMatchObject(expected);
    });
  });

  it('costs the owner a turn where the pool says so, and none where it does not', async () => {
    for (const [returningOwners, turns] of [
      ['lose-turn', 2],
      ['next-turn', 1],
    ] as const) {
      turn += 1;
      const { dibs, pool, closed } = await start({ strategy: 'round-robin', offer: { returningOwners } });
      const first = await dibs.arrive({ email: email('ana'), custom });
      await dibs.accept(first, 'ana');
      await closed(first, 'ana');
      const second = await dibs.arrive({ email: email('ana'), custom });
      expect(await dibs.lead(second)).toMatchObject({ status: 'owned', owner: 'ana', pool });
      const entries = await store.rotations.newestEntries({ pool, queue: '' }, 10);
      expect(entries.filter(({ entry }) => entry.kind === 'turn')).toHaveLength(turns);
      // Whoever has had one more is not next.
      const next = await dibs.arrive({ email: email('carla'), custom });
      expect((await dibs.lead(next)).offeredTo).toBe('bob');
    }
  });
});
