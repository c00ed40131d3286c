/** The same people written in eight ways, by many senders at once, over several instances on PostgreSQL. */
import { afterAll, expect, it } from 'vitest';
import type { LeadInput } from '../../src/domain/lead-input.ts';
import type { Dibs } from '../../src/main/start-dibs.ts';
import { connectPostgres } from '../../src/store/postgres.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { numbers } from '../helpers/lead-histories.ts';
import { type DibsFolder, makeDibsFolder, sendLead, startLiveDibs, startTestSlack } from '../helpers/live-dibs.ts';
import { silentLog } from '../helpers/silent-log.ts';
import { SPELLINGS, spelled } from '../helpers/spellings.ts';

const PEOPLE = 7_000;
const REPEATS = 3_000;
const CLIENTS = 16;
const INSTANCES = 2;

const ROUTING_FILE = `
version: 1
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana, email: ana@acme.example }
  - { id: bob, name: Bob, email: bob@acme.example }
pools:
  - { id: world, strategy: cherry-pick, channels: { slack: "#leads" }, members: [ana, bob] }
rules:
  - { name: To Bob, when: { custom.owner: bob }, then: { rep: bob } }
  - { name: Everyone, then: { pool: world } }
`;

const databaseUrl = await makeTestDatabase();
const slack = await startTestSlack({ users: [], channels: ['leads', 'dibs-admins'] });
const database = connectPostgres(databaseUrl, silentLog);
const folders: DibsFolder[] = [];
const instances: Dibs[] = [];

afterAll(async () => {
  for (const dibs of instances) await dibs.stop();
  for (const folder of folders) await folder.remove();
  await database.close();
  await slack.close();
});

/** Many senders at once, each to one of the instances; until all of it is routed. */
async function sendAll(leads: readonly LeadInput[]): Promise<void> {
  let next = 0;
  async function client(number: number): Promise<void> {
    const { url } = instances[number % INSTANCES] as Dibs;
    for (let taken = leads[next++]; taken; taken = leads[next++]) await sendLead(url, taken);
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await expect
    .poll(() => one(`SELECT count(*)::int AS waiting FROM lead WHERE status = 'received'`), { timeout: 60_000 })
    .toEqual({ waiting: 0 });
}

async function one<T>(sql: string): Promise<T> {
  const { rows } = await database.executeSql(sql, []);
  return rows[0] as T;
}

it(`10,000 leads, 30 % of them repeats in ${SPELLINGS} spellings, from ${CLIENTS} clients at once make exactly 7,000 people; no message is lost, owners are kept`, async () => {
  for (let instance = 0; instance < INSTANCES; instance += 1) {
    const folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile: ROUTING_FILE, databaseUrl });
    folders.push(folder);
    instances.push(await startLiveDibs(slack, folder));
  }
  const random = numbers(20_261_130);
  const firsts = Array.from({ length: PEOPLE }, (_, index) => ({
    ...spelled(index, 0),
    message: `first of ${index}`,
    custom: (index % 10 === 0 ? { owner: 'bob' } : {}) as { owner?: string },
  }));
  const repeats = Array.from({ length: REPEATS }, (_, number) => {
    const index = Math.floor(random() * PEOPLE);
    return { ...spelled(index, Math.floor(random() * SPELLINGS)), message: `again ${number} of ${index}`, custom: {} };
  });
  // Every tenth person is with Bob already.
  await sendAll(firsts.filter(({ custom }) => custom.owner));
  const others = [...firsts.filter(({ custom }) => !custom.owner), ...repeats];
  const shuffled = others.map((lead) => ({ lead, place: random() })).sort((a, b) => a.place - b.place);
  await sendAll(shuffled.map(({ lead }) => lead));

  expect(
    await one(
      'SELECT count(*)::int AS leads, count(DISTINCT person)::int AS people FROM lead WHERE merged_into IS NULL',
    ),
  ).toEqual({
    leads: PEOPLE,
    people: PEOPLE,
  });
  expect(await one(`SELECT count(*)::int AS merged FROM lead WHERE status = 'merged'`)).toEqual({ merged: REPEATS });
  // Each repeat went into the lead of its own person.
  expect(
    await one(`
      SELECT count(*)::int AS astray FROM lead JOIN lead AS into_it ON into_it.id = lead.merged_into
      WHERE split_part(lead.attributes ->> 'message', ' of ', 2) <> split_part(into_it.attributes ->> 'message', ' of ', 2)`),
  ).toEqual({ astray: 0 });
  // What was said is in the timelines, each once.
  expect(
    await one(`
      SELECT count(*)::int AS said, count(DISTINCT event -> 'attributes' ->> 'message')::int AS different
      FROM lead_event WHERE event ->> 'type' = 'received'`),
  ).toEqual({ said: PEOPLE + REPEATS, different: PEOPLE + REPEATS });
  expect(await one(`SELECT count(*)::int AS words FROM lead_event WHERE event ->> 'type' = 'merged'`)).toEqual({
    words: REPEATS,
  });
  // Nobody's lead changed hands.
  expect(
    await one(`
      SELECT count(*) FILTER (WHERE owner = 'bob')::int AS with_bob, count(*) FILTER (WHERE owner <> 'bob')::int AS with_others
      FROM lead WHERE owner IS NOT NULL`),
  ).toEqual({ with_bob: PEOPLE / 10, with_others: 0 });
});
