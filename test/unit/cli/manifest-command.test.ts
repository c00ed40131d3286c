/** `dibs manifest`: what it prints or writes, and its exit code. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { slackManifest } from '../../../src/chat/slack/manifest.ts';
import { addressProblem } from '../../../src/chat/slack/request-address.ts';
import { teamsManifest } from '../../../src/chat/teams/manifest.ts';
import {
  messagingEndpoint,
  addressProblem as teamsAddressProblem,
} from '../../../src/chat/teams/messaging-endpoint.ts';
import { manifestCommand } from '../../../src/cli/manifest/manifest-command.ts';

beforeEach(() => {
  for (const name of ['PUBLIC_URL', 'TEAMS_APP_ID', 'TEAMS_TARGETED_MESSAGES']) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

interface Said {
  out: string;
  err: string;
  exitCode: typeof process.exitCode;
}

async function runManifest(...args: string[]): Promise<Said> {
  const said = { out: '', err: '' };
  vi.spyOn(console, 'log').mockImplementation((line) => {
    said.out += `${line}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((line) => {
    said.err += `${line}\n`;
  });
  const program = new Command();
  manifestCommand(program, {
    slack: { manifest: slackManifest, addressProblem },
    teams: { manifest: teamsManifest, addressProblem: teamsAddressProblem, messagingEndpoint },
  });
  await program.parseAsync(['manifest', ...args], { from: 'user' });
  return { ...said, exitCode: process.exitCode };
}

const run = (...args: string[]) => runManifest('slack', ...args);

const OVER_HTTP = slackManifest({ over: 'http', address: 'https://dibs.example' });

describe('dibs manifest slack', () => {
  it('prints YAML for the address given, and JSON when asked to', async () => {
    const { out, exitCode } = await run('--url', 'https://dibs.example');
    expect(parse(out)).toEqual(OVER_HTTP);
    expect(exitCode).toBeUndefined();
    expect(JSON.parse((await run('--url', 'https://dibs.example', '--json')).out)).toEqual(OVER_HTTP);
  });

  it('takes PUBLIC_URL where no address is given', async () => {
    vi.stubEnv('PUBLIC_URL', 'https://dibs.example');
    expect(parse((await run()).out)).toEqual(OVER_HTTP);
  });

  it('needs no address for Socket Mode, and refuses one', async () => {
    expect(parse((await run('--socket')).out)).toEqual(slackManifest({ over: 'socket' }));
    const { out, err, exitCode } = await run('--socket', '--url', 'https://dibs.example');
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
    expect(err).toContain('leave --url out');
  });

  it.each([
    [[], 'Say where Slack reaches Dibs: --url https://dibs.example, or PUBLIC_URL.'],
    [['--url', 'http://dibs.example'], '--url: Slack sends requests to https addresses only'],
    [['--url', 'https://localhost:3000'], '--url: Slack cannot reach localhost'],
  ])('with %j prints no manifest, exits with 1 and says: %s', async (args, words) => {
    const { out, err, exitCode } = await run(...args);
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
    expect(err).toContain(words);
    expect(err).toContain('--socket');
  });

  it('names PUBLIC_URL when that is what will not do', async () => {
    vi.stubEnv('PUBLIC_URL', 'http://127.0.0.1:3000');
    expect((await run()).err).toMatch(/^PUBLIC_URL: /);
  });
});

const APP = { appId: '11111111-2222-3333-4444-555555555555', address: 'https://dibs.example', slashCommands: false };

describe('dibs manifest teams', () => {
  const runTeams = (...args: string[]) => runManifest('teams', ...args);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dibs-manifest-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    vi.stubEnv('TEAMS_APP_ID', APP.appId.toUpperCase());
    vi.stubEnv('PUBLIC_URL', 'https://dibs.example');
  });

  it('zips manifest and icons side by side, from the environment, and says what the Azure Bot is to be told', async () => {
    const out = join(folder, 'app.zip');
    const said = await runTeams('--out', out);
    expect(said).toMatchObject({ err: '', exitCode: undefined });
    expect(said.out).toContain(`Wrote ${out}.`);
    expect(said.out).toContain('https://dibs.example/api/messages');
    const files = unzipSync(await readFile(out));
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))).toEqual(teamsManifest(APP));
    for (const icon of ['color.png', 'outline.png']) {
      expect(Buffer.from(files[icon] ?? [])).toEqual(
        await readFile(join(import.meta.dirname, '../../../manifests/teams', icon)),
      );
    }
  });

  it('makes the same bytes from the same manifest', async () => {
    await runTeams('--out', join(folder, 'one.zip'));
    await runTeams('--out', join(folder, 'two.zip'));
    expect(await readFile(join(folder, 'one.zip'))).toEqual(await readFile(join(folder, 'two.zip')));
  });

  it('prints the manifest alone with --json, and takes --url over PUBLIC_URL', async () => {
    const { out } = await runTeams('--json', '--url', 'https://other.example/sales/');
    expect(JSON.parse(out)).toEqual(teamsManifest({ ...APP, address: 'https://other.example/sales/' }));
  });

  it('takes the newer manifest with --slash-commands, or where TEAMS_TARGETED_MESSAGES=1', async () => {
    const newer = teamsManifest({ ...APP, slashCommands: true });
    expect(JSON.parse((await runTeams('--json', '--slash-commands')).out)).toEqual(newer);
    vi.stubEnv('TEAMS_TARGETED_MESSAGES', '1');
    expect(JSON.parse((await runTeams('--json')).out)).toEqual(newer);
  });

  it('lets a company name its own page and the version of its package', async () => {
    const { out } = await runTeams('--json', '--website', 'https://acme.example/dibs', '--app-version', '1.0.7');
    expect(JSON.parse(out)).toMatchObject({
      version: '1.0.7',
      developer: { websiteUrl: 'https://acme.example/dibs', privacyUrl: 'https://acme.example/dibs' },
    });
  });

  it.each([
    ['TEAMS_APP_ID', '', 'TEAMS_APP_ID is missing: set it to the application (client) ID'],
    ['TEAMS_APP_ID', 'dibs', 'TEAMS_APP_ID is no application (client) ID'],
    ['PUBLIC_URL', '', 'Say where Teams reaches Dibs: --url https://dibs.example, or PUBLIC_URL.'],
    ['PUBLIC_URL', 'http://dibs.example', 'PUBLIC_URL: Teams sends requests to https addresses only'],
  ])('with %s="%s" writes nothing, exits with 1 and says: %s', async (name, value, words) => {
    vi.stubEnv(name, value);
    const { out, err, exitCode } = await runTeams('--out', join(folder, 'never.zip'));
    expect({ out, exitCode }).toEqual({ out: '', exitCode: 1 });
    expect(err).toContain(words);
    await expect(readFile(join(folder, 'never.zip'))).rejects.toThrow('ENOENT');
  });

  it.each([
    [['--url', 'https://localhost:3000'], '--url: Teams cannot reach localhost'],
    [['--url', 'https://dibs.example/api/messages'], '--url: Give the address without /api/messages'],
    [['--website', 'http://acme.example'], '--website: Teams takes https addresses only'],
    [['--app-version', '2'], '--app-version: give three numbers'],
    [['--out', '/nowhere-at-all/app.zip'], '/nowhere-at-all/app.zip cannot be written (ENOENT)'],
  ])('with %j exits with 1 and says: %s', async (args, words) => {
    const { err, exitCode } = await runTeams(...args);
    expect(exitCode).toBe(1);
    expect(err).toContain(words);
  });
});
