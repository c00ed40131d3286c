/** `dibs manifest`: what it prints and its exit code. */
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { slackManifest } from '../../../src/chat/slack/manifest.ts';
import { addressProblem } from '../../../src/chat/slack/request-address.ts';
import { manifestCommand } from '../../../src/cli/manifest/manifest-command.ts';

beforeEach(() => {
  vi.stubEnv('PUBLIC_URL', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<{ out: string; err: string; exitCode: typeof process.exitCode }> {
  const said = { out: '', err: '' };
  vi.spyOn(console, 'log').mockImplementation((line) => {
    said.out += `${line}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((line) => {
    said.err += `${line}\n`;
  });
  const program = new Command();
  manifestCommand(program, { slack: { manifest: slackManifest, addressProblem } });
  await program.parseAsync(['manifest', 'slack', ...args], { from: 'user' });
  return { ...said, exitCode: process.exitCode };
}

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
