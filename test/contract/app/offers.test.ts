/** The life of an offer, over a real store and under a clock that only moves when a test says so. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createExplainLedger } from '../../../src/app/push/explain-ledger.ts';
import { withdrawOffers, withdrawStrayOffers } from '../../../src/app/push/withdraw-offers.ts';
import { requeueStranded } from '../../../src/app/requeue-stranded.ts';
import { DEFAULT_OFFER } from '../../../src/config/routing/push-schema.ts';
import { type Pool, type Rep, type Ruleset, WEEKDAYS, type WorkingHours } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testPool, testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const opened = await openTestStore();

/** Each test has pools of its own, so that their ledgers do not meet. */
let turn = 0;
beforeEach(() => {
  turn += 1;
});

const REPS: Rep[] = ['ana', 'bob', 'cleo', 'dora'].map((id) => ({ id, name: id, email: `${id}@acme.example` }));

interface Setting {
  pool?: Partial<Pool>;
  offer?: Partial<Pool['offer']>;
  members?: string[];
  reps?: Rep[];
  fallback?: Partial<Pool> | null;
}

/** A round-robin pool `north`, and where wanted a pool `south` to fall back to. */
function setting({ pool = {}, offer = {}, members = ['ana', 'bob'], reps = REPS, fallback = null }: Setting): Ruleset {
  const suffix = `-${turn}`;
  const north = testPool({
    id: `north${suffix}`,
    strategy: 'round-robin',
    members: members.map((rep) => ({ rep, weight: 1 })),
    offer: { ...DEFAULT_OFFER, ...offer },
    fallback: fallback ? `south${suffix}` : null,
    ...pool,
  });
  const south = fallback && testPool({ id: `south${suffix}`, strategy: 'cherry-pick', ...fallback });
  return testRuleset({
    reps: reps.map((rep) => ({ ...rep })),
    pools: south ? [north, south] : [north],
    rules: [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: north.id } }],
  });
}

async function start(options: Setting, at?: string) {
  const ruleset = setting(options);
  // Leads of tests before are nobody's business any more.
  await opened.database.executeSql(
    `UPDATE lead SET due_at = NULL, held_since = NULL, offered_to = NULL, status = 'lost', owned_at = NULL`,
    [],
  );
  await opened.database.executeSql('DELETE FROM availability', []);
  return startPushing(opened, ruleset, at ? { at: new Date(at) } : {});
}

describe('an offer', () => {
  it('goes to the one who is next; accepted, the lead is theirs', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    expect(await dibs.lead(id)).toMatchObject({ status: 'offered', offeredTo: 'ana', owner: null });
    expect(await dibs.accept(id, 'ana')).toEqual({ kind: 'accepted' });
    expect(await dibs.lead(id)).toMatchObject({ status: 'owned', owner: 'ana', offeredTo: null, dueAt: null });
    expect(await dibs.story(id)).toEqual(['offered ana', 'accepted ana']);
  });

  it('may be accepted for 5 minutes unless the pool says otherwise, and runs out then', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    await dibs.pass(5 * MINUTE - 1);
    expect((await dibs.lead(id)).offeredTo).toBe('ana');
    await dibs.pass(1);
    expect(await dibs.story(id)).toEqual(['offered ana', 'expired ana', 'offered bob']);
  });

  it('declined goes to the next; never twice to the same in one pass; everybody is asked once more, then the fallback has it', async () => {
    const dibs = await start({ fallback: {} });
    const id = await dibs.arrive();
    for (const rep of ['ana', 'bob', 'ana', 'bob']) expect(await dibs.decline(id, rep)).toEqual({ kind: 'declined' });
    const story = await dibs.story(id);
    expect(story).toEqual([
      'offered ana',
      'declined ana',
      'offered bob',
      'declined bob',
      'second-chance',
      'offered ana',
      'declined ana',
      'offered bob',
      'declined bob',
      `fell-back south-${turn}`,
    ]);
    expect(await dibs.lead(id)).toMatchObject({ status: 'pooled', pool: `south-${turn}`, dueAt: null });
  });

  it('that nobody takes, without a fallback, ends with the pool’s owner', async () => {
    const dibs = await start({ pool: { owner: 'cleo' } });
    const id = await dibs.arrive();
    for (const rep of ['ana', 'bob', 'ana', 'bob']) await dibs.decline(id, rep);
    expect(await dibs.lead(id)).toMatchObject({ status: 'owned', owner: 'cleo' });
  });

  it('a sole member who declines is asked once more, and the lead has an owner in the end', async () => {
    const dibs = await start({ members: ['dora'], pool: { owner: 'dora' } });
    const id = await dibs.arrive();
    await dibs.decline(id, 'dora');
    await dibs.decline(id, 'dora');
    expect(await dibs.story(id)).toEqual([
      'offered dora',
      'declined dora',
      'second-chance',
      'offered dora',
      'declined dora',
      'assigned dora',
    ]);
  });

  it('is made at most as often as the pool allows; then the lead goes on', async () => {
    const dibs = await start({ offer: { maxOffers: 2 }, members: ['ana', 'bob', 'cleo'], fallback: {} });
    const id = await dibs.arrive();
    await dibs.decline(id, 'ana');
    await dibs.decline(id, 'bob');
    expect((await dibs.story(id)).at(-1)).toBe(`fell-back south-${turn}`);
  });

  it('that ran out or was declined is no longer there for the one who clicks late', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    const { round } = await dibs.lead(id);
    await dibs.pass(5 * MINUTE);
    const late = await dibs.context.store.leads.find(id);
    expect(late?.round).toBe(round + 1);
    expect(await dibs.accept(id, 'ana')).toEqual({ kind: 'refused', because: 'expired' });
    await dibs.accept(id, 'bob');
    expect(await dibs.accept(id, 'ana')).toEqual({ kind: 'refused', because: 'taken' });
  });

  it('that the chat could not show is extended, and does not count against the rep', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    await dibs.hideOffer(id);
    await dibs.pass(5 * MINUTE);
    expect(await dibs.story(id)).toEqual(['offered ana', 'extended ana']);
    await dibs.pass(5 * MINUTE);
    expect(await dibs.story(id)).toEqual(['offered ana', 'extended ana', 'expired ana', 'offered bob']);
  });

  it('that the chat refuses to show goes on to the next when its time is over', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    await opened.database.executeSql(
      `UPDATE delivery SET sent_version = 0, state = 'failed' WHERE lead_id = $1::uuid`,
      [id],
    );
    await dibs.pass(5 * MINUTE);
    expect(await dibs.story(id)).toEqual(['offered ana', 'withdrawn ana', 'offered bob']);
    expect((await dibs.lead(id)).push?.passedBy).toEqual(['ana']);
  });

  it('is not made to a rep whom nobody in chat is', async () => {
    const dibs = await start({});
    dibs.signals.shown.set('ana', { missing: { seenAt: dibs.context.clock.now() } });
    const id = await dibs.arrive();
    expect(await dibs.story(id)).toEqual(['offered bob']);
    expect(JSON.stringify((await opened.store.leads.timeline(id)).at(-1))).toContain('not_in_chat');
  });

  it('is taken back from a rep who says that they are away, and the next is asked', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    const now = dibs.context.clock.now();
    await opened.store.availability.say('ana', { kind: 'away', from: now, until: null, reason: 'lunch' }, now);
    expect(await withdrawOffers(dibs.context, 'ana')).toBe(1);
    await dibs.settle();
    expect(await dibs.story(id)).toEqual(['offered ana', 'withdrawn ana', 'offered bob']);
  });

  it('survives a restart: another process ends it on time', async () => {
    const first = await start({});
    const id = await first.arrive();
    const after = await startPushing(opened, first.context.ruleset, { at: new Date('2026-03-02T09:04:59Z') });
    await after.settle();
    expect(await after.story(id)).toEqual(['offered ana']);
    await after.pass(1000);
    expect(await after.story(id)).toEqual(['offered ana', 'expired ana', 'offered bob']);
  });

  it('survives the rep’s removal from the pool: the next is asked', async () => {
    const first = await start({});
    const id = await first.arrive();
    const ruleset = { ...first.context.ruleset };
    ruleset.pools = ruleset.pools.map((pool) => ({ ...pool, members: [{ rep: 'bob', weight: 1 }] }));
    const after = await startPushing(opened, ruleset, { at: new Date('2026-03-02T09:01:00Z') });
    expect(await withdrawStrayOffers(after.context)).toBe(1);
    await after.settle();
    expect(await after.story(id)).toEqual(['offered ana', 'withdrawn ana', 'offered bob']);
  });

  it('in a pool that leaves the routing file sends the lead back to the router', async () => {
    const first = await start({});
    const id = await first.arrive();
    const ruleset = { ...first.context.ruleset, pools: [testPool({ id: 'elsewhere' })] };
    ruleset.rules = [{ name: 'Everyone', when: null, then: { kind: 'pool', pool: 'elsewhere' } }];
    const after = await startPushing(opened, ruleset, { at: new Date('2026-03-02T09:01:00Z') });
    await withdrawStrayOffers(after.context);
    await after.settle();
    expect(await after.lead(id)).toMatchObject({ status: 'pooled', pool: 'elsewhere', offeredTo: null });
  });
});

describe('a pool that changes its way', () => {
  const changed = (dibs: Awaited<ReturnType<typeof start>>, strategy: Pool['strategy']) =>
    startPushing(
      opened,
      { ...dibs.context.ruleset, pools: dibs.context.ruleset.pools.map((pool) => ({ ...pool, strategy })) },
      { at: new Date('2026-03-02T09:01:00Z') },
    );

  it('from claims to offers offers the leads that waited for a claim', async () => {
    const before = await start({ pool: { strategy: 'cherry-pick' } });
    const id = await before.arrive();
    const after = await changed(before, 'round-robin');
    expect(await requeueStranded(after.context)).toBe(1);
    await after.settle();
    expect((await after.lead(id)).offeredTo).toBe('ana');
  });

  it('from offers to claims puts the leads that waited up for claiming', async () => {
    const before = await start({ members: ['ana'], pool: { whenAllAway: 'hold' }, offer: { atOnce: 1 } });
    const [offered, held] = [await before.arrive(), await before.arrive()];
    expect(await before.story(held)).toEqual(['held']);
    const after = await changed(before, 'cherry-pick');
    await after.settle();
    expect(await after.lead(held)).toMatchObject({ status: 'pooled', heldSince: null, dueAt: null, round: 2 });
    // The offer that runs is the rep's to answer until it ends.
    expect((await after.lead(offered)).offeredTo).toBe('ana');
    await after.pass(10 * MINUTE);
    expect(await after.lead(offered)).toMatchObject({ status: 'pooled', offeredTo: null, dueAt: null });
  });
});

describe('the turn', () => {
  const owed = async (dibs: Awaited<ReturnType<typeof start>>) => {
    const [pool] = dibs.context.ruleset.pools;
    const [{ members } = { members: [] }] = await dibs.queue(pool as Pool);
    return Object.fromEntries(members.map(({ rep, owed: leads }) => [rep, leads]));
  };

  it('of a declined offer moves on with the lead, unless declines cost it', async () => {
    const free = await start({});
    await free.decline(await free.arrive(), 'ana');
    expect(await owed(free)).toEqual({ ana: 0.5, bob: -0.5 });

    turn += 1000;
    const costly = await start({ offer: { declines: 'lose-turn' } });
    await costly.decline(await costly.arrive(), 'ana');
    expect(await owed(costly)).toEqual({ ana: 0, bob: 0 });
  });

  it('of an offer that ran out is lost, unless the pool gives it back', async () => {
    const strict = await start({});
    await strict.arrive();
    await strict.pass(5 * MINUTE);
    expect(await owed(strict)).toEqual({ ana: 0, bob: 0 });

    turn += 1000;
    const kind = await start({ offer: { timeouts: 'next-turn' } });
    await kind.arrive();
    await kind.pass(5 * MINUTE);
    expect(await owed(kind)).toEqual({ ana: 0.5, bob: -0.5 });
  });

  it('of a lead that nobody took is undone: the ledger is as it was', async () => {
    const dibs = await start({ fallback: {} });
    const id = await dibs.arrive();
    for (const rep of ['ana', 'bob', 'ana', 'bob']) await dibs.decline(id, rep);
    expect(await owed(dibs)).toEqual({ ana: 0, bob: 0 });
  });

  it('of a lead that an admin assigns to somebody else goes with it', async () => {
    const dibs = await start({});
    const id = await dibs.arrive();
    expect(await dibs.assignLead(id, 'bob', 'maya@acme.example')).toEqual({ kind: 'assigned' });
    expect(await dibs.lead(id)).toMatchObject({ status: 'owned', owner: 'bob', offeredTo: null });
    expect(await owed(dibs)).toEqual({ ana: 0.5, bob: -0.5 });
    expect(await dibs.accept(id, 'ana')).toEqual({ kind: 'refused', because: 'taken' });
  });

  it('says of every lead who paid for it: the stored ledger sums to nothing', async () => {
    const dibs = await start({ members: ['ana', 'bob', 'cleo'] });
    for (let lead = 0; lead < 7; lead += 1) {
      const id = await dibs.arrive();
      await dibs.accept(id, (await dibs.lead(id)).offeredTo ?? '');
    }
    const snapshot = await opened.store.rotations.load({ pool: `north-${turn}`, queue: '' });
    const banked = snapshot?.accounts.map((account) =>
      account.credited ? account.banked + BigInt(account.weight) * (snapshot.level - account.since) : account.banked,
    );
    expect((banked ?? []).reduce((sum, units) => sum + units, snapshot?.carry ?? 0n)).toBe(0n);
  });
});

describe('a rep’s account', () => {
  it('says lead by lead how the rotation came to owe what it does, down to the last unit', async () => {
    const dibs = await start({});
    const [first, second] = [await dibs.arrive(), await dibs.arrive()];
    await dibs.accept(first, 'ana');
    await dibs.decline(second, 'bob');
    const [account] = await createExplainLedger(opened.store)(`north-${turn}`, 'bob');
    expect(account).toMatchObject({ owed: 1, opening: 0 });
    expect(account?.lines.map(({ cause, lead, amount, balance }) => ({ cause, lead, amount, balance }))).toEqual([
      { cause: 'joined', lead: null, amount: 0, balance: 0 },
      { cause: 'offered', lead: first, amount: 0.5, balance: 0.5 },
      { cause: 'offered', lead: second, amount: -0.5, balance: 0 },
      { cause: 'declined', lead: second, amount: 1, balance: 1 },
    ]);
  });
});

describe('a pool whose members are all away', () => {
  const away = async (dibs: Awaited<ReturnType<typeof start>>, ...reps: string[]) => {
    const now = dibs.context.clock.now();
    for (const rep of reps) {
      await opened.store.availability.say(rep, { kind: 'away', from: now, until: null, reason: null }, now);
    }
  };
  const back = async (dibs: Awaited<ReturnType<typeof start>>, rep: string) => {
    const at = dibs.context.clock.now();
    const until = new Date(at.getTime() + 8 * HOUR);
    await opened.store.availability.say(rep, { kind: 'back', at, until }, at);
    await dibs.settle();
  };

  it('holds the lead, and offers it as soon as somebody is back', async () => {
    const dibs = await start({ pool: { whenAllAway: 'hold' } });
    await away(dibs, 'ana', 'bob');
    const id = await dibs.arrive();
    expect(await dibs.lead(id)).toMatchObject({ status: 'pooled', offeredTo: null });
    expect(await dibs.story(id)).toEqual(['held']);
    await dibs.pass(3 * HOUR);
    expect(await dibs.story(id)).toEqual(['held']);
    await back(dibs, 'bob');
    expect(await dibs.story(id)).toEqual(['held', 'offered bob']);
  });

  it('passes it on to the fallback, or offers it all the same, as the pool says', async () => {
    const passing = await start({ pool: { whenAllAway: 'fallback' }, fallback: {} });
    await away(passing, 'ana', 'bob');
    expect(await passing.story(await passing.arrive())).toEqual([`fell-back south-${turn}`]);

    turn += 1000;
    const insisting = await start({ pool: { whenAllAway: 'route-anyway' } });
    await away(insisting, 'ana', 'bob');
    expect(await insisting.story(await insisting.arrive())).toEqual(['offered ana']);
  });

  it('lets 9 leads that waited go oldest first, 3 at a time, to the first one back', async () => {
    const dibs = await start({ pool: { whenAllAway: 'hold' } });
    await away(dibs, 'ana', 'bob');
    const ids: string[] = [];
    for (let lead = 0; lead < 9; lead += 1) {
      ids.push(await dibs.arrive());
      await dibs.pass(1000);
    }
    await back(dibs, 'ana');
    const statuses = async () => Promise.all(ids.map(async (id) => (await dibs.lead(id)).status));
    expect(await statuses()).toEqual([...Array(3).fill('offered'), ...Array(6).fill('pooled')]);
    await dibs.accept(ids[1] ?? '', 'ana');
    await dibs.settle();
    expect((await dibs.lead(ids[3] ?? '')).offeredTo).toBe('ana');
    expect((await dibs.lead(ids[4] ?? '')).status).toBe('pooled');
  });

  it('passes over a rep whom chat shows as away, having asked just before the offer', async () => {
    const dibs = await start({});
    const seenAt = dibs.context.clock.now();
    dibs.signals.shown.set('ana', { presence: { is: 'away', seenAt } });
    const id = await dibs.arrive();
    expect(await dibs.story(id)).toEqual(['offered bob']);
    expect(dibs.signals.asked).toContain('ana');
    await back(dibs, 'ana');
    expect(await dibs.story(await dibs.arrive())).toEqual(['offered ana']);
  });
});

describe('a rule that gives a lead to a rep who is out of office', () => {
  const out = (rep: string, delegate: string | null, now: Date) =>
    opened.store.availability.setOutOfOffice(rep, [
      { from: now, until: new Date(now.getTime() + 48 * HOUR), reason: null, delegate },
    ]);
  const ownerWith = async (delegates: [string, string | null][]) => {
    const dibs = await start({});
    const rules = [{ name: 'Ana’s', when: null, then: { kind: 'rep' as const, rep: 'ana' } }];
    const ruled = await startPushing(opened, { ...dibs.context.ruleset, rules });
    for (const [rep, delegate] of delegates) await out(rep, delegate, ruled.context.clock.now());
    return (await ruled.lead(await ruled.arrive())).owner;
  };

  it('gives it to whom that rep has named, or to whom that one has named in turn', async () => {
    expect(await ownerWith([['ana', 'bob']])).toBe('bob');
    expect(
      await ownerWith([
        ['ana', 'bob'],
        ['bob', 'cleo'],
      ]),
    ).toBe('cleo');
  });

  it('leaves it with the rep when nobody is named, or the named go round in a circle', async () => {
    expect(await ownerWith([['ana', null]])).toBe('ana');
    expect(
      await ownerWith([
        ['ana', 'bob'],
        ['bob', 'ana'],
      ]),
    ).toBe('ana');
  });
});

describe('five minutes of working time', () => {
  const allWeek = (from: number, to: number): WorkingHours =>
    Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from, to }]]));
  const only = (timezone: string, from = 9 * 60, to = 18 * 60): Rep[] => [
    { id: 'ana', name: 'Ana', email: 'ana@acme.example', timezone, hours: allWeek(from, to) },
  ];
  const until = async (timezone: string, at: string, hours: [number, number] = [9 * 60, 18 * 60]) => {
    const dibs = await start({ members: ['ana'], reps: only(timezone, ...hours) }, at);
    return (await dibs.lead(await dibs.arrive())).offerUntil?.toISOString();
  };

  it('go on the next morning when the day ends first', async () => {
    expect(await until('Europe/Madrid', '2026-03-03T16:58:00Z')).toBe('2026-03-04T08:03:00.000Z');
  });

  it('end 5 minutes later across the missing hour in London, New York and Lord Howe', async () => {
    // 00:58 → 02:03 local; the hour from 01:00 is not there.
    expect(await until('Europe/London', '2026-03-29T00:58:00Z', [0, 1440])).toBe('2026-03-29T01:03:00.000Z');
    expect(await until('America/New_York', '2026-03-08T06:58:00Z', [0, 1440])).toBe('2026-03-08T07:03:00.000Z');
    expect(await until('Australia/Lord_Howe', '2026-10-03T15:28:00Z', [0, 1440])).toBe('2026-10-03T15:33:00.000Z');
  });

  it('end 5 minutes later across the repeated hour in London, New York and Lord Howe', async () => {
    expect(await until('Europe/London', '2026-10-25T00:58:00Z', [0, 1440])).toBe('2026-10-25T01:03:00.000Z');
    expect(await until('America/New_York', '2026-11-01T05:58:00Z', [0, 1440])).toBe('2026-11-01T06:03:00.000Z');
    expect(await until('Australia/Lord_Howe', '2026-04-04T14:58:00Z', [0, 1440])).toBe('2026-04-04T15:03:00.000Z');
  });
});
