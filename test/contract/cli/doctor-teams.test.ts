/** `dibs doctor` against Microsoft: each thing that goes wrong in a set-up of Teams, and what it says to do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTeamsInspector } from '../../../src/chat/teams/inspect-teams.ts';
import type { InspectDatabase } from '../../../src/cli/doctor/check-database.ts';
import { examine } from '../../../src/cli/doctor/examine.ts';
import { doctorParts } from '../../../src/main/doctor.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { TeamsTeam } from '../../../src/ports/teams-places.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { systemClock } from '../../../src/system/system-clock.ts';
import { makeTestDatabase, onPostgres } from '../../helpers/database.ts';
import { silentLog } from '../../helpers/silent-log.ts';
import { type FakeTeams, startFakeTeams } from '../../helpers/teams/fake-teams.ts';
import { teamsCloud } from '../../helpers/teams/teams-cloud.ts';
import { clockOffBy, type Findings, findingsOf } from './doctor-harness.ts';
import { type FakeLogin, refusal, startFakeLogin } from './fake-login.ts';

const ANA = { name: 'Ana Ruiz', email: 'ana@acme.example' };
const BOB = { name: 'Bob Stone', email: 'bob.stone@acme.example', upn: 'bob@acme.example' };
const MAYA = { name: 'Maya Ito', email: 'maya@acme.example' };
const ROUTING = `
version: 1
admins: [maya@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
  - { id: bob, name: Bob Stone, email: bob@acme.example }
pools:
  - { id: iberia, strategy: cherry-pick, channels: { teams: "sales/Leads  Iberia" }, members: [ana, bob] }
  - { id: world, strategy: cherry-pick, channels: { teams: ["Sales/General", "Sales Ops/dibs-admins"] }, members: [ana] }
rules:
  - { name: Everyone, then: { pool: world } }
adminChannel: { teams: "Sales Ops/dibs-admins" }
`;
const SECRET = 'a-secret-that-nobody-knows';
const OTHER_GUID = '99999999-2222-3333-4444-555555555555';

const databaseUrl = onPostgres() ? await makeTestDatabase() : null;
const folder = await mkdtemp(join(tmpdir(), 'dibs-doctor-teams-'));
const storeOptions = { dataDir: join(folder, 'data'), log: silentLog, ...(databaseUrl ? { databaseUrl } : {}) };

let teams: FakeTeams;
let login: FakeLogin;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await writeFile(join(folder, 'dibs.yaml'), ROUTING);
  teams = await startFakeTeams({
    users: [ANA, BOB, MAYA],
    teams: [
      { name: 'Sales', channels: ['Leads Iberia'], members: [ANA.email, BOB.email] },
      { name: 'Sales Ops', channels: ['dibs-admins'], members: [MAYA.email] },
    ],
    limits: 'off',
  });
  await teams.install({ team: 'Sales' });
  await teams.install({ team: 'Sales Ops' });
});
beforeEach(async () => {
  const { tenant: tenantId, appId } = teams;
  login = await startFakeLogin({ tenantId, appId, appPassword: SECRET });
  env = {
    DIBS_DATA_DIR: join(folder, 'not-made-yet'),
    DIBS_CONFIG: join(folder, 'dibs.yaml'),
    DIBS_API_KEY: 'test-key-test-key-test-key-test',
    TEAMS_APP_ID: appId,
    TEAMS_APP_PASSWORD: SECRET,
    TEAMS_TENANT_ID: tenantId,
    PUBLIC_URL: 'https://dibs.example',
  };
});
afterEach(() => login.close());
afterAll(async () => {
  await teams.close();
  await rm(folder, { recursive: true, force: true });
});

function teamRow(name: string, installed: boolean): TeamsTeam {
  return { id: teams.team(name).id, name, tenant: teams.tenant, serviceUrl: teams.serviceUrl, installed };
}

/** A database that knows the app to be in these teams, and to have been in the others. */
function databaseWith(...names: string[]): InspectDatabase {
  const known = ['Sales', 'Sales Ops'].map((name) => teamRow(name, names.includes(name)));
  const good = { version: '17.2', clockAheadMs: null, pending: [], mayCreate: true, trouble: null };
  return async () => ({ ...good, teams: { teams: known, contacts: [] } });
}

/** What the doctor finds with this Teams behind it in place of Microsoft's. */
async function doctor(
  changes: NodeJS.ProcessEnv = {},
  { clock = systemClock, database }: { clock?: Clock; database?: InspectDatabase } = {},
): Promise<Findings> {
  const parts = doctorParts({ ...env, ...changes }, clock);
  const elsewhere = { loginUrl: login.url, cloud: teamsCloud(teams) };
  const findings = await examine({
    ...parts,
    ...(database ? { inspectDatabase: database } : {}),
    teams: {
      ...parts.teams,
      inspector: async (credentials, seen) =>
        createTeamsInspector({ credentials, seen, clock, log: silentLog, elsewhere }),
    },
  });
  return Object.fromEntries(findings.map(({ check, ...finding }) => [check, finding]));
}

describe('a tenant where all is well', () => {
  beforeEach(() => {
    Object.assign(env, { DIBS_DATA_DIR: storeOptions.dataDir, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) });
  });

  it('has no ✗, finds names whatever their capitals and spaces, and is left as it was', async () => {
    const { store } = await openStore(storeOptions);
    for (const name of ['Sales', 'Sales Ops']) await store.teams.saveTeam(teamRow(name, true));
    await store.close();
    const found = await doctor();
    expect(found.environment?.seen).toMatch(/^Teams; (PostgreSQL|embedded database)$/);
    expect(found['teams-app']).toEqual({ state: 'ok', seen: 'the credentials are good', remedies: [] });
    expect(found['teams-clock']).toMatchObject({ state: 'ok', seen: 'agrees within a minute' });
    expect(found['teams-channels']).toEqual({ state: 'ok', seen: '3 found', remedies: [] });
    expect(found.reps).toMatchObject({ state: 'ok', seen: 'all 2 found' });
    expect(found.admins).toMatchObject({ state: 'ok', seen: 'all 1 found' });
    expect(Object.values(found).filter(({ state }) => state === 'problem')).toEqual([]);
    expect(teams.messages(teams.channelId('Sales/General'))).toEqual([]);
    for (const channel of ['Sales/Leads Iberia', 'Sales Ops/dibs-admins']) {
      expect(teams.messages(teams.channelId(channel))).toEqual([]);
    }
  });

  it.skipIf(onPostgres())(
    'whose embedded database a running Dibs has open is not asked about, which is no fault',
    async () => {
      const { store } = await openStore(storeOptions);
      const found = await doctor();
      await store.close();
      expect(found['teams-app']?.state).toBe('ok');
      expect(found['teams-channels']).toMatchObject({ state: 'skipped' });
      expect(found.reps).toBeUndefined();
    },
  );
});

describe('credentials', () => {
  it.each([
    ['TEAMS_APP_ID', OTHER_GUID, 'AADSTS700016', 'set TEAMS_APP_ID to the Application (client) ID'],
    ['TEAMS_TENANT_ID', OTHER_GUID, 'AADSTS90002', 'set TEAMS_TENANT_ID to the Directory (tenant) ID'],
    [
      'TEAMS_APP_PASSWORD',
      'another-secret-9f8e7d',
      'AADSTS7000215',
      'set TEAMS_APP_PASSWORD to its value, not to its secret ID',
    ],
  ])('a wrong %s is told apart from the others, and nothing more is asked', async (name, value, code, words) => {
    const found = await doctor({ [name]: value });
    expect(found['teams-app']).toMatchObject({ state: 'problem', seen: code });
    expect(found['teams-app']?.remedies[0]).toContain(words);
    expect(found['teams-channels']).toBeUndefined();
    expect(JSON.stringify(found)).not.toMatch(/9f8e7d|Trace ID|a-secret/);
  });

  it('an expired secret is told from a wrong one', async () => {
    login.answer = refusal(401, 'invalid_client', 7000222, 'The provided client secret keys are expired.');
    expect((await doctor())['teams-app']?.remedies[0]).toMatch(/^The client secret has expired: make a new one/);
  });

  it('a number that is new falls back on the word beside it, and one without either is to be looked up', async () => {
    login.answer = refusal(401, 'invalid_client', 7999999, 'Something new.');
    const { 'teams-app': secret } = await doctor();
    expect(secret).toMatchObject({ seen: 'AADSTS7999999' });
    expect(secret?.remedies[0]).toContain('TEAMS_APP_PASSWORD');
    login.answer = refusal(400, 'something_else', 7999998, 'Something newer.');
    expect((await doctor())['teams-app']?.remedies).toEqual([
      'Look this code up at https://login.microsoftonline.com/error.',
    ]);
  });

  it.each([
    ['a page of something in between', { status: 403, body: '<html>Proxy</html>' }, 'http_403'],
    [
      'a redirect, which is not followed',
      { status: 302, headers: { location: 'https://elsewhere.example/' } },
      'http_302',
    ],
    ['an answer without a token', { status: 200, body: '{}' }, 'bad_answer'],
  ])('%s is no login', async (_, answer, code) => {
    login.answer = answer;
    const { 'teams-app': found } = await doctor();
    expect(found).toMatchObject({ state: 'problem', seen: code });
    expect(found?.remedies[0]).toContain('proxy');
    expect(login.asked).toHaveLength(1);
  });

  it.each([
    ['that is not there', null, 'not_reached'],
    ['that is down', { status: 503 }, 'http_503'],
  ])('a login %s is ✗, with what to look at', async (_, answer, code) => {
    login.answer = answer;
    if (!answer) await login.close();
    const { 'teams-app': found } = await doctor();
    expect(found).toMatchObject({ state: 'problem', seen: code });
    expect(found?.remedies[0]).toContain('https://login.microsoftonline.com');
  });

  it('of an app without a bot: the token is good, and Teams does not take it', async () => {
    teams.failNext({ how: { status: 401, body: { message: 'Authorization has been denied for this request.' } } });
    const database = databaseWith('Sales', 'Sales Ops');
    const { 'teams-app': app, 'teams-channels': channels } = await doctor({}, { database });
    expect(app?.state).toBe('ok');
    expect(channels).toMatchObject({ state: 'problem', seen: 'http_401' });
    expect(channels?.remedies[0]).toContain('make an Azure Bot');
  });
});

describe('the address and the clock', () => {
  it.each([
    [undefined, 'skipped', 'https://<your host>/api/messages'],
    ['https://dibs.example/sales', 'skipped', 'https://dibs.example/sales/api/messages'],
    ['http://dibs.example', 'problem', 'https addresses only'],
    ['https://10.0.0.7', 'problem', 'cannot reach 10.0.0.7'],
  ])('PUBLIC_URL %s is %s: %s', async (url, state, words) => {
    const found = await doctor({ PUBLIC_URL: url });
    expect(found['teams-requests']?.state).toBe(state);
    expect(found['teams-requests']?.remedies[0]).toContain(words);
  });

  it('2 minutes off are ✗', async () => {
    expect((await doctor({}, { clock: clockOffBy(-120_000) }))['teams-clock']).toMatchObject({
      state: 'problem',
      seen: expect.stringMatching(/^this machine is 1[12]\d s behind$/),
    });
  });
});

describe('teams and channels', () => {
  it('no team with the app is ✗, and says which to add it to', async () => {
    const { 'teams-channels': found, reps } = await doctor({}, { database: databaseWith() });
    expect(found).toMatchObject({ state: 'problem', seen: 'no team has the app yet' });
    expect(found?.remedies[0]).toContain('add the app to "sales", "Sales", "Sales Ops"');
    // Nobody can be found before that, which is no fault of theirs.
    expect(reps).toBeUndefined();
  });

  it('a team without the app and a channel that is not there are named, each with what to do', async () => {
    const routing = join(folder, 'other.yaml');
    await writeFile(routing, ROUTING.replace('Sales/General', 'Sales/Leads World'));
    const { 'teams-channels': found } = await doctor({ DIBS_CONFIG: routing }, { database: databaseWith('Sales') });
    expect(found).toMatchObject({ state: 'problem', seen: '2 of 3 cannot be used' });
    expect(found?.remedies[0]).toMatch(/^Sales\/Leads World: There is no channel "Leads World" in the team "Sales"/);
    expect(found?.remedies[1]).toMatch(/^Sales Ops\/dibs-admins: Dibs is not installed in a team called "Sales Ops"/);
  });

  it('teams of another tenant are not ours', async () => {
    await login.close();
    login = await startFakeLogin({ tenantId: OTHER_GUID, appId: teams.appId, appPassword: SECRET });
    const found = await doctor({ TEAMS_TENANT_ID: OTHER_GUID }, { database: databaseWith('Sales', 'Sales Ops') });
    expect(found['teams-app']?.state).toBe('ok');
    expect(found['teams-channels']?.seen).toBe('no team has the app yet');
  });

  it('before the first start there is no database to ask, and the app is in no team', async () => {
    expect((await doctor())['teams-channels']).toMatchObject({ state: 'problem', seen: 'no team has the app yet' });
  });
});

describe('people', () => {
  it('a rep in no team with the app is ✗, without name or address', async () => {
    const routing = join(folder, 'people.yaml');
    await writeFile(routing, ROUTING.replace('bob@acme.example', 'robert@acme.example'));
    const { reps } = await doctor({ DIBS_CONFIG: routing }, { database: databaseWith('Sales', 'Sales Ops') });
    expect(reps).toEqual({
      state: 'problem',
      seen: '1 of 2 cannot take part',
      remedies: [
        'Nobody in Microsoft Teams has the e-mail address of: bob.',
        'Correct it in the routing file, or add them to a team that has the app. Until then they neither claim nor get leads.',
      ],
    });
  });
});

describe('without a tenant', () => {
  it('nothing of Teams is looked at, and that is no fault', async () => {
    const found = await findingsOf({ DIBS_DATA_DIR: join(folder, 'nobody') });
    expect(found['teams-app']).toMatchObject({ state: 'skipped', seen: expect.stringContaining('no TEAMS_APP_ID') });
  });

  it('TEAMS_INSECURE_LOCAL is said to let anybody in, and Microsoft is not asked', async () => {
    const found = await findingsOf({ DIBS_DATA_DIR: join(folder, 'nobody'), TEAMS_INSECURE_LOCAL: '1' });
    expect(found.environment?.seen).toContain('Teams without authentication');
    expect(found['teams-app']).toMatchObject({ state: 'skipped', seen: expect.stringContaining('anybody is let in') });
    expect(Object.values(found).filter(({ state }) => state === 'problem')).toEqual([]);
  });
});
