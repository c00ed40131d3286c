/** Keeping leads for as long as the routing file says. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetOldLeads } from '../../../src/app/erase/forget-old-leads.ts';
import type { LeadEvent } from '../../../src/domain/lead-event.ts';
import type { Ruleset } from '../../../src/domain/ruleset.ts';
import { openTestStore } from '../../helpers/database.ts';
import { testRuleset } from '../../helpers/leads.ts';
import { type Pushing, startPushing } from '../../helpers/pushing.ts';
import { at, card, changed, newId, newLead, openChannel, toPool } from '../../helpers/store-data.ts';

const opened = await openTestStore();
const { store, database } = opened;
const DAY = 86_400_000;
const keep: NonNullable<Ruleset['keep']> = { lost: 30 * DAY, disqualified: 10 * DAY };
let pushing: Pushing;

const LOST: LeadEvent[] = [
  toPool('iberia'),
  { type: 'claimed', rep: 'ana' },
  { type: 'stage', rep: 'ana', stage: 'lost', reason: 'price', note: 'Quilla found it dear' },
];
const DISQUALIFIED: LeadEvent[] = [
  { type: 'routed', ruleset: 1, to: { kind: 'disqualify', reason: 'a student' }, trace: [] },
];

/** Leads to which all this happened, the last of it so many seconds after they came. @returns their ids */
async function leads(count: number, events: LeadEvent[], lastAfter = 60): Promise<string[]> {
  const fresh = Array.from({ length: count }, () => newLead({ keys: [{ key: newId(), requestHash: null }] }));
  await store.leads.insert(fresh);
  let now = await store.transaction((tx) => tx.leads.lock(fresh.map(({ id }) => id)));
  for (const [index, event] of events.entries()) {
    const changes = now.map((lead) => changed(lead, event, at(index === events.length - 1 ? lastAfter : 1)));
    await store.leads.append(changes);
    now = changes.map(({ lead }) => lead);
  }
  return fresh.map(({ id }) => id);
}

/** As of so many days after the leads came. */
async function forget(days: number, ruleset = testRuleset({ keep })): Promise<number> {
  pushing.setClock(new Date(at(0).getTime() + days * DAY));
  return forgetOldLeads({ ...pushing.context, ruleset });
}

async function standing(ids: readonly string[]): Promise<Record<string, number>> {
  const { rows } = await database.executeSql(
    'SELECT status, count(*)::int AS leads FROM lead WHERE id = ANY ($1::uuid[]) GROUP BY 1',
    [ids],
  );
  return Object.fromEntries((rows as { status: string; leads: number }[]).map(({ status, leads }) => [status, leads]));
}

beforeEach(async () => {
  await database.executeSql('DELETE FROM lead', []);
  pushing = await startPushing(opened, testRuleset());
});

describe('leads that have been kept for long enough', () => {
  it('are erased, 2,300 of them in batches of 1,000, and none is left over', async () => {
    const ids = await leads(2_300, LOST);
    expect(await forget(29)).toBe(0);
    expect(await forget(31)).toBe(2_300);
    expect(await standing(ids)).toEqual({ erased: 2_300 });
    const { rows } = await database.executeSql(
      `SELECT (SELECT count(*)::int FROM intake_key) AS keys, (SELECT count(*)::int FROM lead_event WHERE event::text LIKE '%Quilla%') AS notes`,
      [],
    );
    expect(rows).toEqual([{ keys: 0, notes: 0 }]);
  });

  it('are counted from the last thing that happened to them, each by its own state', async () => {
    const [early, late] = [await leads(3, LOST), await leads(2, LOST, 20 * 86_400)];
    const students = await leads(4, DISQUALIFIED);
    expect(await forget(11)).toBe(4);
    expect(await forget(31)).toBe(3);
    expect(await standing([...early, ...late, ...students])).toEqual({ erased: 7, lost: 2 });
    expect(await forget(51)).toBe(2);
  });

  it('are kept where the routing file does not say, and while they are open', async () => {
    const [open, won] = [
      await leads(2, LOST.slice(0, 2)),
      await leads(2, [...LOST.slice(0, 2), { type: 'stage', rep: 'ana', stage: 'won' }]),
    ];
    await leads(1, LOST);
    expect(await forget(10_000, testRuleset())).toBe(0);
    expect(await forget(10_000)).toBe(1);
    expect(await standing([...open, ...won])).toEqual({ owned: 2, won: 2 });
  });

  it('are erased once, by two runs at a time', async () => {
    const ids = await leads(1_200, LOST);
    const counts = await Promise.all([forget(31), forget(31)]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1_200);
    expect(await standing(ids)).toEqual({ erased: 1_200 });
    expect(await forget(31)).toBe(0);
  });

  it('leave facts as they were', async () => {
    await leads(5, LOST);
    const facts = async () =>
      (await database.executeSql('SELECT what, count(*)::int FROM fact GROUP BY 1 ORDER BY 1', [])).rows;
    const before = await facts();
    await forget(31);
    expect(await facts()).toEqual(before);
  });

  it('have their cards changed a second apart, so that new cards need not wait', async () => {
    const ids = await leads(4, LOST);
    const channel = await openChannel(store);
    const cards = ids.map((id) => card({ id, round: 1 }, channel));
    await store.deliveries.want(
      cards,
      ids.map((leadId) => ({ leadId, version: 4 })),
    );
    for (const { id } of cards) await store.deliveries.update(id, { state: 'sent', message: id, sentVersion: 4 });
    await forget(31);
    const now = pushing.context.clock.now();
    expect((await store.deliveries.due(channel, now, 10)).length).toBe(1);
    expect((await store.deliveries.due(channel, new Date(now.getTime() + 2_000), 10)).length).toBe(3);
    expect((await store.deliveries.due(channel, new Date(now.getTime() + 3_000), 10)).length).toBe(4);
  });
});
