import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, card, startBench } from './bolt-app.ts';
import { call } from './web-client.ts';

const MINUTE = 60_000;
const modal = { type: 'modal', title: { type: 'plain_text', text: 'Hi' }, blocks: [{ type: 'divider' }] };

let bench: Bench;
/** What Bolt was given with the last click. */
let body: Record<string, string> & { message?: object; container?: object };

beforeEach(async () => {
  bench = await startBench('http');
  bench.app.action(/.*/, async ({ ack, body: got }) => {
    body = JSON.parse(JSON.stringify(got));
    await ack();
  });
});
afterEach(() => bench.stop());

async function clickCard(user = bench.ana): Promise<string> {
  const { ts } = bench.playground.workspace.post(bench.channel, {
    user: 'U0PLAYGROUND',
    text: 'A lead',
    blocks: card() as never,
  });
  expect(await bench.playground.act({ user, at: { channel: bench.channel, ts }, actionId: 'claim' })).toEqual({
    ok: true,
  });
  return ts;
}

describe('a trigger', () => {
  const open = (trigger_id: string | undefined) => call(bench, 'views.open', { trigger_id, view: modal });

  it('opens one modal and no second one', async () => {
    await clickCard();
    expect((await open(body.trigger_id)).body).toMatchObject({
      ok: true,
      view: { hash: expect.any(String), root_view_id: expect.any(String) },
    });
    expect((await open(body.trigger_id)).body.error).toBe('exchanged_trigger_id');
  });

  it('is worth something for 3 s', async () => {
    await clickCard();
    bench.clock.advance(3_000);
    const inTime = body.trigger_id;
    await clickCard();
    const late = body.trigger_id;
    expect((await open(inTime)).body.ok).toBe(true);
    bench.clock.advance(3_001);
    expect((await open(late)).body.error).toBe('expired_trigger_id');
  });

  it('cannot be made up', async () => {
    expect((await open('1.2.abc')).body.error).toBe('invalid_trigger_id');
  });
});

describe('a response_url', () => {
  async function respond(content: object): Promise<[number, unknown]> {
    const response = await fetch(String(body.response_url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(content),
    });
    return [response.status, await response.json()];
  }

  it('takes 5 answers and refuses the 6th', async () => {
    await clickCard();
    for (let n = 0; n < 5; n += 1) expect(await respond({ text: `${n}` })).toEqual([200, { ok: true }]);
    expect(await respond({ text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(bench.playground.workspace.notesFor(bench.ana)).toHaveLength(5);
  });

  it('works for 30 minutes', async () => {
    await clickCard();
    bench.clock.advance(30 * MINUTE);
    expect((await respond({ text: 'late' }))[0]).toBe(200);
    bench.clock.advance(1);
    expect(await respond({ text: 'too late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('replaces and deletes the message that was clicked', async () => {
    const ts = await clickCard();
    await respond({ text: 'Replaced', replace_original: true });
    expect(bench.playground.workspace.message(bench.channel, ts)).toMatchObject({ text: 'Replaced', blocks: [] });
    await respond({ delete_original: true });
    expect(bench.playground.workspace.message(bench.channel, ts)).toBeNull();
  });

  it('replaces and removes a private note, which nothing else can', async () => {
    const note = bench.playground.workspace.whisper({
      channel: bench.channel,
      reader: bench.ana,
      from: 'app',
      text: 'Sure?',
      blocks: card() as never,
    });
    await bench.playground.act({ user: bench.ana, at: { note: note.ts }, actionId: 'claim' });
    expect(body.container).toMatchObject({ is_ephemeral: true });
    expect(body.message).toBeUndefined();
    await respond({ text: 'Done', replace_original: true });
    expect(bench.playground.workspace.notesFor(bench.ana)).toMatchObject([{ ts: note.ts, text: 'Done', blocks: [] }]);
    await respond({ delete_original: true });
    expect(bench.playground.workspace.notesFor(bench.ana)).toEqual([]);
  });

  it('holds answers to the limits of Block Kit', async () => {
    await clickCard();
    expect(await respond({ text: 'x', blocks: [{ type: 'hero' }] })).toEqual([
      400,
      { ok: false, error: 'invalid_blocks' },
    ]);
    expect(await respond({})).toEqual([400, { ok: false, error: 'no_text' }]);
  });
});

describe('a click', () => {
  it('on something that was taken off the message is refused, with a reason', async () => {
    const ts = await clickCard();
    bench.playground.workspace.edit(bench.channel, ts, { text: 'Taken', blocks: [] });
    const reaction = await bench.playground.act({
      user: bench.bob,
      at: { channel: bench.channel, ts },
      actionId: 'claim',
    });
    expect(reaction).toEqual({ ok: false, error: 'no_such_action', message: 'That is not there any more.' });
  });

  it('on an old copy is delivered when a test asks for it, as Slack may', async () => {
    const ts = await clickCard();
    const stale = bench.playground.workspace.message(bench.channel, ts);
    bench.playground.workspace.remove(bench.channel, ts);
    if (!stale) throw new Error('no message');
    expect(
      await bench.playground.act({ user: bench.bob, at: { channel: bench.channel, stale }, actionId: 'claim' }),
    ).toEqual({ ok: true });
    expect(body.message).toMatchObject({ ts });
  });

  it('on an option that is not offered is refused', async () => {
    const blocks = [
      {
        type: 'actions',
        elements: [
          {
            type: 'static_select',
            action_id: 'stage',
            options: [{ text: { type: 'plain_text', text: 'Won' }, value: 'won' }],
          },
        ],
      },
    ];
    const { ts } = bench.playground.workspace.post(bench.channel, {
      user: 'U0PLAYGROUND',
      text: 'x',
      blocks: blocks as never,
    });
    const choose = (chosen: string) =>
      bench.playground.act({ user: bench.ana, at: { channel: bench.channel, ts }, actionId: 'stage', chosen });
    expect(await choose('lost')).toMatchObject({ error: 'no_such_option' });
    expect(await choose('won')).toEqual({ ok: true });
    expect(body.actions?.[0]).toMatchObject({ type: 'static_select', selected_option: { value: 'won' } });
  });

  it('by somebody who is not in the channel never reaches the app', async () => {
    const ts = await clickCard();
    bench.playground.workspace.leave(bench.channel, bench.bob);
    expect(
      await bench.playground.act({ user: bench.bob, at: { channel: bench.channel, ts }, actionId: 'claim' }),
    ).toMatchObject({ error: 'not_in_channel' });
  });

  it('on somebody else’s private note never reaches the app', async () => {
    const note = bench.playground.workspace.whisper({
      channel: bench.channel,
      reader: bench.ana,
      from: 'app',
      text: 'x',
      blocks: card() as never,
    });
    expect(await bench.playground.act({ user: bench.bob, at: { note: note.ts }, actionId: 'claim' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  it('says that the app is not there when nothing answers', async () => {
    bench.playground.requestUrl = 'http://127.0.0.1:9/slack/events';
    const ts = bench.playground.workspace.post(bench.channel, {
      user: 'U0PLAYGROUND',
      text: 'x',
      blocks: card() as never,
    }).ts;
    const reaction = await bench.playground.act({
      user: bench.ana,
      at: { channel: bench.channel, ts },
      actionId: 'claim',
    });
    expect(reaction).toMatchObject({ error: 'dispatch_failed', message: expect.stringContaining('unreachable') });
  });
});
