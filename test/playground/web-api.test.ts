import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOT } from '../../src/playground/identity.ts';
import type { RunningPlayground } from '../../src/playground/start-playground.ts';
import { ANA, BOB, card, SECRETS, startBarePlayground } from './bolt-app.ts';
import { call } from './web-client.ts';

let running: RunningPlayground;
let channel: string;
let ana: string;
beforeAll(async () => {
  running = await startBarePlayground({ rateLimits: 'off' });
  channel = running.playground.channelId('leads-iberia');
  ana = running.playground.userId(ANA);
});
afterAll(() => running.close());

async function post(args: Record<string, unknown> = {}): Promise<string> {
  const { body } = await call(running, 'chat.postMessage', { channel, text: 'Hello', ...args });
  return String(body.ts);
}

describe('tokens and methods', () => {
  it.each([
    ['no token', 'auth.test', null, 'not_authed'],
    ['a wrong token', 'auth.test', 'xoxb-wrong', 'invalid_auth'],
    ['the bot token for Socket Mode', 'apps.connections.open', SECRETS.botToken, 'not_allowed_token_type'],
    ['the app token for messages', 'chat.postMessage', SECRETS.appToken, 'not_allowed_token_type'],
    ['a method that is not there', 'chat.scheduleMessage', SECRETS.botToken, 'unknown_method'],
    ['a name from the prototype', 'constructor', SECRETS.botToken, 'unknown_method'],
  ])('refuses %s', async (_title, method, token, error) => {
    expect((await call(running, method, {}, token)).body).toMatchObject({ ok: false, error });
  });

  it('says who the token is', async () => {
    expect((await call(running, 'auth.test')).body).toMatchObject({
      ok: true,
      team_id: 'T0PLAYGROUND',
      user_id: BOT.id,
      bot_id: 'B0PLAYGROUND',
    });
  });

  it('names a missing argument', async () => {
    const { body } = await call(running, 'chat.postMessage', { text: 'x' });
    expect(body).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field [json-pointer:/channel]'] },
    });
  });
});

describe('chat', () => {
  it.each([
    ['an unknown channel', { channel: 'C404', text: 'x' }, 'channel_not_found'],
    ['a channel by its name', { channel: '#leads-iberia', text: 'x' }, 'channel_not_found'],
    ['neither text nor blocks', {}, 'no_text'],
    ['blank text', { text: '  ' }, 'no_text'],
    ['40,001 characters', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no array', { text: 'x', blocks: '{' }, 'invalid_blocks_format'],
    ['an unknown block', { text: 'x', blocks: [{ type: 'hero' }] }, 'invalid_blocks'],
    ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_format'],
    ['a thread that is not there', { text: 'x', thread_ts: '1.2' }, 'thread_not_found'],
  ])('refuses %s', async (_title, args, error) => {
    expect((await call(running, 'chat.postMessage', { channel, ...args })).body).toMatchObject({ ok: false, error });
  });

  it('refuses an archived channel, and one that the bot was removed from until it joins again', async () => {
    const world = running.playground.channelId('#leads-world');
    const { workspace } = running.playground;
    workspace.archive(world);
    expect((await call(running, 'chat.postMessage', { channel: world, text: 'x' })).body.error).toBe('is_archived');
    workspace.archive(world, false);
    workspace.leave(world, BOT.id);
    for (const method of ['chat.postMessage', 'chat.postEphemeral', 'conversations.history']) {
      expect((await call(running, method, { channel: world, text: 'x', user: ana })).body.error).toBe('not_in_channel');
    }
    expect((await call(running, 'conversations.join', { channel: world })).body.ok).toBe(true);
    expect((await call(running, 'chat.postMessage', { channel: world, text: 'x' })).body.ok).toBe(true);
  });

  it('opens the direct conversation when a message goes to a person', async () => {
    const { body } = await call(running, 'chat.postMessage', { channel: ana, text: 'Yours' });
    const { body: opened } = await call(running, 'conversations.open', { users: ana });
    expect(body.channel).toBe((opened.channel as { id: string }).id);
    expect(String(body.channel)).toMatch(/^D/);
  });

  it('gives 200 posts in one moment 200 different ts, in order', async () => {
    const all: string[] = [];
    for (let n = 0; n < 200; n += 1)
      all.push(running.playground.workspace.post(channel, { user: BOT.id, text: `${n}`, blocks: [] }).ts);
    expect(new Set(all).size).toBe(200);
    expect([...all].sort()).toEqual(all);
  });

  it('names every block and element that the app left unnamed', async () => {
    const ts = await post({
      blocks: [
        { type: 'divider' },
        { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'x' } }] },
      ],
    });
    const blocks = running.playground.workspace.message(channel, ts)?.blocks ?? [];
    expect(blocks.map((block) => block.block_id)).toEqual([
      expect.stringMatching(/.{5}/),
      expect.stringMatching(/.{5}/),
    ]);
    expect(blocks[1]?.type === 'actions' && blocks[1].elements[0]?.action_id).toEqual(expect.stringMatching(/.{5}/));
  });

  it('keeps the blocks and the metadata of an edit that names only the text, and drops both when they are empty', async () => {
    const ts = await post({ blocks: card(), metadata: { event_type: 'dibs_card', event_payload: { delivery: 'd1' } } });
    await call(running, 'chat.update', { channel, ts, text: 'New text' });
    expect(running.playground.workspace.message(channel, ts)).toMatchObject({
      text: 'New text',
      blocks: [{}, {}],
      metadata: { event_type: 'dibs_card' },
    });
    await call(running, 'chat.update', { channel, ts, text: 'Bare', blocks: [], metadata: {} });
    expect(running.playground.workspace.message(channel, ts)).toMatchObject({
      text: 'Bare',
      blocks: [],
      metadata: undefined,
    });
  });

  it('lets the bot edit and delete its own messages only', async () => {
    const { ts } = running.playground.workspace.post(channel, { user: ana, text: 'Mine', blocks: [] });
    expect((await call(running, 'chat.update', { channel, ts, text: 'x' })).body.error).toBe('cant_update_message');
    expect((await call(running, 'chat.delete', { channel, ts })).body.error).toBe('cant_delete_message');
    const own = await post();
    expect((await call(running, 'chat.delete', { channel, ts: own })).body.ok).toBe(true);
    expect((await call(running, 'chat.update', { channel, ts: own, text: 'x' })).body.error).toBe('message_not_found');
  });

  it('refuses more than 4,000 characters in an edit', async () => {
    expect(
      (await call(running, 'chat.update', { channel, ts: await post(), text: 'x'.repeat(4_001) })).body.error,
    ).toBe('msg_too_long');
  });

  it('shows a private note to its reader alone, and lets nobody edit it', async () => {
    const { body } = await call(running, 'chat.postEphemeral', { channel, user: ana, text: 'Psst' });
    const { workspace } = running.playground;
    expect(workspace.notesFor(ana).map((note) => note.text)).toContain('Psst');
    expect(workspace.notesFor(running.playground.userId(BOB))).toEqual([]);
    expect(workspace.history(channel).map((message) => message.text)).not.toContain('Psst');
    expect((await call(running, 'chat.update', { channel, ts: body.message_ts, text: 'x' })).body.error).toBe(
      'message_not_found',
    );
  });

  it('whispers to nobody who is not in the channel', async () => {
    expect((await call(running, 'chat.postEphemeral', { channel, user: 'U404', text: 'x' })).body.error).toBe(
      'user_not_in_channel',
    );
  });

  it('links to a message that is there', async () => {
    const ts = await post();
    const { body } = await call(running, 'chat.getPermalink', { channel, message_ts: ts });
    expect(body.permalink).toBe(`${running.url}/?channel=${channel}&message=${ts}`);
    expect((await call(running, 'chat.getPermalink', { channel, message_ts: '1.2' })).body.error).toBe(
      'message_not_found',
    );
  });
});

describe('conversations', () => {
  it('pages through channels and leaves out archived ones when asked', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await call(running, 'conversations.list', { limit: 1, cursor, exclude_archived: true });
      names.push(...(body.channels as { name: string }[]).map(({ name }) => name));
      cursor = (body.response_metadata as { next_cursor: string }).next_cursor;
    } while (cursor !== '');
    expect(names).toEqual(['leads-iberia', 'leads-world']);
    expect((await call(running, 'conversations.list', { cursor: 'nonsense' })).body.error).toBe('invalid_cursor');
  });

  it('says who is in a channel', async () => {
    const { body } = await call(running, 'conversations.members', { channel });
    expect(body.members).toHaveLength(4);
    expect(body.members).toEqual(expect.arrayContaining([BOT.id, ana]));
  });

  it.each([
    [{ users: 'U404' }, 'user_not_found'],
    [{ users: BOT.id }, 'cannot_dm_bot'],
    [{ users: '' }, 'invalid_arguments'],
    [{ channel: 'D404' }, 'channel_not_found'],
  ])('opens no conversation with %o', async (args, error) => {
    expect((await call(running, 'conversations.open', args)).body.error).toBe(error);
  });

  describe('history', () => {
    let first: string;
    let second: string;
    beforeEach(async () => {
      first = await post({ text: 'first', metadata: { event_type: 'dibs_card', event_payload: { delivery: 'd1' } } });
      second = await post({ text: 'second' });
    });

    it('is newest first and has metadata only when asked', async () => {
      const plain = (await call(running, 'conversations.history', { channel, oldest: first, inclusive: true })).body
        .messages;
      expect(plain).toMatchObject([{ text: 'second' }, { text: 'first' }]);
      expect(JSON.stringify(plain)).not.toContain('dibs_card');
      const full = (
        await call(running, 'conversations.history', {
          channel,
          oldest: first,
          inclusive: true,
          include_all_metadata: true,
        })
      ).body;
      expect(full.messages).toMatchObject([
        { ts: second },
        { ts: first, metadata: { event_payload: { delivery: 'd1' } }, bot_id: 'B0PLAYGROUND' },
      ]);
    });

    it('leaves out both ends unless they are included', async () => {
      const third = await post({ text: 'third' });
      const { body } = await call(running, 'conversations.history', { channel, oldest: first, latest: third });
      expect(body.messages).toMatchObject([{ text: 'second' }]);
    });

    it('pages with a cursor', async () => {
      const args = { channel, oldest: first, inclusive: true, limit: 1 };
      const { body } = await call(running, 'conversations.history', args);
      expect(body).toMatchObject({ has_more: true, messages: [{ ts: second }] });
      const cursor = (body.response_metadata as { next_cursor: string }).next_cursor;
      expect((await call(running, 'conversations.history', { ...args, cursor })).body).toMatchObject({
        has_more: false,
        messages: [{ ts: first }],
      });
    });

    it('keeps replies in their thread', async () => {
      const reply = await post({ text: 'reply', thread_ts: second });
      expect((await call(running, 'conversations.history', { channel, oldest: second })).body.messages).toEqual([]);
      expect((await call(running, 'conversations.replies', { channel, ts: second })).body.messages).toMatchObject([
        { ts: second },
        { ts: reply, thread_ts: second },
      ]);
    });
  });
});

describe('users', () => {
  it('finds a person by e-mail in any case, and says nothing of others', async () => {
    const { body } = await call(running, 'users.lookupByEmail', { email: ANA.toUpperCase() });
    expect(body.user).toMatchObject({
      id: ana,
      team_id: 'T0PLAYGROUND',
      deleted: false,
      is_bot: false,
      tz: expect.any(String),
      profile: { email: ANA },
    });
    expect((await call(running, 'users.lookupByEmail', { email: 'nobody@acme.example' })).body.error).toBe(
      'users_not_found',
    );
    expect((await call(running, 'users.info', { user: 'U404' })).body.error).toBe('user_not_found');
  });

  it('shows the presence of a person, and sets only its own', async () => {
    expect((await call(running, 'users.getPresence', { user: ana })).body.presence).toBe('active');
    running.playground.workspace.setPresence(ana, 'away');
    expect((await call(running, 'users.getPresence', { user: ana })).body.presence).toBe('away');
    expect((await call(running, 'users.setPresence', { presence: 'busy' })).body.error).toBe('invalid_presence');
    await call(running, 'users.setPresence', { presence: 'away' });
    expect((await call(running, 'users.getPresence', { user: BOT.id })).body.presence).toBe('away');
  });

  it('tells of paused notifications when, and never of others whether it is a snooze', async () => {
    const never = { ok: true, dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
    expect((await call(running, 'dnd.info', { user: ana })).body).toEqual(never);
    const user = running.playground.workspace.user(ana);
    if (user) running.playground.workspace.putUser({ ...user, paused: { from: 1_772_456_700, until: 1_772_460_300 } });
    expect((await call(running, 'dnd.info', { user: ana })).body).toEqual({
      ok: true,
      dnd_enabled: true,
      next_dnd_start_ts: 1_772_456_700,
      next_dnd_end_ts: 1_772_460_300,
    });
    expect((await call(running, 'dnd.info', { user: 'U0NOBODY' })).body.error).toBe('user_not_found');
  });

  it('lists everybody, with profiles', async () => {
    const { body } = await call(running, 'users.list');
    expect((body.members as { name: string }[]).map(({ name }) => name)).toEqual([
      'dibs',
      'ana',
      'bob',
      'sam.stranger',
    ]);
    expect((await call(running, 'users.profile.get', { user: ana })).body.profile).toMatchObject({
      email: ANA,
      title: 'Rep',
    });
  });
});
