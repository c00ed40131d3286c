/** What the job queue promises. Runs on PGlite and on PostgreSQL. */
import { beforeEach, describe, expect, it } from 'vitest';
import { openTestStore } from '../../helpers/database.ts';
import { newId } from '../../helpers/store-data.ts';

const { store, jobs, database } = await openTestStore();

let conversation: string;

beforeEach(async () => {
  await database.executeSql('DELETE FROM pgboss.job', []);
  conversation = newId();
});

const enqueue = (...ids: string[]) => store.deliveries.enqueue(ids);
const fetched = async (limit = 100) => (await jobs.fetch(limit)).map((job) => job.about);
const AN_HOUR = 3_600_000;
const A_MINUTE = 60_000;

async function fetchOne() {
  const [job] = await jobs.fetch(1);
  if (!job) throw new Error('no job waits');
  return job;
}

/** Lets time pass for the queue: as if every time it has stored lay this many seconds further back. */
async function age(seconds: number): Promise<void> {
  await database.executeSql(
    `UPDATE pgboss.job SET started_on = started_on - $1 * interval '1s', start_after = start_after - $1 * interval '1s'`,
    [seconds],
  );
}

/** What the queue's upkeep does every few seconds. */
async function expire(): Promise<void> {
  const { default: PgBoss } = await import('pg-boss');
  await new PgBoss({ db: { executeSql: database.executeSql } }).expire();
}

describe('jobs', () => {
  it('are one per conversation while they wait, and are taken once', async () => {
    const other = newId();
    await enqueue(conversation, other);
    await enqueue(conversation);
    expect((await fetched()).sort()).toEqual([conversation, other].sort());
    expect(await fetched()).toEqual([]);
  });

  it('are taken at most as many as asked for', async () => {
    await enqueue(newId(), newId(), newId());
    expect(await fetched(2)).toHaveLength(2);
    expect(await fetched(2)).toHaveLength(1);
  });

  it('can be added while one of the same conversation is at work, and then be at work side by side', async () => {
    await enqueue(conversation);
    expect(await fetched()).toEqual([conversation]);
    await enqueue(conversation);
    expect(await fetched()).toEqual([conversation]);
  });

  it('leave nothing behind when they are done', async () => {
    await enqueue(conversation);
    await jobs.complete([await fetchOne()]);
    const { rows } = await database.executeSql('SELECT id FROM pgboss.job', []);
    expect(rows).toEqual([]);
  });

  it('come back at the time they asked for, and not before', async () => {
    await enqueue(conversation);
    await jobs.complete([await fetchOne()], AN_HOUR);
    expect(await fetched()).toEqual([]);
    await age(3_601);
    expect(await fetched()).toEqual([conversation]);
  });

  it('come back at once when the time is past', async () => {
    await enqueue(conversation);
    await jobs.complete([await fetchOne()], -A_MINUTE);
    expect(await fetched()).toEqual([conversation]);
  });

  it('never make new work wait for the hour that an old job asked for', async () => {
    await enqueue(conversation);
    await jobs.complete([await fetchOne()], AN_HOUR);
    await enqueue(conversation);
    expect(await fetched()).toEqual([conversation]);
  });

  it('come back once, at the earliest of the times that were asked for', async () => {
    await enqueue(conversation);
    const first = await fetchOne();
    await enqueue(conversation);
    const second = await fetchOne();
    await enqueue(conversation);
    const third = await fetchOne();
    await jobs.complete([first], AN_HOUR);
    await jobs.complete([second], -A_MINUTE);
    await jobs.complete([third], AN_HOUR);
    expect(await fetched()).toEqual([conversation]);
    await age(10_000);
    expect(await fetched()).toEqual([]);
  });

  it('come back after 1 s to 2 s when they fail, and do not hold up new ones meanwhile', async () => {
    await enqueue(conversation);
    await jobs.fail([await fetchOne()], 'chat_down');
    expect(await fetched()).toEqual([]);
    await enqueue(conversation);
    expect(await fetched()).toEqual([conversation]);
    await age(2);
    expect(await fetched()).toEqual([conversation]);
  });

  it('go to another worker when theirs has been silent for 30 s', async () => {
    await enqueue(conversation);
    const lost = await fetchOne();
    await age(29);
    await expire();
    await age(2);
    expect(await fetched()).toEqual([]);
    await expire();
    await age(2);
    expect((await fetchOne()).id).toBe(lost.id);
  });

  it('go to another worker while a new job of their conversation waits', async () => {
    await enqueue(conversation);
    await fetchOne();
    await enqueue(conversation);
    await age(31);
    await expire();
    await age(2);
    expect(await fetched()).toEqual([conversation, conversation]);
  });

  it('end as a dead letter after the 6th failure, which blocks nothing', async () => {
    await enqueue(conversation);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await jobs.fail([await fetchOne()], 'broken');
      await age(100);
    }
    expect(await fetched()).toEqual([]);
    const { rows } = await database.executeSql(`SELECT data, output FROM pgboss.job WHERE name = 'deliver_dead'`, []);
    expect(rows).toEqual([{ data: { about: conversation }, output: { code: 'broken' } }]);
    await enqueue(conversation);
    expect(await fetched()).toEqual([conversation]);
  });

  it('do not mind being finished twice', async () => {
    await enqueue(conversation);
    const job = await fetchOne();
    await jobs.complete([job]);
    await jobs.complete([job]);
    await jobs.fail([job], 'late');
    expect(await fetched()).toEqual([]);
  });
});
