/** Kills of Dibs and of the CRM while leads are handed over: each record and each note is there once, and nothing is missing. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { type FakeHubspot, HUBSPOT_TOKEN, startFakeHubspot } from '../helpers/crm/fake-hubspot.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { endProcesses, startDibsProcess } from '../helpers/dibs-process.ts';
import { API_KEY, type DibsFolder, makeDibsFolder, startTestSlack } from '../helpers/live-dibs.ts';
import { salesTeam } from '../helpers/sales-team.ts';
import { openSql } from '../helpers/sql.ts';

const LEADS = 1_000;
const BAD = 50;

/** What a dead process held is taken over after a minute. */
const WITHIN_MS = 240_000;

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const team = salesTeam({ reps: 3, pools: 1 });

let slack: RunningPlayground;
let hubspot: FakeHubspot;
let folder: DibsFolder;

beforeEach(async () => {
  await sql('TRUNCATE lead, conversation, identity CASCADE');
  slack = await startTestSlack({ ...team, rateLimits: 'off' });
  hubspot = await startFakeHubspot();
  const routingFile = `${team.routingFile}\nhandOver:\n  - { id: hubspot, to: hubspot }\n`;
  folder = await makeDibsFolder({ slackApiUrl: slack.slackApiUrl, routingFile, databaseUrl });
  folder.env.HUBSPOT_ACCESS_TOKEN = HUBSPOT_TOKEN;
  folder.env.HUBSPOT_API_URL = hubspot.url;
});

afterEach(async () => {
  await endProcesses();
  await hubspot.stop();
  await slack.close();
  await folder.remove();
});

it('1,000 leads, HubSpot killed and restarted, answers lost, Dibs killed: each contact and each note is there once, and the dead letters come back with one command', {
  timeout: 400_000,
}, async () => {
  hubspot.arm(
    { status: 400, json: { status: 'error', category: 'VALIDATION_ERROR', message: 'no' } },
    { times: 1e9, on: ({ body, path }) => path.includes('contacts') && body.includes('"bad-') },
  );
  for (const part of ['batch/upsert', 'notes/batch/create']) {
    hubspot.arm('lose-answer', { times: 2, on: ({ path, body }) => path.includes(part) && !body.includes('"bad-') });
  }
  const dibs = await startDibsProcess(folder);
  await send(dibs.url);
  await vi.waitFor(() => expect(hubspot.contacts.size).toBeGreaterThan(100), { timeout: 120_000, interval: 10 });
  await hubspot.stop();
  await dibs.kill();
  const before = hubspot.contacts.size;
  expect(before).toBeLessThan(LEADS - BAD);

  const again = await startDibsProcess(folder, dibs.url);
  await hubspot.start();
  await vi.waitFor(() => expect([hubspot.contacts.size, marks().size]).toEqual([LEADS - BAD, LEADS - BAD]), {
    timeout: WITHIN_MS,
    interval: 100,
  });
  await vi.waitFor(async () => expect(await dead()).toBe(BAD), { timeout: WITHIN_MS, interval: 100 });
  expect(hubspot.notes.size).toBe(LEADS - BAD);

  hubspot.disarm();
  const answer = await fetch(`${again.url}/v1/dead-letters/replay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(await answer.json()).toEqual({ replayed: BAD });
  await vi.waitFor(() => expect([hubspot.contacts.size, marks().size]).toEqual([LEADS, LEADS]), {
    timeout: WITHIN_MS,
    interval: 100,
  });
  expect([hubspot.notes.size, await dead()]).toEqual([LEADS, 0]);
});

async function send(url: string): Promise<void> {
  const leads = Array.from({ length: LEADS }, (_, n) => ({
    email: `${n % (LEADS / BAD) === 0 ? 'bad' : 'lead'}-${n}@quarry.example`,
  }));
  for (let from = 0; from < LEADS; from += 100) {
    const response = await fetch(`${url}/v1/leads/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(leads.slice(from, from + 100)),
    });
    if (!response.ok) throw new Error(`POST /v1/leads/batch answered ${response.status}`);
  }
}

function marks(): Set<string> {
  return new Set(
    [...hubspot.notes.values()].map(
      ({ properties }) => /dibs-[0-9a-f-]+-\d+-/.exec(properties.hs_note_body ?? '')?.[0] ?? '',
    ),
  );
}

async function dead(): Promise<number> {
  return (await sql(`SELECT FROM hand_over WHERE state = 'dead'`)).length;
}
