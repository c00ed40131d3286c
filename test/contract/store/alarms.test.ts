/** What the store promises to those who watch. Runs on PGlite and on PostgreSQL. */
import { v7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { at, card, changed, happen, openChannel, storeLead, toPool } from '../../helpers/store-data.ts';

const { store, database } = await openTestStore();
const { alarms } = store;

const HOUR_S = 3_600;

/** As `v7`, of a moment. */
const idAt = (when: Date) => v7({ msecs: when.getTime() });

beforeEach(async () => {
  for (const table of ['alarm', 'hourly_figure', 'fact', 'delivery', 'conversation', 'lead']) {
    await database.executeSql(`DELETE FROM ${table}`, []);
  }
});

describe('alarms', () => {
  const state = (key: string, raised: boolean) => ({
    key,
    title: `Title of ${key}`,
    since: at(0),
    raisedAt: raised ? at(60) : null,
    goneAt: null,
  });

  it('are kept as they were last written, and forgotten', async () => {
    await alarms.keep([state('backlog:a', false), state('backlog:b', true), state('quiet:c', true)], []);
    await alarms.keep([{ ...state('backlog:a', true), goneAt: at(90) }], ['quiet:c', 'never:there']);
    expect(await alarms.known()).toEqual([{ ...state('backlog:a', true), goneAt: at(90) }, state('backlog:b', true)]);
    await alarms.keep([], ['backlog:b']);
    expect(await alarms.known()).toHaveLength(1);
  });

  it('are counted by kind once they were told', async () => {
    await alarms.keep(
      [state('backlog:a', false), state('backlog:b', true), state('backlog:c', true), state('quiet:d', true)],
      [],
    );
    expect(await alarms.raised()).toEqual({ backlog: 2, quiet: 1 });
  });
});

describe('waiting', () => {
  it('counts by pool what nobody has, what could be given to nobody, and since when', async () => {
    const pools: [string, number][] = [
      ['north', 0],
      ['north', 60],
      ['south', 30],
    ];
    for (const [pool, seconds] of pools) {
      const lead = await storeLead(store, { id: idAt(at(seconds)), at: at(seconds) });
      await happen(store, lead, toPool(pool));
    }
    await database.executeSql(`UPDATE lead SET held_since = received_at WHERE pool = 'north' AND received_at > $1`, [
      at(0),
    ]);
    const owned = await storeLead(store);
    await happen(store, owned, toPool('south'), { type: 'claimed', rep: 'ana' });
    await storeLead(store);
    expect(await alarms.waiting()).toEqual([
      { pool: 'north', waiting: 2, held: 1, oldest: at(0) },
      { pool: 'south', waiting: 1, held: 0, oldest: at(30) },
    ]);
  });
});

describe('overdueWork', () => {
  it('is the longest overdue of each part, and nothing where nothing waits', async () => {
    expect(await alarms.overdueWork()).toEqual({ router: null, assigner: null, timekeeper: null });
    // An old lead that has only just been imported.
    await storeLead(store, { id: idAt(at(60)), at: at(-99_999) });
    await storeLead(store, { id: idAt(at(30)), at: at(30) });
    for (const seconds of [20, 10]) {
      const routed = changed(await storeLead(store, { id: idAt(at(1)) }), toPool('north'));
      await store.leads.append([routed]);
      await database.executeSql('UPDATE lead SET due_at = $1, step_at = $2 WHERE id = $3::uuid', [
        at(seconds),
        at(seconds + 1),
        routed.lead.id,
      ]);
    }
    expect(await alarms.overdueWork()).toEqual({ router: at(30), assigner: at(10), timekeeper: at(11) });
  });
});

describe('conversations', () => {
  it('are those with a problem, with cards that were never posted, or with cards that were refused since', async () => {
    const [idle, problem, waiting, refusing] = [
      await openChannel(store, '#idle'),
      await openChannel(store, '#problem'),
      await openChannel(store, '#waiting'),
      await openChannel(store, '#refusing'),
    ];
    await store.deliveries.holdConversation(problem, at(60), 'not_in_channel');
    const lead = await storeLead(store);
    const wanted = (conversation: string, seconds: number) => ({ ...card(lead, conversation), id: idAt(at(seconds)) });
    const cards = [wanted(waiting, 10), { ...wanted(waiting, 20), round: 2 }, wanted(idle, 5), wanted(refusing, 0)];
    await store.deliveries.want(cards, [{ leadId: lead.id, version: 3 }]);
    await store.deliveries.update(cards[2]?.id ?? '', { state: 'sent', message: 'm', sentVersion: 2 }, at(5));
    await store.deliveries.update(cards[3]?.id ?? '', { state: 'failed' });
    await database.executeSql(`UPDATE delivery SET attempted_at = $1 WHERE state = 'failed'`, [at(50)]);
    const common = {
      platform: 'slack',
      kind: 'channel',
      problem: null,
      lastPostedAt: null,
      waiting: 0,
      oldest: null,
      refused: 0,
    };
    expect(await alarms.conversations(at(49))).toEqual([
      { ...common, target: '#problem', problem: 'not_in_channel' },
      { ...common, target: '#refusing', refused: 1 },
      { ...common, target: '#waiting', waiting: 2, oldest: at(10) },
    ]);
    expect((await alarms.conversations(at(50))).map(({ target }) => target)).toEqual(['#problem', '#waiting']);
  });
});

describe('ledgers', () => {
  it('are those of the pools that are asked for, with amounts beyond 64 bits', async () => {
    const account = {
      rep: 'ana',
      weight: 1_000,
      banked: -(2n ** 70n),
      since: 2n ** 65n,
      credited: true,
      present: true,
      keeps: 0,
      member: true,
    };
    const entries = [{ seq: 1, kind: 'standing', lead: null, rep: 'ana', cause: 'joined', because: null } as const];
    const standing = entries.map((entry) => ({
      ...entry,
      weight: { before: 0, after: 1_000 },
      credited: { before: false, after: true },
    }));
    const ledger = { seq: 1, level: 2n ** 66n, carry: 3n, accounts: [account], entries: standing };
    await store.rotations.save(
      ['north', 'south'].map((pool) => ({ ...ledger, pool, queue: 'es' })),
      at(0),
    );
    expect(await alarms.ledgers(['north', 'none'], 10)).toEqual([
      { pool: 'north', queue: 'es', level: 2n ** 66n, carry: 3n, accounts: [account] },
    ]);
    expect(await alarms.ledgers(['north', 'south'], 1)).toHaveLength(1);
  });
});

describe('hours', () => {
  const arrive = (source: string, seconds: number) =>
    storeLead(store, { at: at(seconds), attributes: { source, custom: {} } });

  const sources = (since: number, terms = {}) =>
    alarms.sources(at(since), { silent: at(HOUR_S), leastHours: 1, limit: 10, ...terms });

  it('say where leads came from, however often they are counted', async () => {
    await arrive('webinar', 0);
    await arrive('webinar', 60);
    await arrive('api', HOUR_S);
    await alarms.countSources(at(0));
    await arrive('webinar', HOUR_S + 60);
    await alarms.countSources(at(0));
    await alarms.countSources(at(0));
    expect(await sources(0)).toEqual([
      { source: 'webinar', hours: [at(0), at(HOUR_S)] },
      { source: 'api', hours: [at(HOUR_S)] },
    ]);
    expect(await sources(0, { leastHours: 2 })).toHaveLength(1);
    expect(await sources(0, { limit: 1 })).toHaveLength(1);
    expect(await sources(0, { silent: at(HOUR_S - 1) })).toEqual([]);
    expect(await sources(HOUR_S)).toHaveLength(2);
    await alarms.forgetHours(at(HOUR_S));
    expect(await sources(0)).toHaveLength(2);
    await alarms.forgetHours(at(HOUR_S + 1));
    expect(await sources(0)).toEqual([]);
  });

  it('keep 100 of 150 sources that somebody has thought of, and the busiest among them', async () => {
    await Promise.all(Array.from({ length: 150 }, (_, n) => arrive(`thought-of-${n}`, n)));
    await arrive('webinar', 0);
    await arrive('webinar', 1);
    await arrive('x'.repeat(10_000), 2);
    await alarms.countSources(at(0));
    const names = (await sources(0, { limit: 1_000 })).map(({ source }) => source);
    expect(names).toHaveLength(100);
    expect(names).toContain('webinar');
  });

  it('say how many wait as a rule: the most of each hour, of which nine in ten are not beyond', async () => {
    for (let hour = 0; hour < 10; hour += 1) {
      await alarms.noteWaiting(at(hour * HOUR_S), [{ pool: 'north', waiting: hour === 9 ? 500 : hour }]);
      await alarms.noteWaiting(at(hour * HOUR_S), [{ pool: 'north', waiting: 0 }]);
    }
    await alarms.noteWaiting(at(0), [{ pool: 'south', waiting: 7 }]);
    expect(await alarms.usualWaiting(at(0), 10)).toEqual([{ pool: 'north', usual: 8 }]);
    expect(await alarms.usualWaiting(at(HOUR_S), 10)).toEqual([]);
  });
});

it('looking at everything reads no table as a whole', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, n) => arrive(n)));
  const fullReads = async () => {
    await database.executeSql('SELECT pg_stat_force_next_flush()', []);
    const { rows } = await database.executeSql(
      `SELECT sum(seq_scan)::int AS reads FROM pg_stat_user_tables WHERE relname IN ('lead', 'lead_event', 'delivery', 'fact', 'hourly_figure')`,
      [],
    );
    return rows;
  };
  const before = await fullReads();
  await alarms.waiting();
  await alarms.overdueWork();
  await alarms.conversations(at(0));
  await alarms.ledgers(['north'], 10);
  await alarms.countSources(at(0));
  await alarms.usualWaiting(at(0), 1);
  await alarms.sources(at(0), { silent: at(0), leastHours: 1, limit: 10 });
  await alarms.forgetHours(at(0));
  expect(await fullReads()).toEqual(before);
});

async function arrive(n: number): Promise<void> {
  const lead = await storeLead(store, { attributes: { source: `s-${n}`, custom: {} } });
  if (n % 2 === 0) await happen(store, lead, toPool(`pool-${n % 10}`));
}
