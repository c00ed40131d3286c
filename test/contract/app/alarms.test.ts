/** From what is wrong to one message for the admins, and one when it is over. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import { countHours } from '../../../src/app/alarms/count-hours.ts';
import { watch } from '../../../src/app/alarms/watch.ts';
import { createNotifyAdmins } from '../../../src/app/delivery/notify-admins.ts';
import { openTestStore } from '../../helpers/database.ts';
import { NOW, testPool, testRuleset } from '../../helpers/leads.ts';
import { startPushing } from '../../helpers/pushing.ts';

const opened = await openTestStore();
const { store, database } = opened;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

beforeEach(async () => {
  for (const table of ['alarm', 'hourly_figure', 'fact', 'delivery', 'lead', 'cron_run', 'availability', 'rotation']) {
    await database.executeSql(`DELETE FROM ${table}`, []);
  }
});

const HOURS = { mon: [{ from: 540, to: 1_080 }], tue: [{ from: 540, to: 1_080 }] };
const RULESET = testRuleset({
  reps: ['ana', 'bob', 'cleo'].map((id) => ({ id, name: id, email: `${id}@acme.example`, hours: HOURS })),
});

async function setUp(ruleset = RULESET) {
  const pushing = await startPushing(opened, ruleset, { at: NOW });
  const { context } = pushing;
  const notifyAdmins = createNotifyAdmins(context);
  let now = NOW;
  return {
    ...pushing,
    /** A look each minute. */
    async minutes(count: number): Promise<void> {
      for (let minute = 0; minute < count; minute += 1) {
        await watch({ ...context, clock: { ...context.clock, now: () => now }, notifyAdmins, jobs: ['digest'] });
        now = new Date(now.getTime() + MINUTE_MS);
      }
    },
    moveTo(time: Date): void {
      now = time;
    },
    async countEachHour(from: Date, to: Date): Promise<void> {
      for (let ms = from.getTime(); ms < to.getTime(); ms += HOUR_MS) {
        await countHours({ ...context, clock: { ...context.clock, now: () => new Date(ms) } });
      }
    },
    async away(rep: string): Promise<void> {
      await store.availability.say(rep, { kind: 'away', from: now, until: null, reason: null }, now);
    },
    async back(rep: string): Promise<void> {
      const until = new Date(now.getTime() + DAY_MS);
      await store.availability.say(rep, { kind: 'back', at: now, until }, now);
    },
  };
}

/** What stands in the admins' channel, oldest first. */
async function told(): Promise<string[]> {
  const { rows } = await database.executeSql(
    `SELECT notice ->> 'title' AS title FROM delivery JOIN conversation ON conversation.id = conversation_id
     WHERE target = '#dibs-admins' ORDER BY delivery.id`,
    [],
  );
  return (rows as { title: string }[]).map(({ title }) => title);
}

/** A lead that waits in a pull pool. */
const NOBODY = 'Nobody can take the 1 lead that waits in iberia';

describe('watch', () => {
  it('says nothing while all is well', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    await dibs.minutes(30);
    expect(await told()).toEqual([]);
  });

  it('tells once that nobody of a pool is there in working time, and once that somebody is again', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    await dibs.away('ana');
    await dibs.away('bob');
    await dibs.minutes(30);
    expect(await told()).toEqual([NOBODY]);
    await dibs.back('bob');
    await dibs.minutes(30);
    expect(await told()).toEqual([NOBODY, `Over: ${NOBODY}`]);
    expect(await store.alarms.known()).toEqual([]);
  });

  it('tells nobody out of working hours', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    dibs.moveTo(new Date('2026-03-02T21:00:00Z'));
    await dibs.minutes(30);
    expect(await told()).toEqual([]);
  });

  it('tells once, whichever instance looks, and though one dies between the message and the note of it', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    await dibs.away('ana');
    await dibs.away('bob');
    await dibs.minutes(5);
    const before = await store.alarms.known();
    await dibs.minutes(1);
    await store.alarms.keep(before, []);
    await dibs.minutes(3);
    expect(await told()).toEqual([NOBODY]);
  });

  it('tells that leads pile up in a pool that has had 2 at most, and does not get used to it', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    await dibs.arrive();
    await dibs.countEachHour(new Date(NOW.getTime() - 4 * DAY_MS), NOW);
    for (let lead = 0; lead < 10; lead += 1) await dibs.arrive();
    await dibs.minutes(12);
    expect(await told()).toEqual(['Leads pile up in iberia']);
    await dibs.countEachHour(NOW, new Date(NOW.getTime() + 5 * DAY_MS));
    await dibs.minutes(12);
    expect(await told()).toEqual(['Leads pile up in iberia']);
    await database.executeSql('DELETE FROM lead', []);
    await dibs.minutes(12);
    expect(await told()).toEqual(['Leads pile up in iberia', 'Over: Leads pile up in iberia']);
  });

  it('tells that a source of every working hour has gone quiet, and that it is back', async () => {
    const everyHour = { mon: [{ from: 0, to: 1_440 }], tue: [{ from: 0, to: 1_440 }] };
    const reps = RULESET.reps.map((rep) => ({ ...rep, hours: { ...everyHour, wed: [], thu: [], fri: [] } }));
    const dibs = await setUp({ ...RULESET, reps });
    // Mondays and Tuesdays of the last three weeks.
    for (let day = -21; day < 0; day += 1) {
      for (let hour = 0; hour < 24; hour += 1)
        await came('webinar', new Date(NOW.getTime() + day * DAY_MS + hour * HOUR_MS));
    }
    await dibs.countEachHour(new Date(NOW.getTime() - HOUR_MS), NOW);
    await dibs.minutes(1);
    expect(await told()).toEqual([]);
    dibs.moveTo(new Date(NOW.getTime() + 6 * HOUR_MS));
    await dibs.minutes(2);
    expect(await told()).toEqual(['Nothing comes from webinar']);
    await came('webinar', new Date(NOW.getTime() + 6 * HOUR_MS));
    await dibs.countEachHour(new Date(NOW.getTime() + 6 * HOUR_MS), new Date(NOW.getTime() + 7 * HOUR_MS));
    await dibs.minutes(10);
    expect(await told()).toEqual(['Nothing comes from webinar', 'Over: Nothing comes from webinar']);
  });

  it('tells that a channel does not take cards', async () => {
    const dibs = await setUp();
    await dibs.arrive();
    const [channel] = dibs.context.conversations.at({ kind: 'pool', platform: 'slack', channel: '#leads-iberia' });
    await database.executeSql(`UPDATE delivery SET sent_version = 0`, []);
    await store.deliveries.holdConversation(channel ?? '', NOW, 'not_in_channel');
    await dibs.minutes(10);
    expect(await told()).toEqual(['Cards do not arrive in Slack']);
    await store.deliveries.holdConversation(channel ?? '', null, null);
    await database.executeSql(`UPDATE delivery SET sent_version = wanted_version`, []);
    await dibs.minutes(10);
    expect(await told()).toHaveLength(2);
  });

  it('tells that leads are not routed, and of a scheduled job that was given up, but of none that is gone', async () => {
    const dibs = await setUp();
    await store.leads.insert([{ id: dibs.context.ids.next(), at: NOW, attributes: { custom: {} }, keys: [] }]);
    const tick = { tick: 'one', at: NOW };
    await store.cronRuns.introduce(
      ['digest', 'gone'].map((job) => ({ job, ...tick, at: new Date(NOW.getTime() - 1) })),
      NOW,
    );
    for (const job of ['digest', 'gone']) {
      await store.cronRuns.begin({ job, tick: 'two', at: NOW }, 'one', NOW, 0);
      await store.cronRuns.fail({ job, tick: 'two', at: NOW }, 'one', NOW, { code: 'bug', retryMs: null });
    }
    dibs.moveTo(new Date(Date.now() + HOUR_MS));
    await dibs.minutes(6);
    expect(await told()).toEqual(['The scheduled job digest does not get done', 'Leads are not routed']);
  });

  it('tells of turns that have become unfair', async () => {
    const pool = testPool({ id: 'north', strategy: 'round-robin', channels: { slack: ['#leads-north'], teams: [] } });
    const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: 'north' } }];
    const dibs = await setUp({ ...RULESET, pools: [pool], rules });
    for (let lead = 0; lead < 4; lead += 1) await dibs.arrive();
    // Nobody lets the offers run out here.
    await database.executeSql('UPDATE lead SET due_at = NULL', []);
    await dibs.minutes(35);
    expect(await told()).toEqual([]);
    await database.executeSql(`UPDATE rotation SET carry = '1'`, []);
    await dibs.minutes(35);
    expect(await told()).toEqual(['The turns in north have become unfair']);
  });
});

/** That a lead came, without the lead. */
async function came(source: string, when: Date): Promise<void> {
  await database.executeSql(`INSERT INTO fact (at, what, source) VALUES ($1, 'received', $2)`, [when, source]);
}
