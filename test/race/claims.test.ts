/** Many people claim the same leads in the same instant, through Slack's signed requests, on one Dibs and on two. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Dibs } from '../../src/main/start-dibs.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import type { ChatMessage } from '../../src/playground/workspace-state.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { endProcesses, startDibsProcess } from '../helpers/dibs-process.ts';
import { type DibsFolder, makeDibsFolder, sendLead, startLiveDibs, startTestSlack } from '../helpers/live-dibs.ts';
import { salesTeam } from '../helpers/sales-team.ts';
import { openSql } from '../helpers/sql.ts';

/** A card in a pool's channel, and the lead that it shows. */
interface PoolCard {
  lead: string;
  company: string;
  channel: string;
  /** As it was posted: people go on seeing it so until their client hears of a change. */
  message: ChatMessage;
}

/** Who clicks on which card. */
interface Race {
  card: PoolCard;
  racers: readonly string[];
}

const REPS = 1_000;
/** One for each race, since a private answer says in which channel it belongs, and not to which lead. */
const POOLS = 22;
const PAIRED = 20;

const LATER = { timeout: 30_000, interval: 20 };

/** Longer than Dibs itself waits for Slack to take an answer. */
const ANSWERED_WITHIN_MS = 12_000;

// Alone on two processors the slowest takes 5 s.
vi.setConfig({ testTimeout: 120_000 });

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const team = salesTeam({ reps: REPS, pools: POOLS });
const nameOf = new Map(team.users.map(({ name, email }) => [email, name]));
const everybody = [...nameOf.keys()];

/**
 * Slack gives up on a click after 3 s. Here a thousand people and Dibs share a processor with other tests, so this Slack waits ten times as
 * long: whether every click is acknowledged is for this test, how soon is for the measurements.
 */
const patient: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms * 10, signal) };

let slack: RunningPlayground;
let folder: DibsFolder;
let dibs: Dibs;

beforeAll(async () => {
  slack = await startTestSlack({ ...team, clock: patient });
  folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile: team.routingFile, databaseUrl });
  dibs = await startLiveDibs(slack, folder);
  // As a minute after a real start: everybody has been found in Slack.
  await vi.waitFor(async () => expect(await sql('SELECT FROM identity')).toHaveLength(REPS), { timeout: 50_000 });
});
afterAll(async () => {
  await endProcesses();
  await dibs.stop();
  await slack.close();
  await folder.remove();
});

it('1,000 clicks at once on one lead: one winner, 999 told who, every click acknowledged', async () => {
  const race = { card: await postLead('Vornado Preserves', 0), racers: everybody };
  await run([race]);
  await expectOneWinner(race);
});

it('1,000 clicks at once on one lead, half of them to each of two instances: still one winner', async () => {
  const other = await startDibsProcess(folder);
  const race = { card: await postLead('Quarry & Sons', 1), racers: everybody };
  const release = await hold(race.card.lead);
  await Promise.all([run([race], [dibs.url, other.url]), bothWait().then(release)]);
  await expectOneWinner(race);
});

it('20 leads with 50 people each at once: 20 winners', async () => {
  const races = await Promise.all(
    Array.from({ length: PAIRED }, async (_, n): Promise<Race> => {
      const card = await postLead(`Jarmaster No ${n} Ltd`, 2 + n);
      return { card, racers: everybody.filter((_email, index) => index % PAIRED === n) };
    }),
  );
  await run(races);
  for (const race of races) await expectOneWinner(race);
});

/** Sends a lead to a pool. Resolves once its card is in the pool's channel. */
async function postLead(company: string, pool: number): Promise<PoolCard> {
  const lead = await sendLead(dibs.url, { email: `ines.${pool}@quarry.example`, company, custom: { pool } });
  const channel = slack.playground.channelId(`pool-${pool}`);
  const message = await vi.waitUntil(() => cardIn(channel, company), LATER);
  return { lead, company, channel, message };
}

/**
 * Everybody clicks Claim, all at once, in turn over the instances. Resolves once each of them has been told what came of it. On a
 * machine that is too busy to reach its database in time, somebody may hear nothing or be told to try again: they click again, as
 * people do.
 */
async function run(races: readonly Race[], instances = [dibs.url]): Promise<void> {
  const { playground } = slack;
  let clicks = races.flatMap(({ card, racers }) => racers.map((email) => ({ card, user: playground.userId(email) })));
  while (clicks.length > 0) {
    const reactions = await Promise.all(
      clicks.map(({ card: { channel, message }, user }, index) => {
        playground.requestUrl = `${instances[index % instances.length]}/slack/events`;
        return playground.act({ user, at: { channel, stale: message }, actionId: 'claim' });
      }),
    );
    expect(reactions.filter((reaction) => !reaction.ok)).toEqual([]);
    const toldBy = performance.now() + ANSWERED_WITHIN_MS;
    const waiting = () => clicks.filter(({ card, user }) => !isOutcome(answerIn(card.channel, user)));
    await vi.waitUntil(() => waiting().length === 0 || performance.now() > toldBy, { timeout: 60_000 });
    clicks = waiting();
  }
}

/** @param answer `undefined`: none came */
function isOutcome(answer: string | undefined): boolean {
  return answer !== undefined && !/\(database_(unreachable|busy)\)/.test(answer);
}

/** Locks a lead, so that both instances come to the point where they must take turns. @returns lets it go */
async function hold(lead: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM lead WHERE id = $1 FOR UPDATE', [lead]);
  return () => client.end();
}

/** Resolves once two connections wait for a lock. */
async function bothWait(): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await vi.waitUntil(async () => (await sql(waiting)).length >= 2, LATER);
}

async function expectOneWinner({ card, racers }: Race): Promise<void> {
  const claims = await sql<{ rep: string }>(
    `SELECT event ->> 'rep' AS rep FROM lead_event WHERE lead_id = $1 AND event ->> 'type' = 'claimed'`,
    card.lead,
  );
  expect(claims).toHaveLength(1);
  const winner = `${claims[0]?.rep}@acme.example`;
  const winnersName = nameOf.get(winner) ?? '';
  expect(racers).toContain(winner);

  const answerTo = (email: string) => answerIn(card.channel, slack.playground.userId(email));
  const others = racers.filter((email) => email !== winner).map(answerTo);
  // Without how much too late they were, so that a failure shows each answer once.
  const answers = new Set(others.map((text) => text?.replace(/(at the same moment|[\d.]+ (s|min) before) .*/, '…')));
  expect(answers).toEqual(new Set([`${winnersName} claimed this lead …`]));
  expect(answerTo(winner)).toContain('yours');

  await expect.poll(() => shown(card.channel, card.company), LATER).toContain(`Taken by ${winnersName}`);
  const direct = slack.playground.workspace.direct(slack.playground.userId(winner)).id;
  await expect.poll(() => shown(direct, card.company), LATER).toContain('Yours since');
}

/** The last thing that a person was told privately in a channel. */
function answerIn(channel: string, user: string): string | undefined {
  return slack.playground.workspace.notesFor(user).findLast((note) => note.channel === channel)?.text;
}

function shown(conversation: string, company: string): string {
  const card = cardIn(conversation, company);
  return `${card?.text} ${JSON.stringify(card?.blocks)}`;
}

function cardIn(conversation: string, company: string) {
  return slack.playground.workspace
    .history(conversation)
    .find(({ blocks }) => JSON.stringify(blocks).includes(company));
}
