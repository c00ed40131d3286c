/** The same over Socket Mode, where connections come and go. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Card } from '../../../src/domain/card.ts';
import { type ScriptedInbox, scriptedInbox } from './scripted-inbox.ts';
import { ANA, type SlackHarness, startSlack } from './slack-harness.ts';

const CARD: Card = {
  summary: 'A lead',
  title: 'Petra Probe',
  tone: 'open',
  fields: [],
  footer: [],
  actions: [{ kind: 'button', id: 'claim', label: 'Claim', value: 'd1' }],
};

let harness: SlackHarness;
let inbox: ScriptedInbox;

afterEach(() => harness.close());

async function start() {
  harness = await startSlack({ mode: 'socket' });
  inbox = scriptedInbox({ claim: async () => ({ kind: 'note', lines: [{ text: 'Yours.' }] }) });
  await harness.slack.start(inbox);
  const { playground, slack } = harness;
  const at = await slack.platform.postCard(playground.channelId('leads-iberia'), CARD, 'd1');
  const user = playground.userId(ANA.email);
  const click = () => playground.act({ user, at: { channel: at.conversation, ts: at.message }, actionId: 'claim' });
  return { playground, user, click };
}

describe('Socket Mode', () => {
  it('carries a click and its answer, and listens on no port', async () => {
    const { playground, user, click } = await start();
    expect(harness.slack.listener).toBeNull();
    expect(await click()).toEqual({ ok: true });
    expect(inbox.calls).toMatchObject([{ method: 'claim', args: [{ delivery: 'd1' }] }]);
    await vi.waitFor(() => expect(playground.workspace.notesFor(user)).toMatchObject([{ text: 'Yours.' }]), {
      interval: 5,
    });
  });

  it('is there again after Slack moved the connection', async () => {
    const { playground, click } = await start();
    playground.socketMode.recycle();
    await vi.waitFor(() => expect(harness.log()).toContain('Connected to Slack again'), { interval: 5 });
    expect(await click()).toEqual({ ok: true });
  });

  it('tries again after 1 s when Slack does not take the connection back, and does not bring the process down', async () => {
    const { playground, click } = await start();
    playground.failpoints.arm({ method: 'apps.connections.open', failure: { kind: 'error-before' } });
    playground.socketMode.recycle();
    await vi.waitFor(() => expect(harness.log()).toContain('Slack cannot be reached over its socket'), { interval: 5 });
    playground.failpoints.disarm();
    harness.clock.advance(1000);
    await vi.waitFor(() => expect(harness.log()).toContain('Connected to Slack again'), { interval: 5 });
    expect(await click()).toEqual({ ok: true });
  });

  it('refuses to start with an app token that Slack does not know', async () => {
    harness = await startSlack({ mode: 'socket' });
    harness.playground.failpoints.arm({ method: 'apps.connections.open', failure: { kind: 'error-before' } });
    await expect(harness.slack.start(scriptedInbox())).rejects.toMatchObject({ code: 'http_503' });
  });
});
