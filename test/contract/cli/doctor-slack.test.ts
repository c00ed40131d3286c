/** `dibs doctor` against Slack: each thing that goes wrong in a set-up, and what it says to do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BOT_SCOPES } from '../../../src/chat/slack/manifest.ts';
import type { RunningPlayground } from '../../../src/playground/start-playground.ts';
import { startPlayground } from '../../../src/playground/start-playground.ts';
import { type DibsFolder, makeDibsFolder } from '../../helpers/live-dibs.ts';
import { createTestClock } from '../../helpers/test-clock.ts';
import { clockOffBy, findingsOf, runDoctor, sayingScopes } from './doctor-harness.ts';

const ROUTING = `
version: 1
admins: [maya@acme.example, ana@acme.example]
reps:
  - { id: ana, name: Ana Ruiz, email: ana@acme.example }
  - { id: bob, name: Bob Stone, email: bob@acme.example }
pools:
  - { id: iberia, strategy: cherry-pick, channels: { slack: "#leads-iberia" }, members: [ana, bob] }
  - { id: world, strategy: cherry-pick, channels: { slack: ["#leads-world", "#dibs-admins"] }, members: [ana] }
rules:
  - { name: Everyone, then: { pool: world } }
`;
const CHANNELS = ['#leads-iberia', '#leads-world', '#dibs-admins'];
const ANA = { name: 'Ana Ruiz', email: 'ana@acme.example' };
const BOB = { name: 'Bob Stone', email: 'bob@acme.example' };
const MAYA = { name: 'Maya Ito', email: 'maya@acme.example' };
const ALL_SCOPES = BOT_SCOPES.map(({ scope }) => scope);

let folder: DibsFolder;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  // An embedded database that is not there yet: these tests are not about it.
  folder = await makeDibsFolder({ slackApiUrl: 'http://127.0.0.1:1/', routingFile: ROUTING, databaseUrl: null });
});
afterAll(() => folder.remove());
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await Promise.all(open.splice(0).map((one) => one.close()));
});

interface Workspace {
  slack: RunningPlayground;
  env: NodeJS.ProcessEnv;
  /** Web API methods called so far. */
  calls: string[];
}

async function workspace(options: {
  users?: (typeof ANA)[];
  channels?: string[];
  scopes?: readonly string[];
}): Promise<Workspace> {
  const slack = await startPlayground({
    users: options.users ?? [ANA, BOB, MAYA],
    channels: options.channels ?? CHANNELS,
    dataFile: null,
    signingSecret: String(folder.env.SLACK_SIGNING_SECRET),
    botToken: String(folder.env.SLACK_BOT_TOKEN),
    appToken: 'xapp-invented',
    requestUrl: null,
    commands: ['/lead'],
    leadsUrl: '/v1/leads',
    apiKey: null,
    clock: createTestClock(),
  });
  const proxy = await sayingScopes(slack.slackApiUrl, options.scopes ?? ALL_SCOPES);
  open.push(proxy, slack);
  return { slack, calls: proxy.calls, env: { ...folder.env, SLACK_API_URL: proxy.url } };
}

describe('a workspace where all is well', () => {
  it('has no ✗, says so in one line per check, and exits without an error code', async () => {
    const { env } = await workspace({});
    const { printed, exitCode } = await runDoctor(env);
    expect(printed.replace(folder.env.DIBS_CONFIG ?? '', 'dibs.yaml')).toBe(
      `✓ Node.js: ${process.versions.node}
✓ Environment: Slack over HTTP; embedded database
✓ Routing file: 2 reps, 2 pools (dibs.yaml)
✓ Database: embedded; the first start makes it
✓ Command: /lead
✓ Slack token: workspace Dibs playground
✓ Slack scopes: all 11 granted
– Slack requests: over HTTP, which cannot be tried from here
    Type the command in Slack. If Slack says that it failed, it does not reach https://<your host>/slack/events, or SLACK_SIGNING_SECRET is not that of the app; the log says which.
✓ Clock, Slack: agrees within a minute
✓ Slack channels: 3 found
– Teams app: no TEAMS_APP_ID, so nothing of Teams is looked at
✓ Reps: all 2 found
✓ Admins: all 2 found

No problems.
`,
    );
    expect(exitCode).toBeUndefined();
  });

  it('is left as it was: nothing but questions is asked', async () => {
    const { env, calls, slack } = await workspace({});
    slack.playground.workspace.leave(
      slack.playground.channelId('#leads-world'),
      slack.playground.workspace.users().find(({ isBot }) => isBot)?.id ?? '',
    );
    expect((await findingsOf(env))['slack-channels']).toMatchObject({
      state: 'ok',
      seen: '3 found, 1 to be joined at the start',
    });
    expect([...new Set(calls)].sort()).toEqual(['auth.test', 'conversations.list', 'users.lookupByEmail']);
  });

  it('is told as JSON too', async () => {
    const { env } = await workspace({});
    const { printed } = await runDoctor(env, '--json');
    expect(JSON.parse(printed)).toMatchObject({
      ok: true,
      findings: expect.arrayContaining([{ check: 'slack-scopes', state: 'ok', seen: 'all 11 granted', remedies: [] }]),
    });
  });
});

describe('tokens and scopes', () => {
  it('a token that Slack does not know is ✗ with exit code 1, and nothing else of Slack is asked', async () => {
    const { env, calls } = await workspace({});
    const { printed, exitCode } = await runDoctor({ ...env, SLACK_BOT_TOKEN: 'xoxb-wrong-9f8e7d' });
    expect(printed).toContain('✗ Slack token: invalid_auth\n    Reinstall the app in Slack from its manifest');
    expect(printed).toMatch(/\n1 problem\.\n$/);
    expect(printed).not.toContain('9f8e7d');
    expect(exitCode).toBe(1);
    expect(calls).toEqual(['auth.test']);
  });

  it('2 missing scopes are named with their reasons', async () => {
    const { env } = await workspace({ scopes: ALL_SCOPES.filter((scope) => !/^(im:history|im:write)$/.test(scope)) });
    expect((await findingsOf(env))['slack-scopes']).toEqual({
      state: 'problem',
      seen: '2 of 11 missing',
      remedies: [
        'im:history: the same in its direct messages',
        'im:write: open direct messages with reps: offers, and what they won',
        expect.stringContaining('reinstall the app'),
      ],
    });
  });

  it('dnd:read is missed only where the routing file asks for paused notifications', async () => {
    const { env } = await workspace({ scopes: ALL_SCOPES.filter((scope) => scope !== 'dnd:read') });
    expect((await findingsOf(env))['slack-scopes']?.state).toBe('ok');
    const asking = await makeDibsFolder({
      slackApiUrl: String(env.SLACK_API_URL),
      routingFile: ROUTING.replace('version: 1', 'version: 1\nsignals: [presence, dnd]'),
      databaseUrl: null,
    });
    expect((await findingsOf(asking.env))['slack-scopes']).toMatchObject({ state: 'problem', seen: '1 of 12 missing' });
    await asking.remove();
  });

  it('a Slack that does not say its scopes is no fault', async () => {
    const { slack, env } = await workspace({});
    expect((await findingsOf({ ...env, SLACK_API_URL: slack.slackApiUrl }))['slack-scopes']?.state).toBe('skipped');
  });

  it('the app-level token of Socket Mode is tried', async () => {
    const { env } = await workspace({});
    expect((await findingsOf({ ...env, SLACK_APP_TOKEN: 'xapp-invented' }))['slack-requests']).toEqual({
      state: 'ok',
      seen: 'Socket Mode is open',
      remedies: [],
    });
    const wrong = (await findingsOf({ ...env, SLACK_APP_TOKEN: 'xapp-wrong' }))['slack-requests'];
    expect(wrong).toMatchObject({ state: 'problem', seen: 'invalid_auth' });
    expect(wrong?.remedies[0]).toContain('connections:write');
  });

  it('a Slack that cannot be reached is ✗, with what to look at', async () => {
    const { slack, env } = await workspace({});
    await slack.close();
    const { 'slack-token': token } = await findingsOf({ ...env, SLACK_API_URL: slack.slackApiUrl });
    expect(token).toMatchObject({ state: 'problem', seen: 'not_reached' });
    expect(token?.remedies[0]).toContain('https://slack.com');
  });
});

describe('clocks', () => {
  it.each([
    [61_500, 'ahead'],
    [-300_000, 'behind'],
  ])('%i ms off are ✗: %s', async (ms, word) => {
    const { env } = await workspace({});
    const { 'slack-clock': clock } = await findingsOf(env, clockOffBy(ms));
    expect(clock?.state).toBe('problem');
    expect(clock?.seen).toMatch(new RegExp(`^this machine is \\d+ s ${word}$`));
    expect(clock?.remedies[0]).toContain('NTP');
  });

  it('55 s off are not', async () => {
    const { env } = await workspace({});
    expect((await findingsOf(env, clockOffBy(55_000)))['slack-clock']?.state).toBe('ok');
  });
});

describe('channels and people', () => {
  it('an archived and a missing channel are named, each with what to do', async () => {
    const { slack, env } = await workspace({ channels: ['#leads-iberia', '#dibs-admins'] });
    slack.playground.workspace.archive(slack.playground.channelId('#leads-iberia'));
    expect((await findingsOf(env))['slack-channels']).toEqual({
      state: 'problem',
      seen: '2 of 3 cannot be used',
      remedies: [
        '#leads-iberia is archived: unarchive it, or name another one in the routing file.',
        '#leads-world is not there, or private: create it, or invite the app there: /invite @Dibs.',
      ],
    });
  });

  it('a rep and an admin whom nobody knows are told without name or address', async () => {
    const { env } = await workspace({ users: [ANA] });
    const { printed, exitCode } = await runDoctor(env);
    expect(printed).toContain('✗ Reps: 1 of 2 cannot take part\n    Nobody in Slack has the e-mail address of: bob.');
    expect(printed).toContain('✗ Admins: 1 of 2 not found');
    expect(printed).toContain('number 1 of the list');
    expect(printed).not.toMatch(/@acme|Bob|Stone|Maya/);
    expect(exitCode).toBe(1);
  });

  it('62 reps and an admin, of whom Slack looks up 50 a minute, are waited for and found', async () => {
    const users = Array.from({ length: 60 }, (_, n) => ({ name: `Rep ${n}`, email: `rep${n}@acme.example` }));
    const { slack, env } = await workspace({ users: [...users, ANA, BOB, MAYA] });
    const theirs = slack.playground.options.clock as ReturnType<typeof createTestClock>;
    let slept = 0;
    const many = await makeDibsFolder({
      slackApiUrl: String(env.SLACK_API_URL),
      routingFile: ROUTING.replace(
        'reps:',
        `reps:\n${users.map(({ email }, n) => `  - { id: rep${n}, name: Rep, email: ${email} }`).join('\n')}`,
      ),
      databaseUrl: null,
    });
    const clock = {
      now: () => new Date(),
      sleep: async (ms: number) => {
        slept += ms;
        theirs.advance(ms);
      },
    };
    expect((await findingsOf(many.env, clock)).reps).toMatchObject({ state: 'ok', seen: 'all 62 found' });
    expect(slept).toBe(16_000);
    await many.remove();
  });
});

describe('environment and routing file', () => {
  let empty: NodeJS.ProcessEnv;
  beforeEach(() => {
    empty = { DIBS_DATA_DIR: folder.env.DIBS_DATA_DIR };
  });

  it('without tokens Slack is not looked at, and all is well', async () => {
    const found = await findingsOf(empty);
    expect(found['slack-token']?.state).toBe('skipped');
    expect(Object.values(found).filter(({ state }) => state === 'problem')).toEqual([]);
  });

  it('2 mistakes in the environment are named and their values are not', async () => {
    const { printed, exitCode } = await runDoctor({ ...empty, SLACK_BOT_TOKEN: 'secret-1', DATABASE_URL: 'secret-2' });
    expect(printed).toMatch(/✗ Environment: \d problems\n {4}\w+: /);
    expect(printed).toContain('    SLACK_BOT_TOKEN: is not a bot token');
    expect(printed).toContain('    DATABASE_URL: is not a PostgreSQL address');
    expect(printed).not.toContain('secret-');
    expect(exitCode).toBe(1);
  });

  it('a bad routing file is ✗ by line and column, and Slack’s own checks still run', async () => {
    const { env } = await workspace({});
    const bad = await makeDibsFolder({
      slackApiUrl: String(env.SLACK_API_URL),
      routingFile: ROUTING.replace('members: [ana, bob]', 'members: [ana, boob]'),
      databaseUrl: null,
    });
    const found = await findingsOf(bad.env);
    expect(found.routing).toMatchObject({ state: 'problem', seen: '1 problem' });
    expect(found.routing?.remedies[0]).toMatch(/dibs\.yaml:8:\d+ /);
    expect(found['slack-scopes']?.state).toBe('ok');
    expect(found['slack-channels']?.state).toBe('skipped');
    await bad.remove();
  });

  it('real tokens with the demo’s routing file are ✗: it knows nobody here', async () => {
    const { env } = await workspace({});
    const { DIBS_CONFIG: _, ...rest } = env;
    expect((await findingsOf(rest)).routing?.remedies[0]).toContain('Copy src/config/demo.yaml');
  });
});
