/** Our Teams room against a strict Teams: the real SDK, real HTTP and real tokens, both ways, over a real store. */

import type { Server } from 'node:http';
import { expect } from 'vitest';
import type { TeamsAccess } from '../../../src/chat/teams/adapter.ts';
import { createTeams, type Teams } from '../../../src/chat/teams/teams-app.ts';
import { createLog } from '../../../src/obs/log.ts';
import type { TeamsPlaces } from '../../../src/ports/teams-places.ts';
import { openTestStore, type TestStore } from '../../helpers/database.ts';
import { type FakeTeams, type FakeTeamsOptions, startFakeTeams } from '../../helpers/teams/fake-teams.ts';
import { teamsCloud } from '../../helpers/teams/teams-cloud.ts';
import { createTestClock, type TestClock } from '../../helpers/test-clock.ts';
import { ANA, BOB, listen, urlOf } from './slack-harness.ts';

export interface TeamsHarness {
  teams: Teams;
  fake: FakeTeams;
  places: TeamsPlaces;
  /** Where our own listener answers. */
  messagesUrl: string;
  theirClock: TestClock;
  clock: TestClock;
  /** Everything logged so far, at trace level. */
  log(): string;
  close(): Promise<void>;
}

export interface TeamsHarnessOptions extends Partial<FakeTeamsOptions> {
  targetedMessages?: boolean;
  /** What the room thinks it knows, in place of the store's. */
  places?: (places: TeamsPlaces) => TeamsPlaces;
}

/** Of the test file under way: the module may be shared by several. */
let opened: { file: string | undefined; test: TestStore } | null = null;

async function storeOfFile(): Promise<TestStore> {
  const file = expect.getState().testPath;
  if (opened?.file !== file) opened = { file, test: await openTestStore() };
  return (opened as NonNullable<typeof opened>).test;
}

/** The people, teams and channels that most tests have. The app is installed in no team yet. */
export async function startTeams(options: TeamsHarnessOptions = {}): Promise<TeamsHarness> {
  const { targetedMessages = false, places: changed = (same) => same, ...fakeOptions } = options;
  const { store, database } = await storeOfFile();
  await database.executeSql('DELETE FROM teams_team', []);
  await database.executeSql('DELETE FROM teams_contact', []);
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } });
  const theirClock = createTestClock();
  const clock = createTestClock();
  const fake = await startFakeTeams({
    users: [ANA, BOB],
    teams: [{ name: 'Sales', channels: ['Leads Iberia', 'Leads World'] }],
    clock: theirClock,
    ...fakeOptions,
  });
  const access: TeamsAccess = fakeOptions.auth === 'off' ? { kind: 'insecure-local' } : appAccess(fake);
  const places = changed(store.teams);
  const teams = createTeams({ access, targetedMessages, places, clock, log, random: () => 0.5 });
  const server: Server = await listen(teams.listener);
  const messagesUrl = `${urlOf(server)}/api/messages`;
  fake.botUrl = messagesUrl;
  return {
    teams,
    fake,
    places,
    messagesUrl,
    theirClock,
    clock,
    log: () => lines.join(''),
    async close() {
      teams.stop();
      server.closeAllConnections();
      server.close();
      await fake.close();
    },
  };
}

function appAccess(fake: FakeTeams): TeamsAccess {
  return { kind: 'app', appId: fake.appId, appPassword: '', tenantId: fake.tenant, cloud: teamsCloud(fake) };
}
