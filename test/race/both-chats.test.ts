/** One pool in Slack and in Teams: the same lead is clicked on both sides in the same instant, and won once. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Dibs } from '../../src/main/start-dibs.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { makeTestDatabase } from '../helpers/database.ts';
import { type DibsFolder, makeDibsFolder, sendLead, startLiveDibs, startTestSlack } from '../helpers/live-dibs.ts';
import { salesTeam } from '../helpers/sales-team.ts';
import { openSql } from '../helpers/sql.ts';
import { type FakeTeams, startFakeTeams } from '../helpers/teams/fake-teams.ts';

const REPS = 1_000;
const LATER = { timeout: 60_000, interval: 20 };

vi.setConfig({ testTimeout: 180_000 });

const databaseUrl = await makeTestDatabase();
const sql = openSql(databaseUrl);
const team = salesTeam({ reps: REPS, inTeams: true });
const half = team.users.slice(0, REPS / 2);
const otherHalf = team.users.slice(REPS / 2);
const nameOf = new Map(team.users.map(({ name, email }) => [email, name]));

/** As in the race for claims: how soon a click is acknowledged is for the measurements. */
const patient: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms * 10, signal) };

let slack: RunningPlayground;
let teams: FakeTeams;
let folder: DibsFolder;
let dibs: Dibs;

beforeAll(async () => {
  slack = await startTestSlack({ ...team, users: half, clock: patient });
  teams = await startFakeTeams({ users: otherHalf, teams: [{ name: 'Sales', channels: ['pool-0'] }], limits: 'off' });
  const { slackApiUrl } = slack;
  folder = await makeDibsFolder({ slackApiUrl, routingFile: team.routingFile, databaseUrl, teams });
  dibs = await startLiveDibs(slack, folder, teams);
  await teams.install({ team: 'Sales' });
});
afterAll(async () => {
  await dibs.stop();
  await slack.close();
  await teams.close();
  await folder.remove();
});

it('1,000 clicks at once, 500 signed by Slack and 500 invokes of Teams: one winner, and every card says who', async () => {
  const lead = await sendLead(dibs.url, { email: 'ines@quarry.example', company: 'Vornado Preserves' });
  const { playground } = slack;
  const slackChannel = playground.channelId('pool-0');
  const teamsChannel = teams.channelId('Sales/pool-0');
  const inSlack = await vi.waitUntil(() => playground.workspace.history(slackChannel)[0], LATER);
  const inTeams = await vi.waitUntil(() => teams.messages(teamsChannel)[0], LATER);

  const clicks = [
    ...half.map(async ({ email }) => {
      const at = { channel: slackChannel, stale: inSlack };
      const { ok } = await playground.act({ user: playground.userId(email), at, actionId: 'claim' });
      return ok;
    }),
    ...otherHalf.map(async ({ email }) => {
      const { status } = await teams.click(email, teamsChannel, inTeams.id, 'claim');
      return status === 200;
    }),
  ];
  expect(new Set(await Promise.all(clicks))).toEqual(new Set([true]));

  const claims = await sql<{ rep: string }>(
    `SELECT event ->> 'rep' AS rep FROM lead_event WHERE lead_id = $1 AND event ->> 'type' = 'claimed'`,
    lead,
  );
  expect(claims).toHaveLength(1);
  const winner = `${claims[0]?.rep}@acme.example`;
  const taken = `Taken by ${nameOf.get(winner)}`;
  const shownInSlack = () => playground.workspace.history(slackChannel).map((card) => JSON.stringify(card));
  const shownInTeams = () => teams.messages(teamsChannel).map(({ activity }) => JSON.stringify(activity));
  await expect.poll(shownInSlack, LATER).toEqual([expect.stringContaining(taken)]);
  await expect.poll(shownInTeams, LATER).toEqual([expect.stringContaining(taken)]);

  const own = () =>
    half.some(({ email }) => email === winner)
      ? playground.workspace
          .history(playground.workspace.direct(playground.userId(winner)).id)
          .map((card) => JSON.stringify(card))
      : teams.messages(teams.personalChat(winner)).map(({ activity }) => JSON.stringify(activity));
  await expect.poll(() => own().filter((card) => card.includes('Yours since')), LATER).toHaveLength(1);
});

it('a rep of one chat is not looked for in the other, and no admin hears of it', async () => {
  const notices = await sql(`SELECT notice_key FROM delivery WHERE kind = 'notice'`);
  expect(notices).toEqual([]);
});
