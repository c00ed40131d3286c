import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlayground, type Playground } from '../../src/playground/create-playground.ts';
import { BOT } from '../../src/playground/identity.ts';
import { createTestClock } from '../helpers/test-clock.ts';
import { ANA, BOB, card, SECRETS } from './bolt-app.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  file = join(folder, 'slack', 'workspace.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(people = [ANA, BOB]): Playground {
  return createPlayground({
    users: people.map((email) => ({ name: email, email })),
    channels: ['#leads'],
    dataFile: file,
    ...SECRETS,
    requestUrl: null,
    commands: [],
    leadsUrl: '/v1/leads',
    apiKey: null,
    clock: createTestClock(),
  });
}

/** Everything that should outlive a restart. */
function memory({ workspace }: Playground) {
  const channels = workspace.conversations();
  const ana = workspace.users().find((user) => user.email === ANA)?.id ?? '';
  return {
    users: workspace.users(),
    channels,
    messages: channels.map(({ id }) => workspace.history(id)),
    unread: channels.map(({ id }) => workspace.unread(id, ana)),
  };
}

function liveABit(playground: Playground): void {
  const { workspace } = playground;
  const channel = playground.channelId('leads');
  const ana = playground.userId(ANA);
  const metadata = { event_type: 'dibs_card', event_payload: { delivery: 'd1' } };
  const first = workspace.post(channel, { user: BOT.id, text: 'first', blocks: card() as never, metadata });
  workspace.post(channel, { user: ana, text: 'second', blocks: [] });
  const gone = workspace.post(channel, { user: BOT.id, text: 'gone', blocks: [] });
  workspace.edit(channel, first.ts, { text: 'edited' });
  workspace.remove(channel, gone.ts);
  workspace.markRead(channel, ana, first.ts);
  workspace.post(channel, { user: BOT.id, text: 'unread', blocks: [] });
  workspace.setPresence(ana, 'away');
  workspace.archive(channel);
}

describe('the workspace’s log', () => {
  it('brings everything back after a restart: messages, edits, metadata, presence, what was read', () => {
    const before = open();
    liveABit(before);
    const remembered = memory(before);
    before.close();
    const after = open();
    expect(memory(after)).toEqual(remembered);
    expect(after.workspace.unread(after.channelId('leads'), after.userId(ANA))).toBe(1);
    after.close();
  });

  it('is readable by its owner only', () => {
    open().close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is shortened at each start to what is still true', () => {
    const before = open();
    const channel = before.channelId('leads');
    const { ts } = before.workspace.post(channel, { user: BOT.id, text: 'x', blocks: [] });
    for (let n = 0; n < 100; n += 1) before.workspace.edit(channel, ts, { text: `edit ${n}` });
    before.close();
    const long = readFileSync(file, 'utf8').split('\n').length;
    open().close();
    const short = readFileSync(file, 'utf8').split('\n').length;
    expect(long - short).toBeGreaterThan(95);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('drops a last line that was torn at any byte, and keeps the rest', () => {
    const before = open();
    const channel = before.channelId('leads');
    before.workspace.post(channel, { user: BOT.id, text: 'whole', blocks: [] });
    before.close();
    const whole = readFileSync(file);
    for (const torn of ['{', '{"type":"mess', '{"type":"deleted","channel":"C1","ts":"1"', '{"type":"deleted"']) {
      writeFileSync(file, whole);
      appendFileSync(file, torn);
      const after = open();
      expect(after.workspace.history(channel).map((message) => message.text)).toEqual(['whole']);
      after.close();
    }
  });

  it('keeps a last line that only lacks its line break', () => {
    const before = open();
    before.workspace.post(before.channelId('leads'), { user: BOT.id, text: 'last', blocks: [] });
    before.close();
    truncateSync(file, statSync(file).size - 1);
    const after = open();
    expect(after.workspace.history(after.channelId('leads')).map((message) => message.text)).toEqual(['last']);
    after.close();
  });

  it('refuses to start on a line that is damaged in the middle, and says which and what to do', () => {
    open().close();
    const lines = readFileSync(file, 'utf8').split('\n');
    lines[1] = 'nonsense';
    writeFileSync(file, lines.join('\n'));
    expect(open).toThrow(/damaged at line 2. Move it away/);
  });

  it('keeps people’s ids when it is thrown away, because they come from the e-mail address', () => {
    const before = open();
    const ids = [before.userId(ANA), before.channelId('#leads')];
    before.close();
    rmSync(file);
    const after = open();
    expect([after.userId(ANA), after.channelId('#leads')]).toEqual(ids);
    after.close();
  });

  it('lets people leave who are no longer wanted, and adds new ones to the channels', () => {
    open().close();
    const after = open([ANA, 'cleo@acme.example']);
    const bob = after.workspace.users().find((user) => user.email === BOB);
    expect(bob?.deleted).toBe(true);
    expect(after.workspace.conversation(after.channelId('leads'))?.members).toContain(
      after.userId('cleo@acme.example'),
    );
    after.close();
  });

  it('has every message whose post was answered before a kill -9', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'post-until-killed.ts'), file],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const answered: string[] = [];
    for await (const ts of createInterface({ input: child.stdout })) {
      answered.push(ts);
      if (answered.length === 200) child.kill('SIGKILL');
    }
    const after = open();
    const kept = new Set(after.workspace.history(after.channelId('leads')).map((message) => message.ts));
    expect(answered.length).toBeGreaterThanOrEqual(200);
    expect(answered.filter((ts) => !kept.has(ts))).toEqual([]);
    after.close();
  });
});
