import { describe, expect, it } from 'vitest';
import { type Env, EnvError, loadEnv } from '../../../src/config/env.ts';

const LIVE = {
  SLACK_BOT_TOKEN: 'xoxb-1-invented',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  DIBS_API_KEY: 'an-invented-key-for-tests',
};

/** What is wrong with an environment: `NAME: message` each. */
function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadEnv(env);
  } catch (error) {
    if (error instanceof EnvError) return error.problems.map(({ name, message }) => `${name}: ${message}`);
    throw error;
  }
  return [];
}

const TEAMS = {
  TEAMS_APP_ID: '0f8fad5b-d9cb-469f-a165-70867728950e',
  TEAMS_APP_PASSWORD: 'an~invented.client-secret',
  TEAMS_TENANT_ID: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
};

describe('loadEnv', () => {
  it('starts the playground on loopback when nothing is set', () => {
    expect(loadEnv({})).toEqual({
      mode: 'playground',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      databaseUrl: null,
      dataDir: './data',
      configFile: null,
      apiKey: null,
      trustProxy: false,
      slack: null,
      teams: null,
      hubspot: null,
      salesforce: null,
      webhookAllow: [],
      logLevel: 'info',
      namedVariables: {},
    } satisfies Env);
  });

  it('connects Teams with all three of its credentials, with or without Slack', () => {
    const app = { kind: 'app', appId: TEAMS.TEAMS_APP_ID, tenantId: TEAMS.TEAMS_TENANT_ID, targetedMessages: false };
    expect(loadEnv({ ...LIVE, ...TEAMS })).toMatchObject({ mode: 'live', slack: {}, teams: app });
    const alone = { ...TEAMS, DIBS_API_KEY: LIVE.DIBS_API_KEY, TEAMS_TARGETED_MESSAGES: '1' };
    expect(loadEnv(alone)).toMatchObject({ mode: 'live', slack: null, teams: { ...app, targetedMessages: true } });
  });

  it('opens Teams to this machine only where that is asked for, beside the playground', () => {
    const local = { mode: 'playground', teams: { kind: 'insecure-local' } };
    expect(loadEnv({ TEAMS_INSECURE_LOCAL: '1' })).toMatchObject(local);
    expect(loadEnv({ TEAMS_INSECURE_LOCAL: '1', HOST: 'localhost' })).toMatchObject(local);
    expect(loadEnv({ TEAMS_INSECURE_LOCAL: '0' })).toMatchObject({ teams: null });
  });

  it('is live as soon as tokens are set, over HTTP or Socket Mode', () => {
    expect(loadEnv(LIVE)).toMatchObject({
      mode: 'live',
      slack: { signingSecret: LIVE.SLACK_SIGNING_SECRET, appToken: null },
    });
    const socket = { ...LIVE, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1-invented' };
    expect(loadEnv(socket)).toMatchObject({
      mode: 'live',
      slack: { signingSecret: null, appToken: 'xapp-1-invented' },
    });
  });

  it('reads every variable of the contract', () => {
    const env = loadEnv({
      ...LIVE,
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://dibs.acme.example/',
      DATABASE_URL: 'postgresql://dibs@db.acme.example/dibs',
      DIBS_DATA_DIR: '/var/dibs',
      DIBS_CONFIG: '/etc/dibs.yaml',
      SLACK_API_URL: 'http://127.0.0.1:4003/api',
      LOG_LEVEL: 'debug',
    });
    expect(env).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      publicUrl: 'https://dibs.acme.example',
      databaseUrl: 'postgresql://dibs@db.acme.example/dibs',
      dataDir: '/var/dibs',
      configFile: '/etc/dibs.yaml',
      apiKey: LIVE.DIBS_API_KEY,
      slack: { apiUrl: 'http://127.0.0.1:4003/api/' },
      logLevel: 'debug',
    });
  });

  it('counts empty values as not set', () => {
    expect(loadEnv({ SLACK_BOT_TOKEN: '', DATABASE_URL: ' ', PORT: '' })).toEqual(loadEnv({}));
  });

  it('names all 10 problems of a bad environment at once', () => {
    const problems = problemsOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://db.acme.example/dibs',
      SLACK_SIGNING_SECRET: 'short',
      SLACK_APP_TOKEN: 'xoxb-not-an-app-token',
      LOG_LEVEL: 'loud',
      TEAMS_APP_ID: 'x',
      DIBS_API_KEY: 'short',
    });
    const names = problems.map((problem) => problem.split(':')[0]);
    expect(new Set(names)).toEqual(
      new Set([
        'PORT',
        'DATABASE_URL',
        'SLACK_SIGNING_SECRET',
        'SLACK_APP_TOKEN',
        'LOG_LEVEL',
        'TEAMS_APP_ID',
        'TEAMS_APP_PASSWORD',
        'TEAMS_TENANT_ID',
        'DIBS_API_KEY',
        'SLACK_BOT_TOKEN',
      ]),
    );
  });

  it.each([
    ['a signing secret without a bot token', { ...LIVE, SLACK_BOT_TOKEN: '' }, 'SLACK_BOT_TOKEN: is missing'],
    [
      'an app token without a bot token',
      { DIBS_API_KEY: LIVE.DIBS_API_KEY, SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN: is missing',
    ],
    ['a bot token alone', { ...LIVE, SLACK_SIGNING_SECRET: '' }, 'SLACK_SIGNING_SECRET: is missing; set it to receive'],
    ['tokens without a key', { ...LIVE, DIBS_API_KEY: '' }, 'DIBS_API_KEY: is missing'],
    ['a key of 23 characters', { DIBS_API_KEY: 'k'.repeat(23) }, 'DIBS_API_KEY: is too short'],
    ['a key with a space', { DIBS_API_KEY: `${'k'.repeat(23)} k` }, 'DIBS_API_KEY: may only have'],
    [
      'a webhook secret that is not base64',
      { DIBS_API_KEY: 'whsec_not-base64-at-all!!!' },
      'DIBS_API_KEY: starts with whsec_',
    ],
    ['a user token', { ...LIVE, SLACK_BOT_TOKEN: 'xoxp-1' }, 'SLACK_BOT_TOKEN: is not a bot token'],
    [
      'a local Slack without a token',
      { SLACK_API_URL: 'http://127.0.0.1:4003' },
      'SLACK_API_URL: needs SLACK_BOT_TOKEN',
    ],
    ['an open playground without a key', { HOST: '0.0.0.0' }, 'DIBS_API_KEY: is missing; HOST opens'],
    ['a port that is a word', { PORT: 'http' }, 'PORT: is not a port'],
    ['a public address without https://', { PUBLIC_URL: 'dibs.acme.example' }, 'PUBLIC_URL: is not a URL'],
    ['Teams without a secret', { ...LIVE, ...TEAMS, TEAMS_APP_PASSWORD: '' }, 'TEAMS_APP_PASSWORD: is missing; Teams'],
    [
      'a tenant by its name',
      { ...LIVE, ...TEAMS, TEAMS_TENANT_ID: 'acme.example' },
      'TEAMS_TENANT_ID: is not a tenant id',
    ],
    ['Teams without a key', { ...TEAMS }, 'DIBS_API_KEY: is missing'],
    ['targeted messages without Teams', { TEAMS_TARGETED_MESSAGES: '1' }, 'TEAMS_TARGETED_MESSAGES: needs'],
    [
      'open Teams beside the real Teams',
      { ...LIVE, ...TEAMS, TEAMS_INSECURE_LOCAL: '1' },
      'TEAMS_INSECURE_LOCAL: lets',
    ],
    [
      'open Teams beside the real Slack',
      { ...LIVE, TEAMS_INSECURE_LOCAL: '1' },
      'TEAMS_INSECURE_LOCAL: lets anybody in',
    ],
    [
      'open Teams on the network',
      { HOST: '0.0.0.0', DIBS_API_KEY: LIVE.DIBS_API_KEY, TEAMS_INSECURE_LOCAL: '1' },
      'TEAMS_INSECURE_LOCAL: lets anybody in',
    ],
    ['a flag that is a word', { TEAMS_INSECURE_LOCAL: 'yes' }, 'TEAMS_INSECURE_LOCAL: is 1 for yes'],
  ])('refuses %s, and says what to do', (_case, env, problem) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('never repeats a value, not even a wrong one', () => {
    const names = [
      'PORT',
      'HOST',
      'PUBLIC_URL',
      'DATABASE_URL',
      'DIBS_API_KEY',
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'LOG_LEVEL',
      'TEAMS_APP_ID',
      'TEAMS_APP_PASSWORD',
      'TEAMS_TENANT_ID',
      'TEAMS_INSECURE_LOCAL',
    ];
    const env = Object.fromEntries(names.map((name) => [name, 'hush-hush']));
    expect(() => loadEnv(env)).toThrow(EnvError);
    expect(problemsOf(env).join('\n')).not.toContain('hush');
    expect(() => loadEnv(env)).not.toThrow(/hush/);
  });
});
