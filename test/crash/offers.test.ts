/** Kills of Dibs while it offers: every lead has one offer that runs, one card, and one turn in the ledger. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { inLeads } from '../../src/domain/rotation/units.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { endProcesses, startDibsProcess } from '../helpers/dibs-process.ts';
import { type DibsFolder, makeDibsFolder, sendLead, startTestSlack } from '../helpers/live-dibs.ts';
import { openSql } from '../helpers/sql.ts';

const LEADS = 60;
const REPS = ['ana', 'bob', 'cleo', 'dora'];

const ROUTING_FILE = `
version: 1
admins: [maya@acme.example]
reps:
${REPS.map((id) => `  - { id: ${id}, name: ${id}, email: ${id}@acme.example }`).join('\n')}
pools:
  - id: north
    strategy: round-robin
    channels: { slack: "#leads-north" }
    members: [${REPS.join(', ')}]
    offer: { acceptWithin: 1h, atOnce: 1000 }
rules:
  - { name: Everyone, then: { pool: north } }
`;

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
let slack: RunningPlayground;
let folder: DibsFolder;

beforeAll(async () => {
  const users = REPS.map((id) => ({ name: id, email: `${id}@acme.example` }));
  slack = await startTestSlack({ users, channels: ['#leads-north', '#dibs-admins'], rateLimits: 'off' });
  folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile: ROUTING_FILE, databaseUrl });
});
afterAll(async () => {
  await endProcesses();
  await slack.close();
  await folder.remove();
});

it('60 leads for 4 equal reps, Dibs killed 3 times while it offers them: 15 offers each, each shown once, and a ledger that adds up', async () => {
  let dibs = await startDibsProcess(folder);
  for (let sent = 0; sent < LEADS; sent += LEADS / 3) {
    const numbers = Array.from({ length: LEADS / 3 }, (_, n) => sent + n);
    await Promise.all(numbers.map((n) => sendLead(dibs.url, { email: `lead-${n}@quarry.example` })));
    await dibs.kill();
    dibs = await startDibsProcess(folder, dibs.url);
  }
  await vi.waitFor(async () => expect(await unfinished()).toEqual([]), { timeout: 120_000, interval: 50 });

  const offers = await sql<{ rep: string; leads: number }>(
    `SELECT offered_to AS rep, count(*)::int AS leads FROM lead WHERE status = 'offered' GROUP BY 1 ORDER BY 1`,
  );
  expect(offers).toEqual(REPS.map((rep) => ({ rep, leads: LEADS / REPS.length })));
  const shown = REPS.flatMap((rep) => offersShown(rep));
  expect(shown.sort((a, b) => a - b)).toEqual(Array.from({ length: LEADS }, (_, n) => n));
  const turns = await sql<{ lead: string }>(
    `SELECT entry ->> 'lead' AS lead FROM rotation_entry WHERE entry ->> 'kind' = 'turn'`,
  );
  expect(new Set(turns.map(({ lead }) => lead)).size).toBe(LEADS);
  expect(turns).toHaveLength(LEADS);
  expect(await balance()).toBe(0);
});

/** What is still to be routed, offered or shown. */
function unfinished(): Promise<{ state: string }[]> {
  return sql(`SELECT state FROM delivery WHERE kind <> 'notice' AND state <> 'skipped' AND sent_version < wanted_version
              UNION ALL SELECT status FROM lead WHERE status <> 'offered'`);
}

/** The numbers of the leads that a rep could accept now, one for each message with an Accept button. */
function offersShown(rep: string): number[] {
  const { workspace } = slack.playground;
  const { id } = workspace.direct(slack.playground.userId(`${rep}@acme.example`));
  return workspace.history(id).flatMap(({ blocks }) => {
    const text = JSON.stringify(blocks);
    return text.includes('"action_id":"accept"') ? [Number(/lead-(\d+)@/.exec(text)?.[1])] : [];
  });
}

async function balance(): Promise<number> {
  const accounts = await sql<{ units: string }>(
    `SELECT (banked::numeric + CASE WHEN credited THEN weight * (level::numeric - since::numeric) ELSE 0 END)::text AS units
     FROM rotation_account JOIN rotation USING (pool, queue)`,
  );
  const [rotation] = await sql<{ carry: string }>('SELECT carry FROM rotation');
  return inLeads(accounts.reduce((sum, { units }) => sum + BigInt(units), BigInt(rotation?.carry ?? 0)));
}
