/**
 * The canary: one person's data goes through every path there is; then the person is erased, and looked for everywhere: in every table, in
 * the log, and in what both chats now show. Runs on PGlite and on PostgreSQL.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../../src/domain/lead-event.ts';
import { openTestStore } from '../../helpers/database.ts';
import { type Erasing, startErasing } from '../../helpers/erasing.ts';
import { CANARY, MARKS, PATHS } from './erase-paths.ts';

const opened = await openTestStore();
let dibs: Erasing;
let answer: Record<string, unknown> & { leads: { id: string; status: string }[]; proof: { left: number } };
let counted: unknown;

/** Lines in which the person shows. */
function hits(text: string): string[] {
  return text.split('\n').filter((line) => MARKS.test(line));
}

async function counts(): Promise<unknown> {
  const { rows } = await opened.database.executeSql(
    `SELECT (SELECT jsonb_agg(f ORDER BY f) FROM (SELECT what, rep, count(*) FROM fact GROUP BY 1, 2) AS f) AS facts,
       (SELECT count(*)::int FROM lead) AS leads, (SELECT count(*)::int FROM rotation_entry WHERE entry ->> 'kind' = 'turn') AS turns`,
    [],
  );
  return rows[0];
}

beforeAll(async () => {
  dibs = await startErasing(opened);
  for (const { name, send } of PATHS) {
    try {
      await send(dibs);
    } catch (error) {
      throw new Error(`path "${name}"`, { cause: error });
    }
  }
  await dibs.work();
  expect(hits(await dibs.dump()).length).toBeGreaterThan(40);
  expect(hits(dibs.shown())).not.toEqual([]);
  counted = await counts();
  const response = await dibs.server.post('/v1/people/erase', { email: CANARY.email });
  expect(response.status).toBe(200);
  answer = (await response.json()) as typeof answer;
  await dibs.work();
}, 180_000);
afterAll(() => dibs.close());

describe(`a person who came in by ${PATHS.length} paths and is erased`, () => {
  it('is in no table, job or dead letter', async () => {
    expect(hits(await dibs.dump())).toEqual([]);
  });

  it('is in no card, message or note of either chat', () => {
    expect(hits(dibs.shown())).toEqual([]);
    expect(dibs.shown()).toContain('This lead was removed.');
  });

  it('is in no line of the log, from beginning to end', () => {
    expect(dibs.logged().length).toBeGreaterThan(1_000);
    expect(hits(dibs.logged())).toEqual([]);
  });

  it('is proved to be nowhere by a search of every table of the catalogue, the job queue’s too', () => {
    const { proof } = answer as unknown as { proof: { left: number; tables: { table: string; rows: number }[] } };
    expect(proof.left).toBe(0);
    const tables = proof.tables.map(({ table }) => table);
    expect(tables).toEqual(expect.arrayContaining(['public.lead', 'public.lead_event', 'public.delivery']));
    expect(tables.filter((table) => table.startsWith('pgboss.')).length).toBeGreaterThan(3);
  });

  it('leaves leads, facts and turns counted as before', async () => {
    expect(await counts()).toEqual(counted);
  });

  it('leaves of each lead a state that is still the sum of its timeline, and nothing for anybody to do', async () => {
    expect(answer.leads.length).toBeGreaterThan(10);
    for (const { id } of answer.leads) {
      const lead = await opened.store.leads.find(id);
      expect(replay(id, await opened.store.leads.timeline(id))).toEqual(lead);
      expect(lead).toMatchObject({ status: 'erased', dueAt: null, stepAt: null, offeredTo: null, heldSince: null });
    }
  });

  it('names the records that are still in other systems', () => {
    expect(answer.remote).toEqual([
      expect.objectContaining({ target: 'hubspot', remoteId: 'zembra-901' }),
      expect.objectContaining({ target: 'salesforce', remoteId: null }),
    ]);
  });

  it('leaves others alone: the lead that shared a reminder and a notice still shows there', async () => {
    expect(dibs.shown()).toContain('Otto Birch');
    expect(await dibs.dump()).toContain('otto@birch.example');
  });

  it('can be erased once more, and there is nothing to erase', async () => {
    const again = await dibs.server.post('/v1/people/erase', { email: CANARY.email });
    expect(await again.json()).toMatchObject({ leads: [], erased: { leads: 0, events: 0 }, proof: { left: 0 } });
  });

  it('is a new lead when they write again, under the same key too', async () => {
    const again = await dibs.server.post('/v1/leads', CANARY, { 'idempotency-key': 'zembra-key' });
    expect(again.headers.get('idempotency-replayed')).toBeNull();
    const found = await dibs.server.post('/v1/people/erase', { email: 'quilla.zembra@vornado.example', dryRun: true });
    expect(await found.json()).toMatchObject({ leads: [{ status: 'received' }], erased: null, proof: null });
  });
});
