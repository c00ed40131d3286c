/** What holds steps up: Dibs did not run, the chat is away, enough was said. Nothing comes in a burst afterwards, and nothing is lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createKeepLimits } from '../../../../src/app/time-limits/keep-limits.ts';
import type { Rep, Ruleset, ServiceLevels } from '../../../../src/domain/ruleset.ts';
import { WEEKDAYS } from '../../../../src/domain/ruleset.ts';
import { openTestStore } from '../../../helpers/database.ts';
import { testPool, testRuleset } from '../../../helpers/leads.ts';
import { type Keeping, startKeeping } from '../../../helpers/time-keeping.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const opened = await openTestStore();
const sql = opened.database.executeSql;

beforeEach(async () => {
  await sql('TRUNCATE lead CASCADE', []);
  await sql('TRUNCATE watch, limit_message', []);
  await sql(`UPDATE conversation SET problem = NULL, held_until = NULL, address = NULL`, []);
});

const SLA: ServiceLevels = {
  firstTouchMs: 5 * MINUTE,
  followUpMs: null,
  staleAfterMs: null,
  count: 'around-the-clock',
  remindMs: [5 * MINUTE, 15 * MINUTE],
  escalate: { afterMs: 30 * MINUTE, to: { platform: 'slack', channel: '#sales-managers' } },
  giveUp: { afterMs: 2 * HOUR, to: null },
};

function rulesetWith(sla: Partial<ServiceLevels> = {}, blind = false, reps: Partial<Rep> = {}): Ruleset {
  const people = ['ana', 'bob', 'cleo'].map((id) => ({ id, name: id, email: `${id}@acme.example`, ...reps }));
  const members = people.map(({ id }) => ({ rep: id, weight: 1 }));
  const pool = testPool({ id: 'north', members, blind, sla: { ...SLA, ...sla } });
  const rules = [{ name: 'Everyone', when: null, then: { kind: 'pool' as const, pool: 'north' } }];
  return testRuleset({ reps: people, pools: [pool], rules });
}

const NINE = '2026-03-02T09:00:00Z';
const start = (at = NINE, ruleset = rulesetWith()) => startKeeping(opened, ruleset, at);
const shortSteps = async (dibs: Keeping, id: string) =>
  (await dibs.steps(id)).map(([at, what]) => `${at.slice(8, 16).replace('T', ' ')} ${what}`);

describe('while Dibs does not run', () => {
  it('time limits stand still for the whole day: each step comes once afterwards, at its distance', async () => {
    const before = await start();
    const id = await before.claimed('ana');
    await before.until('2026-03-02T09:06:00Z');
    const after = await start('2026-03-03T09:06:00Z');
    await after.until('2026-03-05T09:00:00Z');
    expect(await shortSteps(after, id)).toEqual([
      '02 09:05 reminded 1',
      '03 09:06 waited down',
      '03 09:15 reminded 2',
      '03 09:30 escalated 3',
      '03 11:00 taken-back',
    ]);
  });

  it('only the owner’s working time is given back', async () => {
    const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: 540, to: 1080 }]]));
    const ruleset = rulesetWith({ count: 'working-time' }, false, { timezone: 'UTC', hours });
    const before = await start('2026-03-02T17:50:00Z', ruleset);
    const id = await before.claimed('ana');
    await before.until('2026-03-02T17:56:00Z');
    // Four minutes of work and a night.
    const after = await start('2026-03-03T08:00:00Z', ruleset);
    await after.until('2026-03-03T09:20:00Z');
    expect(await shortSteps(after, id)).toEqual(['02 17:55 reminded 1', '03 09:05 waited down', '03 09:09 reminded 2']);
  });

  it('or late for any other reason, a step does not come at night', async () => {
    const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: 540, to: 1080 }]]));
    const ruleset = rulesetWith({ count: 'working-time' }, false, { timezone: 'UTC', hours });
    const dibs = await start('2026-03-02T17:50:00Z', ruleset);
    const id = await dibs.claimed('ana');
    await dibs.jump(3 * HOUR);
    await dibs.until('2026-03-03T09:05:00Z');
    expect(await shortSteps(dibs, id)).toEqual(['02 20:50 waited off-hours', '03 09:00 reminded 1']);
  });

  it('a restart of a minute is no interruption', async () => {
    const before = await start();
    const id = await before.claimed('ana');
    await before.until('2026-03-02T09:04:30Z');
    const after = await start('2026-03-02T09:05:30Z');
    expect(await shortSteps(after, id)).toEqual(['02 09:05 reminded 1']);
  });

  it('because the database is away, limits stand still too', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T09:01:00Z');
    const broken = { ...dibs.context, store: { ...dibs.context.store } };
    const keep = createKeepLimits(broken);
    await keep();
    broken.store.transaction = () => Promise.reject(new Error('away'));
    await expect(keep()).rejects.toThrow('away');
    await dibs.at('2026-03-02T13:00:00Z');
    broken.store = dibs.context.store;
    await keep();
    expect(await shortSteps(dibs, id)).toEqual(['02 13:00 waited down']);
    expect((await dibs.lead(id)).stepAt?.toISOString()).toBe('2026-03-02T13:04:00.000Z');
  });

  it('the end of a snooze is not moved: the owner named the moment', async () => {
    const before = await start();
    const id = await before.claimed('ana');
    await before.until('2026-03-02T09:06:00Z');
    await before.work.snooze(id, 'ana', new Date('2026-03-03T08:00:00Z'));
    const after = await start('2026-03-03T09:00:00Z');
    expect(await shortSteps(after, id)).toEqual(['02 09:05 reminded 1', '03 09:00 reminded 1']);
  });
});

describe('while the owner’s chat cannot be reached', () => {
  /** The owner card, or the last reminder, waits: the platform does not answer. */
  const chatIsAway = (rep: string, until: string, problem: string | null = null) =>
    sql(
      `WITH chat AS (
         UPDATE conversation SET held_until = $2::timestamptz, problem = $3, address = 'D1' WHERE kind = 'direct' AND target = $1 RETURNING id
       )
       UPDATE delivery SET state = 'pending', sent_version = 0 FROM chat WHERE conversation_id = chat.id`,
      [rep, until, problem],
    );
  const chatIsBack = (at: string) =>
    sql(
      `WITH chat AS (UPDATE conversation SET problem = NULL RETURNING id)
       UPDATE delivery SET state = 'sent', sent_version = wanted_version, attempted_at = $1::timestamptz FROM chat
       WHERE state = 'pending' AND conversation_id = chat.id`,
      [at],
    );

  it.each([null, 'not_in_channel'])(
    'no step fires (problem: %s); then the wait starts anew, and each comes once',
    async (problem) => {
      const dibs = await start();
      const id = await dibs.claimed('ana');
      await dibs.at('2026-03-02T09:05:00Z');
      await chatIsAway('ana', '2026-03-02T09:05:05Z', problem);
      await dibs.passes();
      expect(await shortSteps(dibs, id)).toEqual(['02 09:05 waited chat']);
      await dibs.at('2026-03-02T09:15:00Z');
      await chatIsBack('2026-03-02T09:14:00Z');
      await dibs.passes();
      await dibs.until('2026-03-03T09:00:00Z');
      expect(await shortSteps(dibs, id)).toEqual([
        '02 09:05 waited chat',
        // The card was there at 9:14.
        '02 09:15 waited chat',
        '02 09:19 reminded 1',
        '02 09:29 reminded 2',
        '02 09:44 escalated 3',
        '02 11:14 taken-back',
      ]);
    },
  );

  it('whoever is not in chat at all holds nothing up: others must hear of it', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await dibs.at('2026-03-02T09:05:00Z');
    await chatIsAway('ana', '2026-03-02T09:06:00Z', 'rep_not_found');
    await dibs.passes();
    expect(await shortSteps(dibs, id)).toEqual(['02 09:05 reminded 1']);
  });

  it('a second chat that works is enough', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await sql(
      `INSERT INTO conversation (id, platform, kind, target, address) VALUES (gen_random_uuid(), 'teams', 'direct', 'ana', 'T1')`,
      [],
    );
    await dibs.at('2026-03-02T09:05:00Z');
    await sql(
      `UPDATE conversation SET held_until = '2026-03-02T09:06:00Z', address = 'D1' WHERE platform = 'slack' AND target = 'ana'`,
      [],
    );
    await sql(`UPDATE delivery SET state = 'pending', sent_version = 0 WHERE lead_id = $1::uuid AND kind = 'owner'`, [
      id,
    ]);
    await dibs.passes();
    expect(await shortSteps(dibs, id)).toEqual(['02 09:05 reminded 1']);
    await sql(`DELETE FROM conversation WHERE platform = 'teams'`, []);
  });
});

describe('reminders', () => {
  it('of one rep that are due together are one message, about the most urgent', async () => {
    const dibs = await start();
    const first = await dibs.claimed('ana');
    await dibs.at('2026-03-02T09:00:20Z');
    const others = [await dibs.claimed('ana'), await dibs.claimed('ana')];
    const bobs = await dibs.claimed('bob');
    await dibs.jump(6 * MINUTE);
    expect(await dibs.messages('ana')).toEqual(['reminder']);
    expect(await dibs.messages('bob')).toEqual(['reminder']);
    expect((await dibs.lead(first)).limit?.reminder?.with).toBeNull();
    for (const id of others) expect((await dibs.lead(id)).limit?.reminder?.with).toBe(first);
    expect((await opened.store.limits.remindedWith('ana', first)).map(({ id }) => id)).toEqual(others);
    // Whoever is answered is no longer spoken of.
    await dibs.work.contacted(others[0] ?? '', 'ana', 'call');
    expect((await opened.store.limits.remindedWith('ana', first)).map(({ id }) => id)).toEqual(others.slice(1));
    expect((await dibs.lead(bobs)).limit?.reminder?.with).toBeNull();
  });

  it('that come within a minute of another wait for its end, and are one message', async () => {
    const dibs = await start();
    await dibs.claimed('ana');
    const later: string[] = [];
    for (const seconds of [10, 20, 30]) {
      await dibs.at(new Date(Date.parse(NINE) + seconds * 1000));
      later.push(await dibs.claimed('ana'));
    }
    await dibs.until('2026-03-02T09:06:30Z');
    expect(await dibs.messages('ana')).toEqual(['reminder', 'reminder']);
    for (const id of later) {
      expect((await dibs.steps(id)).map(([at, what]) => `${at.slice(14, 19)} ${what}`).at(-1)).toBe('06:00 reminded 1');
    }
  });

  it('of one rep are 6 an hour at most; the others wait, and come as one', async () => {
    const dibs = await start(NINE, rulesetWith({ remindMs: [5 * MINUTE], escalate: null, giveUp: null }));
    const ids: string[] = [];
    for (let lead = 0; lead < 20; lead += 1) {
      await dibs.until(new Date(Date.parse(NINE) + lead * 2 * MINUTE));
      ids.push(await dibs.claimed('ana'));
    }
    await dibs.until('2026-03-02T10:04:00Z');
    expect(await dibs.messages('ana')).toHaveLength(6);
    await dibs.until('2026-03-02T12:00:00Z');
    expect(await dibs.messages('ana')).toHaveLength(7);
    for (const id of ids) expect((await dibs.lead(id)).limit?.fired).toBe(1);
  });

  it('of one lead are 6 a day at most, through however many hands it goes', async () => {
    const dibs = await start(NINE, rulesetWith({ remindMs: [5 * MINUTE], escalate: null, giveUp: null }));
    const id = await dibs.claimed('ana');
    const hands = ['bob', 'cleo', 'ana', 'bob', 'cleo', 'ana', 'bob', 'cleo', 'ana'];
    let owner = 'ana';
    for (const [turn, to] of hands.entries()) {
      await dibs.until(new Date(Date.parse(NINE) + (turn + 1) * 10 * MINUTE));
      await dibs.work.handOver(id, owner, to, null);
      owner = to;
    }
    await dibs.until('2026-03-02T12:00:00Z');
    const what = (await dibs.steps(id)).map(([, step]) => step);
    expect(what.filter((step) => step === 'reminded 1')).toHaveLength(6);
    expect(what.at(-1)).toBe('waited often');
    await dibs.until('2026-03-03T09:05:00Z');
    expect((await dibs.steps(id)).at(-1)?.[1]).toBe('reminded 1');
  });

  it('are each a message of its own, and the newest is the one that waits for an answer', async () => {
    const dibs = await start();
    const id = await dibs.claimed('ana');
    await dibs.until('2026-03-02T09:16:00Z');
    expect(await dibs.messages('ana')).toEqual(['reminder', 'reminder']);
    const { rows } = await sql(
      `SELECT round FROM delivery WHERE lead_id = $1::uuid AND kind = 'reminder' ORDER BY id`,
      [id],
    );
    const rounds = (rows as { round: number }[]).map(({ round }) => round);
    expect((await dibs.lead(id)).limit?.reminder?.version).toBe(rounds[1]);
    await dibs.work.contacted(id, 'ana', 'call');
    expect(await dibs.messages('ana')).toEqual(['reminder', 'reminder']);
  });
});

describe('what the managers’ channel hears', () => {
  const notices = async () => {
    const { rows } = await sql(
      `SELECT notice ->> 'title' AS title, notice ->> 'quote' AS quote FROM delivery
       JOIN conversation ON conversation.id = conversation_id WHERE target = '#sales-managers' ORDER BY delivery.id`,
      [],
    );
    return rows as { title: string; quote: string }[];
  };

  it('is one message about all leads that are due, with names where the pool shows them', async () => {
    const dibs = await start();
    const id = await dibs.arrive({ name: 'Quilla Zembra', company: 'Vornado' });
    await dibs.claim({ leadId: id, rep: 'ana', round: 1 });
    const other = await dibs.claimed('bob');
    await dibs.until('2026-03-02T09:30:00Z');
    expect(await notices()).toEqual([
      {
        title: '2 leads wait for their owners',
        quote: [
          `ana has had Quilla Zembra · Vornado for 30 min, and nobody has been in touch. Lead ${id}`,
          `bob has had Unnamed lead for 30 min, and nobody has been in touch. Lead ${other}`,
        ].join('\n'),
      },
    ]);
  });

  it('names nobody where the pool is blind', async () => {
    const dibs = await start(NINE, rulesetWith({}, true));
    const id = await dibs.arrive({ name: 'Quilla Zembra', email: 'quilla@vornado.example' });
    await dibs.claim({ leadId: id, rep: 'ana', round: 1 });
    await dibs.until('2026-03-02T09:30:00Z');
    const [{ quote } = { quote: '' }] = await notices();
    expect(quote).toBe(`ana has had a lead of north for 30 min, and nobody has been in touch. Lead ${id}`);
  });
});

it('two timekeepers at once fire each step once', async () => {
  const dibs = await start();
  const ids: string[] = [];
  for (const rep of ['ana', 'bob', 'cleo', 'ana', 'bob']) ids.push(await dibs.claimed(rep));
  const keepers = [dibs.keep, createKeepLimits(dibs.context), createKeepLimits(dibs.context)];
  for (const keep of keepers) await keep();
  for (const minutes of [5, 15, 30, 120]) {
    await dibs.at(new Date(Date.parse(NINE) + minutes * MINUTE));
    await Promise.all(keepers.map((keep) => keep()));
    await dibs.passes();
  }
  for (const id of ids) {
    expect((await dibs.steps(id)).map(([, what]) => what)).toEqual([
      'reminded 1',
      'reminded 2',
      'escalated 3',
      'taken-back',
    ]);
  }
});
