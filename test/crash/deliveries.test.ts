/** Kills of Dibs while it posts: Slack shows each lead's card once, whatever was under way. */
import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/playground/seeded-random.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { endProcesses, startDibsProcess } from '../helpers/dibs-process.ts';
import { type DibsFolder, makeDibsFolder, sendLead, startTestSlack } from '../helpers/live-dibs.ts';
import { salesTeam } from '../helpers/sales-team.ts';
import { openSql } from '../helpers/sql.ts';

const POOLS = 50;
const LEADS = 500;

/** What a dead process held is taken over after 30 s at most; then come the cards that Slack's limits have put off. */
const UP_TO_DATE_WITHIN_MS = 120_000;

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const team = salesTeam({ reps: 3, pools: POOLS });

let slack: RunningPlayground;
let folder: DibsFolder;

beforeEach(() => sql('TRUNCATE lead, conversation, identity CASCADE'));
afterEach(async () => {
  await endProcesses();
  await slack.close();
  await folder.remove();
});

it('500 leads in 50 channels, every 20th answer of Slack lost, Dibs killed half-way: no lead without a card, none with two', async () => {
  await openSlack('strict');
  const seed = randomInt(2 ** 32);
  const lostAnswer = { kind: 'drop-after' } as const;
  slack.playground.failpoints.arm({
    method: 'chat.postMessage',
    failure: lostAnswer,
    share: 0.05,
    random: seededRandom(seed),
  });
  const dibs = await startDibsProcess(folder);
  for (let n = 0; n < LEADS; n += POOLS) {
    await Promise.all(Array.from({ length: POOLS }, (_, pool) => send(dibs.url, n + pool, pool)));
  }
  await vi.waitFor(() => expect(claimable().length).toBeGreaterThan(LEADS / 2), { timeout: 60_000, interval: 20 });
  await dibs.kill();
  expect(claimable().length).toBeLessThan(LEADS);

  await startDibsProcess(folder, dibs.url);
  await upToDate();
  expect(cardsPerLead(LEADS), `seed ${seed}`).toEqual(new Array(LEADS).fill(1));
});

it('Dibs killed between the post and Slack’s answer, in 10 channels: each card is there once', async () => {
  await openSlack('off');
  slack.playground.failpoints.arm({ method: 'chat.postMessage', failure: { kind: 'delay', delayMs: 9_000 } });
  const dibs = await startDibsProcess(folder);
  await Promise.all(Array.from({ length: 10 }, (_, n) => send(dibs.url, n, n)));
  await vi.waitFor(() => expect(claimable()).toHaveLength(10), { timeout: 8_000, interval: 20 });
  await dibs.kill();
  expect(await sql(`SELECT FROM delivery WHERE state = 'sending'`)).toHaveLength(10);

  slack.playground.failpoints.disarm();
  await startDibsProcess(folder, dibs.url);
  await upToDate();
  expect(cardsPerLead(10)).toEqual(new Array(10).fill(1));
});

async function openSlack(rateLimits: 'strict' | 'off'): Promise<void> {
  slack = await startTestSlack({ ...team, rateLimits });
  folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile: team.routingFile, databaseUrl });
}

/** The n-th lead, known by its address in whatever shows it. */
function send(url: string, n: number, pool: number): Promise<string> {
  return sendLead(url, { email: `lead-${n}@quarry.example`, custom: { pool } });
}

/** Resolves once every lead has been routed and every card shows what it should. */
async function upToDate(): Promise<void> {
  const open = () =>
    sql(`SELECT state FROM delivery WHERE state <> 'skipped' AND sent_version < wanted_version
         UNION ALL SELECT status FROM lead WHERE status = 'received'`);
  await vi.waitFor(async () => expect(await open()).toEqual([]), { timeout: UP_TO_DATE_WITHIN_MS, interval: 50 });
}

/** The numbers of the leads that somebody could claim now, one for each message with a Claim button. */
function claimable(): number[] {
  const { workspace } = slack.playground;
  return workspace
    .conversations()
    .flatMap(({ id }) => workspace.history(id))
    .map(({ blocks }) => JSON.stringify(blocks))
    .filter((blocks) => blocks.includes('"action_id":"claim"'))
    .map((blocks) => Number(/lead-(\d+)@/.exec(blocks)?.[1]));
}

/** How many claimable messages each lead has, in the order of the leads. */
function cardsPerLead(leads: number): number[] {
  const cards = new Array<number>(leads).fill(0);
  for (const n of claimable()) cards[n] = (cards[n] ?? 0) + 1;
  return cards;
}
