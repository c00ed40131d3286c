import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, card, startBench } from './bolt-app.ts';

describe.each(['http', 'socket'] as const)('a Bolt app over %s', (mode) => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench(mode);
  });
  afterEach(() => bench.stop());

  async function postCard(): Promise<string> {
    const { ts } = await bench.app.client.chat.postMessage({ channel: bench.channel, text: 'A lead', blocks: card() });
    return ts ?? '';
  }

  it('gets a click on its card, acknowledges it and answers the clicker alone through response_url', async () => {
    bench.app.action('claim', async ({ ack, body, respond }) => {
      await ack();
      await respond({ text: `Yours, <@${body.user.id}>`, replace_original: false });
    });
    const ts = await postCard();
    expect(
      await bench.playground.act({ user: bench.ana, at: { channel: bench.channel, ts }, actionId: 'claim' }),
    ).toEqual({ ok: true });
    await expect
      .poll(() => bench.playground.workspace.notesFor(bench.ana).map((note) => note.text))
      .toEqual([`Yours, <@${bench.ana}>`]);
    expect(bench.playground.workspace.notesFor(bench.bob)).toEqual([]);
  });

  it('sends the payload that Slack documents', async () => {
    let seen: Record<string, unknown> = {};
    bench.app.action('claim', async ({ ack, body }) => {
      seen = { ...body };
      await ack();
    });
    const ts = await postCard();
    await bench.playground.act({ user: bench.ana, at: { channel: bench.channel, ts }, actionId: 'claim' });
    expect(seen).toMatchObject({
      type: 'block_actions',
      team: { id: 'T0PLAYGROUND', domain: 'dibs-playground' },
      user: { id: bench.ana, username: 'ana', name: 'ana', team_id: 'T0PLAYGROUND' },
      api_app_id: 'A0PLAYGROUND',
      channel: { id: bench.channel, name: 'leads-iberia' },
      container: { type: 'message', message_ts: ts, channel_id: bench.channel, is_ephemeral: false },
      message: { ts, text: 'A lead' },
      actions: [
        {
          type: 'button',
          action_id: 'claim',
          block_id: 'lead',
          value: 'delivery-1',
          action_ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
        },
      ],
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/playground/respond/'),
      state: { values: {} },
    });
  });

  it('edits its card for everybody, and the edit is marked', async () => {
    const ts = await postCard();
    await bench.app.client.chat.update({ channel: bench.channel, ts, text: 'Taken by Ana', blocks: [] });
    expect(bench.playground.workspace.message(bench.channel, ts)).toMatchObject({
      text: 'Taken by Ana',
      blocks: [],
      editedTs: expect.any(String),
    });
  });

  it('warns the clicker when it has not acknowledged after 3 s', async () => {
    const arrived = new Promise<void>((resolve) => {
      bench.app.action('claim', async () => resolve());
    });
    const ts = await postCard();
    const reaction = bench.playground.act({ user: bench.ana, at: { channel: bench.channel, ts }, actionId: 'claim' });
    await arrived;
    bench.clock.advance(2_999);
    bench.clock.advance(1);
    expect(await reaction).toMatchObject({
      ok: false,
      error: 'timed_out',
      message: expect.stringContaining('3 seconds'),
    });
  });

  it('opens a modal, shows the errors of a submission, and closes it when the app is content', async () => {
    bench.app.action('claim', async ({ ack, body, client }) => {
      await ack();
      if ('trigger_id' in body) await client.views.open({ trigger_id: body.trigger_id, view: releaseModal });
    });
    bench.app.view('release', async ({ ack, view }) => {
      const reason = view.state.values.why?.reason?.selected_option?.value;
      if (reason === 'other') await ack({ response_action: 'errors', errors: { why: 'Say more.' } });
      else await ack();
    });
    const ts = await postCard();
    await bench.playground.act({ user: bench.ana, at: { channel: bench.channel, ts }, actionId: 'claim' });
    await expect.poll(() => bench.playground.modals.stack(bench.ana).length).toBe(1);
    const modal = bench.playground.modals.stack(bench.ana)[0]?.id ?? '';

    expect(await bench.playground.submitModal({ user: bench.ana, modal, values: {} })).toMatchObject({
      error: 'invalid_fields',
    });
    expect(bench.playground.modals.find(modal)?.errors).toEqual({ why: 'Please complete this required field.' });
    await bench.playground.submitModal({ user: bench.ana, modal, values: { why: { reason: 'other' } } });
    expect(bench.playground.modals.find(modal)?.errors).toEqual({ why: 'Say more.' });
    expect(await bench.playground.submitModal({ user: bench.ana, modal, values: { why: { reason: 'spam' } } })).toEqual(
      { ok: true },
    );
    expect(bench.playground.modals.stack(bench.ana)).toEqual([]);
  });

  it('answers a slash command privately and in the channel', async () => {
    bench.app.command('/lead', async ({ ack, command, respond }) => {
      await ack(`Heard: ${command.text}`);
      await respond({ text: 'For all', response_type: 'in_channel' });
    });
    await bench.playground.type({ user: bench.ana, channel: bench.channel, text: '/lead mine <now> & @bob' });
    expect(bench.playground.workspace.notesFor(bench.ana).map((note) => note.text)).toEqual([
      `Heard: mine &lt;now&gt; &amp; <@${bench.bob}|bob>`,
    ]);
    await expect.poll(() => bench.playground.workspace.history(bench.channel).at(-1)?.text).toBe('For all');
  });
});

const releaseModal = {
  type: 'modal' as const,
  callback_id: 'release',
  title: { type: 'plain_text' as const, text: 'Release' },
  submit: { type: 'plain_text' as const, text: 'Give back' },
  blocks: [
    {
      type: 'input',
      block_id: 'why',
      label: { type: 'plain_text' as const, text: 'Why?' },
      element: {
        type: 'static_select',
        action_id: 'reason',
        options: ['spam', 'other'].map((value) => ({ text: { type: 'plain_text' as const, text: value }, value })),
      },
    },
  ],
};
