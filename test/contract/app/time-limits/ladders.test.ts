/** Each ladder by its name, over a real store and under a clock that only moves when a test says so. */
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { replay } from '../../../../src/domain/lead-event.ts';
import { type Rep, type Ruleset, type ServiceLevels, WEEKDAYS } from '../../../../src/domain/ruleset.ts';
import { openTestStore } from '../../../helpers/database.ts';
import { testPool, testRuleset } from '../../../helpers/leads.ts';
import { type Keeping, startKeeping } from '../../../helpers/time-keeping.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const opened = await openTestStore();

beforeEach(async () => {
  await opened.database.executeSql('TRUNCATE lead CASCADE', []);
  await opened.database.executeSql('TRUNCATE watch, limit_message', []);
});

const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'working-time',
  remindMs: [5 * MINUTE, 15 * MINUTE],
  escalate: { afterMs: 30 * MINUTE, to: { platform: 'slack', channel: '#sales-managers' } },
  giveUp: { afterMs: 2 * HOUR, to: null },
};

function rulesetWith(sla: Partial<ServiceLevels>, reps: Partial<Rep> = {}): Ruleset {
  const people = ['ana', 'bob', 'cleo'].map((id) => ({ id, name: id, email: `${id}@acme.example`, ...reps }));
  const pool = testPool({
    id: 'north',
    members: people.map(({ id }) => ({ rep: id, weight: 1 })),
    sla: { ...SLA, ...sla },
  });
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: 'north' } }];
  return testRuleset({ reps: people, pools: [pool], rules });
}

/** Nine to six, every day of the week. */
const HOURS = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: 540, to: 1080 }]]));

/** The day before the clock changes, and by how much. */
const CHANGES = [
  ['Europe/London', '2026-03-28', 'forward'],
  ['Europe/London', '2026-10-24', 'back'],
  ['America/New_York', '2026-03-07', 'forward'],
  ['America/New_York', '2026-10-31', 'back'],
  ['Australia/Lord_Howe', '2026-10-03', 'half an hour forward'],
  ['Australia/Lord_Howe', '2026-04-04', 'half an hour back'],
] as const;

function local(timezone: string, date: string, time: string, daysLater = 0): string {
  const day = Temporal.PlainDate.from(date).add({ days: daysLater });
  return new Date(day.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds).toISOString();
}

describe.each(CHANGES)('in %s, from %s on, when the clock goes %s', (timezone, date, _how) => {
  const at = (time: string, daysLater = 0) => local(timezone, date, time, daysLater);
  const owner = { timezone, hours: HOURS };

  it('the first touch has each of its steps once, in the owner’s working time', async () => {
    const dibs = await startKeeping(opened, rulesetWith({}, owner), at('17:50'));
    const id = await dibs.claimed('ana');
    expect((await dibs.lead(id)).limit?.until).toBe(at('17:55'));
    await dibs.until(at('12:00', 10));
    expect(await dibs.steps(id)).toEqual([
      [at('17:55'), 'reminded 1'],
      [at('09:05', 1), 'reminded 2'],
      [at('09:20', 1), 'escalated 3'],
      [at('10:50', 1), 'taken-back'],
    ]);
    expect(await dibs.lead(id)).toMatchObject({ status: 'pooled', owner: null, limit: null, stepAt: null });
  });

  it('the follow-up has each of its steps once, at the same time of day', async () => {
    const dibs = await startKeeping(opened, rulesetWith({ followUpMs: 2 * DAY }, owner), at('15:00'));
    const id = await dibs.claimed('ana');
    await dibs.work.contacted(id, 'ana', 'call');
    await dibs.until(at('12:00', 20));
    expect(await dibs.steps(id)).toEqual([
      [at('15:00', 2), 'reminded 1'],
      [at('15:00', 3), 'reminded 2'],
      [at('15:00', 4), 'escalated 3'],
      [at('15:00', 5), 'taken-back'],
    ]);
  });

  it('a lead that grows stale has each of its steps once, around the clock by the hour', async () => {
    const sla = { staleAfterMs: 3 * DAY, count: 'around-the-clock' as const };
    const dibs = await startKeeping(opened, rulesetWith(sla, owner), at('15:00'));
    const id = await dibs.claimed('ana');
    await dibs.work.contacted(id, 'ana', 'call');
    await dibs.until(at('12:00', 20));
    const inDays = (days: number) => new Date(Date.parse(at('15:00')) + days * DAY).toISOString();
    expect(await dibs.steps(id)).toEqual([
      [inDays(3), 'reminded 1'],
      [inDays(4), 'reminded 2'],
      [inDays(5), 'escalated 3'],
      [inDays(6), 'taken-back'],
    ]);
  });

  it.each([
    ['before the first step', '17:52', 0],
    ['after the first', '17:57', 1],
    ['after the second', '17:57', 2],
  ])('no step comes after a touch %s', async (_when, _time, fired) => {
    const dibs = await startKeeping(opened, rulesetWith({}, owner), at('17:50'));
    const id = await dibs.claimed('ana');
    await dibs.until([at('17:54'), at('18:30'), at('09:06', 1)][fired] ?? '');
    expect(await dibs.steps(id)).toHaveLength(fired);
    await dibs.work.contacted(id, 'ana', 'call');
    await dibs.until(at('12:00', 10));
    expect(await dibs.steps(id)).toHaveLength(fired);
    expect(await dibs.lead(id)).toMatchObject({ owner: 'ana', limit: null, stepAt: null });
  });

  it.each([
    ['forward', [2 * HOUR]],
    ['back', [-2 * HOUR]],
    ['forward and back again', [2 * HOUR, -2 * HOUR]],
    ['back and forward again', [-2 * HOUR, 2 * HOUR]],
  ])(
    'a clock that jumps 2 hours %s loses no step, doubles none, and brings them one at a time',
    async (_way, jumps) => {
      const dibs = await startKeeping(opened, rulesetWith({}, owner), at('10:00'));
      const id = await dibs.claimed('ana');
      await dibs.until(at('10:06'));
      for (const ms of jumps) {
        const before = (await dibs.steps(id)).length;
        await dibs.jump(ms);
        expect((await dibs.steps(id)).length - before).toBeLessThanOrEqual(1);
      }
      await dibs.until(at('12:00', 10));
      const steps = await dibs.steps(id);
      expect(steps.map(([, what]) => what)).toEqual(['reminded 1', 'reminded 2', 'escalated 3', 'taken-back']);
      const times = steps.map(([when]) => Date.parse(when));
      expect(times[1]).toBeGreaterThanOrEqual((times[0] ?? 0) + (jumps[0] === -2 * HOUR ? -2 * HOUR : 10 * MINUTE));
    },
  );
});

describe('a time limit', () => {
  const start = (sla: Partial<ServiceLevels> = {}, at = '2026-03-02T09:00:00Z') =>
    startKeeping(opened, rulesetWith(sla), at);
  const types = async (dibs: Keeping, id: string) => (await dibs.steps(id)).map(([, what]) => what);

  it('has the times of the example in docs/routing-file.md', async () => {
    const weekdays = WEEKDAYS.filter((day) => day !== 'sat' && day !== 'sun');
    const hours = Object.fromEntries(weekdays.map((day) => [day, [{ from: 540, to: 1080 }]]));
    const sla = { followUpMs: 2 * DAY, staleAfterMs: 5 * DAY };
    const ana = { timezone: 'Europe/Madrid', hours };
    const at = (date: string, time: string) => local('Europe/Madrid', date, time);
    const dibs = await startKeeping(opened, rulesetWith(sla, ana), at('2026-03-02', '17:50'));
    const [silent, called] = [await dibs.claimed('ana'), await dibs.claimed('bob')];
    await dibs.until(at('2026-03-03', '09:10'));
    await dibs.work.contacted(called, 'bob', 'call');
    await dibs.until(at('2026-03-05', '12:00'));
    expect(await dibs.steps(silent)).toEqual([
      [at('2026-03-02', '17:55'), 'reminded 1'],
      [at('2026-03-03', '09:05'), 'reminded 2'],
      [at('2026-03-03', '09:20'), 'escalated 3'],
      [at('2026-03-03', '10:50'), 'taken-back'],
    ]);
    expect((await dibs.steps(called)).slice(2)).toEqual([[at('2026-03-05', '09:10'), 'reminded 1']]);
  });

  it('is not there where the pool has none', async () => {
    const ruleset = rulesetWith({});
    for (const pool of ruleset.pools) delete pool.sla;
    const dibs = await startKeeping(opened, ruleset, '2026-03-02T09:00:00Z');
    expect(await dibs.lead(await dibs.claimed('ana'))).toMatchObject({ limit: null, stepAt: null });
  });

  it('goes on as staleness from the same moment when its ladder is at an end', async () => {
    const dibs = await start({ staleAfterMs: 3 * DAY, escalate: null, giveUp: null });
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-20T09:00:00Z');
    expect(await dibs.steps(id)).toEqual([
      ['2026-03-02T09:05:00.000Z', 'reminded 1'],
      ['2026-03-02T09:15:00.000Z', 'reminded 2'],
      ['2026-03-05T09:00:00.000Z', 'reminded 1'],
      ['2026-03-06T09:00:00.000Z', 'reminded 2'],
    ]);
    expect(await dibs.lead(id)).toMatchObject({ limit: { name: 'stale', fired: 2 }, stepAt: null });
  });

  it('that is put off reminds at that moment, and its ladder goes on from where it was', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T09:06:00Z');
    await dibs.work.snooze(id, 'ana', new Date('2026-03-03T08:00:00Z'));
    await dibs.until('2026-03-04T09:00:00Z');
    expect(await dibs.steps(id)).toEqual([
      ['2026-03-02T09:05:00.000Z', 'reminded 1'],
      ['2026-03-03T08:00:00.000Z', 'reminded 1'],
      ['2026-03-03T08:10:00.000Z', 'reminded 2'],
      ['2026-03-03T08:25:00.000Z', 'escalated 3'],
      ['2026-03-03T09:55:00.000Z', 'taken-back'],
    ]);
  });

  it('begins anew with whoever gets the lead', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T09:10:00Z');
    await dibs.work.handOver(id, 'ana', 'bob', null);
    expect((await dibs.lead(id)).stepAt?.toISOString()).toBe('2026-03-02T09:15:00.000Z');
    await dibs.until('2026-03-02T09:16:00Z');
    expect(await types(dibs, id)).toEqual(['reminded 1', 'reminded 1']);
    expect((await dibs.timeline(id)).at(-1)?.event).toMatchObject({ type: 'reminded', rep: 'bob' });
  });

  it('that nobody keeps brings the lead to the named rep, with a word to both, and is theirs from then on', async () => {
    const dibs = await start({ giveUp: { afterMs: 2 * HOUR, to: 'cleo' } });
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T11:00:00Z');
    expect(await dibs.lead(id)).toMatchObject({
      status: 'owned',
      owner: 'cleo',
      limit: { name: 'first-touch', fired: 0 },
    });
    expect(await dibs.messages('ana')).toEqual(['reminder', 'reminder', 'A lead of yours went to cleo']);
    expect(await dibs.messages('cleo')).toEqual(['A lead is yours now']);
    // Nobody's lead is taken back to themselves.
    await dibs.until('2026-03-10T09:00:00Z');
    expect((await dibs.lead(id)).owner).toBe('cleo');
    expect((await types(dibs, id)).slice(4)).toEqual(['reminded 1', 'reminded 2', 'escalated 3']);
  });

  it('in a pool that offers brings the lead back to the queue, and somebody else is asked first', async () => {
    const ruleset = rulesetWith({});
    for (const pool of ruleset.pools) pool.strategy = 'round-robin';
    const dibs = await startKeeping(opened, ruleset, '2026-03-02T09:00:00Z');
    const id = await dibs.arrive();
    const { offeredTo } = await dibs.lead(id);
    await dibs.accept(id, offeredTo ?? '');
    await dibs.until('2026-03-02T11:00:00Z');
    await dibs.settle();
    const lead = await dibs.lead(id);
    expect(lead.status).toBe('offered');
    expect(lead.offeredTo).not.toBe(offeredTo);
  });

  it('leaves a state that its timeline explains', async () => {
    const dibs = await start({ staleAfterMs: 3 * DAY });
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T09:31:00Z');
    expect(replay(id, await dibs.timeline(id))).toEqual(await dibs.lead(id));
    await dibs.work.contacted(id, 'ana', 'call');
    await dibs.until('2026-03-05T10:00:00Z');
    await dibs.work.snooze(id, 'ana', new Date('2026-03-06T08:00:00Z'));
    expect(replay(id, await dibs.timeline(id))).toEqual(await dibs.lead(id));
    await dibs.until('2026-03-20T10:00:00Z');
    expect(replay(id, await dibs.timeline(id))).toEqual(await dibs.lead(id));
  });

  it('that a new routing file no longer has ends; one that it has later waits until then', async () => {
    const before = await start();
    const [ended, later] = [await before.claimed('ana'), await before.claimed('bob')];
    const ruleset = rulesetWith({ remindMs: [HOUR, 90 * MINUTE], escalate: null, giveUp: null });
    const longer = await startKeeping(opened, ruleset, '2026-03-02T09:01:00Z');
    await longer.until('2026-03-02T10:00:00Z');
    expect(await longer.steps(later)).toEqual([
      ['2026-03-02T09:05:00.000Z', 'waited rules'],
      ['2026-03-02T10:00:00.000Z', 'reminded 1'],
    ]);
    for (const pool of ruleset.pools) delete pool.sla;
    const none = await startKeeping(opened, ruleset, '2026-03-02T10:01:00Z');
    await none.until('2026-03-03T10:00:00Z');
    expect((await none.timeline(ended)).at(-1)?.event).toMatchObject({ type: 'waited', because: 'rules', until: null });
    expect(await none.lead(ended)).toMatchObject({ owner: 'ana', limit: null, stepAt: null });
  });
});
