/**
 * Dibs as it runs in production, with the playground as its Slack on a server of its own: real tokens' mode, signed requests over
 * HTTP, nothing shortened but the playground's rate limits where a test says so.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnv } from '../../src/config/env.ts';
import { type Dibs, startDibs } from '../../src/main/start-dibs.ts';
import type { PlaygroundOptions } from '../../src/playground/create-playground.ts';
import { type RunningPlayground, startPlayground } from '../../src/playground/start-playground.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { systemClock } from '../../src/system/system-clock.ts';
import { silentLog } from './silent-log.ts';
import type { FakeTeams } from './teams/fake-teams.ts';
import { teamsCloud } from './teams/teams-cloud.ts';

export const API_KEY = 'test-key-test-key-test-key-test';
const SIGNING_SECRET = 'test-signing-secret-0123456789ab';
const BOT_TOKEN = 'xoxb-000000000000-test';

/** A local Slack for a test. @param options.rateLimits `off` unless said otherwise; @param options.clock the system's */
export function startTestSlack(options: {
  users: PlaygroundOptions['users'];
  channels: readonly string[];
  rateLimits?: 'strict' | 'off';
  clock?: Clock;
}): Promise<RunningPlayground> {
  return startPlayground({
    rateLimits: 'off',
    clock: systemClock,
    ...options,
    dataFile: null,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    requestUrl: 'http://127.0.0.1:1/slack/events',
    commands: ['/lead'],
    leadsUrl: 'http://127.0.0.1:1/v1/leads',
    apiKey: API_KEY,
  });
}

export interface DibsFolder {
  /** The environment of a Dibs that uses this Slack and routing file, in this process or a child. */
  env: Record<string, string>;
  remove(): Promise<void>;
}

/** A folder with a routing file, and the environment for it. @param databaseUrl PGlite in the folder where it is `null` */
export async function makeDibsFolder(options: {
  slackApiUrl: string;
  routingFile: string;
  databaseUrl: string | null;
  port?: number;
  /** Beside Slack. */
  teams?: FakeTeams;
}): Promise<DibsFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'dibs-test-'));
  const config = join(folder, 'dibs.yaml');
  await writeFile(config, options.routingFile);
  return {
    env: {
      PORT: String(options.port ?? 0),
      DIBS_DATA_DIR: folder,
      DIBS_CONFIG: config,
      DIBS_API_KEY: API_KEY,
      SLACK_BOT_TOKEN: BOT_TOKEN,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: options.slackApiUrl,
      ...(options.teams ? teamsEnv(options.teams) : {}),
      ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function teamsEnv({ appId, tenant }: FakeTeams): Record<string, string> {
  return { TEAMS_APP_ID: appId, TEAMS_TENANT_ID: tenant, TEAMS_APP_PASSWORD: 'an-invented-secret' };
}

/** Starts Dibs in this process and points the local Slack at it, and the Teams that its folder was made for. */
export async function startLiveDibs(slack: RunningPlayground, folder: DibsFolder, teams?: FakeTeams): Promise<Dibs> {
  const dibs = await startDibs(loadEnv(folder.env), {
    log: silentLog,
    clock: systemClock,
    ...(teams ? { teamsCloud: teamsCloud(teams) } : {}),
  });
  if (teams) teams.botUrl = `${dibs.url}/api/messages`;
  slack.playground.requestUrl = `${dibs.url}/slack/events`;
  return dibs;
}

/** Sends one lead over HTTP. @returns its id. Throws unless it was accepted */
export async function sendLead(url: string, lead: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${url}/v1/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
    body: JSON.stringify(lead),
  });
  if (response.status !== 202) throw new Error(`POST /v1/leads answered ${response.status}`);
  const { id } = (await response.json()) as { id: string };
  return id;
}
