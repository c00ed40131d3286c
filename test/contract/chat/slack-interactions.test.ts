/** People in Slack and the app behind it: clicks, menus, the dialog and the command, through the strict Slack and Bolt. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Card, CardAction } from '../../../src/domain/card.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { type FormPurpose, leadForm, SNOOZES, WITH_NOTE } from '../../../src/domain/lead-forms.ts';
import { STAGES, TOUCHES } from '../../../src/domain/stages.ts';
import { TEAM } from '../../../src/playground/identity.ts';
import type { ChatInbox, OpenForm, Reply } from '../../../src/ports/chat-inbox.ts';
import type { MessageRef } from '../../../src/ports/chat-platform.ts';
import { testLead, testRuleset } from '../../helpers/leads.ts';
import { type ScriptedInbox, scriptedInbox } from './scripted-inbox.ts';
import { interaction, post, signed } from './signed.ts';
import { ANA, BOB, type SlackHarness, startSlack } from './slack-harness.ts';

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const ACTIONS: CardAction[] = [
  { kind: 'button', id: 'claim', label: 'Claim', value: DELIVERY },
  {
    kind: 'select',
    id: 'contacted',
    placeholder: 'Contacted…',
    options: [...TOUCHES, WITH_NOTE],
    value: DELIVERY,
  },
  { kind: 'button', id: 'release', label: 'Release', value: DELIVERY },
  { kind: 'button', id: 'accept', label: 'Accept', value: DELIVERY },
  { kind: 'button', id: 'decline', label: 'Decline', value: DELIVERY },
  { kind: 'button', id: 'why', label: 'Why me?', tucked: true, value: DELIVERY },
  { kind: 'button', id: 'hand-over', label: 'Hand over', tucked: true, value: DELIVERY },
  { kind: 'button', id: 'disqualify', label: 'Reject', value: DELIVERY },
  { kind: 'button', id: 'approve', label: 'Approve', value: DELIVERY },
  { kind: 'button', id: 'edit', label: 'Edit', value: DELIVERY },
  { kind: 'button', id: 'bring-back', label: 'Bring back', value: DELIVERY },
  { kind: 'select', id: 'stage', placeholder: 'Stage…', options: [...STAGES], value: DELIVERY },
  { kind: 'select', id: 'snooze', placeholder: 'Snooze…', options: [...SNOOZES], value: DELIVERY },
  {
    kind: 'select',
    id: 'send-to-pool',
    placeholder: 'Pool…',
    options: [{ value: 'world', label: 'world' }],
    value: DELIVERY,
  },
];
const CARD: Card = { summary: 'A lead', title: 'Petra Probe', tone: 'open', fields: [], footer: [], actions: ACTIONS };
function form(purpose: FormPurpose, lead = 'Petra Probe'): OpenForm {
  const asked = leadForm(purpose, testLead(), testRuleset({ currency: 'EUR' }));
  return { kind: 'form', purpose, delivery: DELIVERY, lead, form: asked };
}

const FORM = form('release');
const DECLINE_FORM = form('decline', 'A lead from world');
const UNREACHABLE = new AppError('store_unreachable', 'the store does not answer', { retry: 'later' });

let harness: SlackHarness;
let inbox: ScriptedInbox;
let at: MessageRef;
let ana: string;

beforeEach(async () => {
  harness = await startSlack();
  ana = harness.playground.userId(ANA.email);
});
afterEach(() => harness.close());

async function start(answers: Partial<ChatInbox> = {}): Promise<void> {
  inbox = scriptedInbox(answers);
  await harness.slack.start(inbox);
  at = await harness.slack.platform.postCard(harness.playground.channelId('leads-iberia'), CARD, DELIVERY);
}

function click(actionId: string, chosen?: string) {
  const place = { channel: at.conversation, ts: at.message };
  return harness.playground.act({ user: ana, at: place, actionId, ...(chosen ? { chosen } : {}) });
}

/** The private notes that somebody sees, as text. */
function notes(user = ana): string[] {
  return harness.playground.workspace.notesFor(user).map((note) => note.text);
}

async function nextNote(count = 1): Promise<string[]> {
  await vi.waitFor(() => expect(notes()).toHaveLength(count), { interval: 5 });
  return notes();
}

describe('a click on a card', () => {
  it('tells the app who clicked what on which message', async () => {
    await start();
    expect(await click('claim')).toEqual({ ok: true });
    expect(inbox.calls).toEqual([
      {
        method: 'claim',
        args: [
          {
            person: { platform: 'slack', team: TEAM.id, userId: ana },
            id: expect.stringMatching(/\w+/),
            at: harness.clock.now(),
            delivery: DELIVERY,
            message: at,
          },
        ],
      },
    ]);
  });

  it.each([
    ['accept', 'accept'],
    ['approve', 'approve'],
    ['bring-back', 'bringBack'],
  ] as const)('on %s reaches the app as %s', async (action, method) => {
    await start();
    await click(action);
    expect(inbox.calls).toMatchObject([{ method, args: [{ delivery: DELIVERY, message: at }] }]);
  });

  it('on the menu of pools brings the choice too', async () => {
    await start();
    await click('send-to-pool', 'world');
    expect(inbox.calls).toMatchObject([{ method: 'sendToPool', args: [{ delivery: DELIVERY, message: at }, 'world'] }]);
  });

  it.each([
    ['contacted', 'call', { how: 'call' }],
    ['stage', 'meeting', { stage: 'meeting' }],
    ['snooze', 'tomorrow', { until: 'tomorrow' }],
  ] as const)(
    'on the menu %s, with a choice that says it all, is a form filled in',
    async (purpose, choice, values) => {
      await start();
      await click(purpose, choice);
      expect(inbox.calls).toMatchObject([{ method: 'submit', args: [{ purpose, delivery: DELIVERY, values }] }]);
    },
  );

  it('behind the three dots is a click on the button that is named there', async () => {
    await start();
    await click('more', 'why');
    expect(inbox.calls).toMatchObject([{ method: 'why', args: [{ delivery: DELIVERY, message: at }] }]);
  });

  it('on a choice that does not do is answered with what is wrong', async () => {
    const problems = [{ field: 'stage', text: 'This stage is not known any more.' }];
    await start({ submit: async () => ({ kind: 'problems', problems }) });
    await click('stage', 'meeting');
    expect(await nextNote()).toEqual(['This stage is not known any more.']);
  });

  it('on Contacted, on a card from before there was a menu, says no more than that', async () => {
    await start();
    const payload = {
      type: 'block_actions',
      team: { id: TEAM.id },
      user: { id: ana },
      trigger_id: '7.7.old',
      actions: [{ type: 'button', action_id: 'contacted', block_id: 'b', value: DELIVERY }],
    };
    await post(harness.eventsUrl, signed(interaction(payload)));
    expect(inbox.calls).toMatchObject([
      { method: 'submit', args: [{ purpose: 'contacted', values: { how: 'other' } }] },
    ]);
  });

  it('has an id of its own each time, and the same when the request is repeated', async () => {
    await start();
    await click('claim');
    await click('claim');
    const payload = {
      type: 'block_actions',
      team: { id: TEAM.id },
      user: { id: ana },
      trigger_id: '7.7.repeated',
      actions: [{ type: 'button', action_id: 'claim', block_id: 'b', value: DELIVERY }],
    };
    const request = signed(interaction(payload));
    await post(harness.eventsUrl, request);
    await post(harness.eventsUrl, request);
    const ids = inbox.calls.map(({ args }) => (args[0] as { id: string }).id);
    expect(new Set(ids.slice(0, 2)).size).toBe(2);
    expect(ids.slice(2)).toEqual(['7.7.repeated', '7.7.repeated']);
  });

  it('is answered in a note that only the clicker sees, and the card stays', async () => {
    await start({ claim: async () => ({ kind: 'note', lines: [{ text: 'Bob was 0.3 s faster.' }] }) });
    await click('claim');
    expect(await nextNote()).toEqual(['Bob was 0.3 s faster.']);
    expect(notes(harness.playground.userId(BOB.email))).toEqual([]);
    expect(harness.playground.workspace.history(at.conversation)).toHaveLength(1);
  });

  it('can be answered with a private card, whose own buttons name no message', async () => {
    await start({ claim: async () => ({ kind: 'card', card: CARD }) });
    await click('claim');
    await nextNote();
    const [note] = harness.playground.workspace.notesFor(ana);
    await harness.playground.act({ user: ana, at: { note: note?.ts ?? '' }, actionId: 'accept' });
    expect(inbox.calls.at(-1)).toMatchObject({ method: 'accept', args: [{ delivery: DELIVERY, message: null }] });
  });
});

describe('a click that cannot be served', () => {
  it('is acknowledged within 2 s and answered later when the app is slow', async () => {
    let finish = (_: Reply) => {};
    await start({ claim: () => new Promise((resolve) => (finish = resolve)) });
    const reaction = click('claim');
    await vi.waitFor(() => expect(inbox.calls).toHaveLength(1), { interval: 5 });
    harness.clock.advance(2000);
    expect(await reaction).toEqual({ ok: true });
    expect(notes()).toEqual([]);
    finish({ kind: 'note', lines: [{ text: 'Yours.' }] });
    expect(await nextNote()).toEqual(['Yours.']);
  });

  it('says that nothing changed when the store does not answer, and logs the code alone', async () => {
    await start({ claim: () => Promise.reject(UNREACHABLE) });
    expect(await click('claim')).toEqual({ ok: true });
    expect(await nextNote()).toEqual([
      'Dibs could not record this; nothing changed. Try again in a minute. (store_unreachable)',
    ]);
    expect(harness.log()).toContain('"code":"store_unreachable"');
  });

  it('does not promise that nothing changed after an error that nobody foresaw', async () => {
    await start({ claim: () => Promise.reject(new Error('cannot read Petra Probe')) });
    expect(await click('claim')).toEqual({ ok: true });
    expect((await nextNote())[0]).toContain('not sure that this was recorded');
    expect(harness.log()).not.toContain('Petra');
  });

  it('says so when the button is of another version', async () => {
    await start();
    const stale = {
      ts: at.message,
      user: 'U0PLAYGROUND',
      text: '',
      blocks: [
        {
          type: 'actions' as const,
          block_id: `actions:${DELIVERY}`,
          elements: [
            { type: 'button' as const, action_id: 'explode', text: { type: 'plain_text' as const, text: 'Go' } },
          ],
        },
      ],
    };
    const place = { channel: at.conversation, stale };
    expect(await harness.playground.act({ user: ana, at: place, actionId: 'explode' })).toEqual({ ok: true });
    expect((await nextNote())[0]).toContain('another version');
    expect(inbox.calls).toEqual([]);
  });

  it('refuses people of other workspaces before the app hears of them', async () => {
    await start();
    const payload = {
      type: 'block_actions',
      team: { id: TEAM.id },
      user: { id: ana, team_id: 'T0ELSEWHERE' },
      trigger_id: '1.1.x',
      actions: [{ type: 'button', action_id: 'claim', block_id: 'b', value: DELIVERY }],
    };
    expect((await post(harness.eventsUrl, signed(interaction(payload)))).status).toBe(200);
    expect(inbox.calls).toEqual([]);
    // Without a response URL the answer goes to the person directly.
    const { workspace } = harness.playground;
    const written = () => JSON.stringify(workspace.history(workspace.direct(ana).id));
    await vi.waitFor(() => expect(written()).toContain('Only members of the workspace'), { interval: 5 });
  });

  it('survives an answer that nobody takes', async () => {
    await start({ claim: async () => ({ kind: 'note', lines: [{ text: 'hello' }] }) });
    const payload = {
      type: 'block_actions',
      team: { id: TEAM.id },
      user: { id: ana },
      trigger_id: '1.1.x',
      response_url: `${harness.playground.baseUrl}/playground/respond/used-up`,
      actions: [{ type: 'button', action_id: 'claim', block_id: 'b', value: DELIVERY }],
    };
    expect((await post(harness.eventsUrl, signed(interaction(payload)))).status).toBe(200);
    await vi.waitFor(() => expect(harness.log()).toContain('"code":"response_url_404"'), { interval: 5 });
  });
});

describe('the release dialog', () => {
  function dialog() {
    return harness.playground.modals.stack(ana).at(-1);
  }

  async function submit(reason = 'no-time', note = '') {
    const values = { reason: { reason }, note: { note } };
    return harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values });
  }

  it('opens with the 6 reasons and sends the choice and the note to the app', async () => {
    await start({ ask: async () => FORM });
    expect(await click('release')).toEqual({ ok: true });
    expect(JSON.stringify(dialog()?.content.blocks)).toContain('Someone else already talks to them');
    expect(await submit('conflict', 'They know Bob.')).toEqual({ ok: true });
    expect(inbox.calls.at(-1)).toMatchObject({
      method: 'submit',
      args: [
        {
          purpose: 'release',
          delivery: DELIVERY,
          values: { reason: 'conflict', note: 'They know Bob.' },
          person: { userId: ana },
        },
      ],
    });
    expect(dialog()).toBeUndefined();
  });

  it('does not open when the app says why not', async () => {
    await start({ ask: async () => ({ kind: 'note', lines: [{ text: 'It is not yours.' }] }) });
    await click('release');
    expect(await nextNote()).toEqual(['It is not yours.']);
    expect(dialog()).toBeUndefined();
  });

  it('shows problems under their fields and stays open', async () => {
    const problems = [{ field: 'note' as const, text: 'Please say more.' }];
    await start({ ask: async () => FORM, submit: async () => ({ kind: 'problems', problems }) });
    await click('release');
    expect(await submit()).toMatchObject({ ok: false, error: 'invalid_fields' });
    expect(dialog()?.errors).toEqual({ note: 'Please say more.' });
  });

  it('turns into the answer when there is one', async () => {
    await start({ ask: async () => FORM, submit: () => Promise.reject(UNREACHABLE) });
    await click('release');
    expect(await submit()).toEqual({ ok: true });
    expect(JSON.stringify(dialog()?.content)).toContain('nothing changed');
  });

  it('is answered by direct message when the app is slow', async () => {
    let finish = (_: Reply) => {};
    await start({ ask: async () => FORM, submit: () => new Promise((resolve) => (finish = resolve)) });
    await click('release');
    const reaction = submit();
    await vi.waitFor(() => expect(inbox.calls).toHaveLength(2), { interval: 5 });
    harness.clock.advance(2000);
    expect(await reaction).toEqual({ ok: true });
    finish({ kind: 'note', lines: [{ text: 'Given back.' }] });
    const direct = harness.playground.workspace.direct(ana).id;
    await vi.waitFor(() => expect(harness.playground.workspace.history(direct)).toHaveLength(1), { interval: 5 });
    expect(harness.playground.workspace.history(direct)[0]?.text).toBe('Given back.');
  });

  it('asks for another click when Slack no longer opens it', async () => {
    const slowly = async () => {
      harness.theirClock.advance(2999);
      harness.theirClock.advance(2);
      return FORM;
    };
    await start({ ask: slowly });
    await click('release');
    expect((await nextNote())[0]).toContain('click Release again');
    expect(dialog()).toBeUndefined();
  });
});

describe('the decline dialog', () => {
  const dialog = () => harness.playground.modals.stack(ana).at(-1);
  const submit = (reason: string) =>
    harness.playground.submitModal({
      user: ana,
      modal: dialog()?.id ?? '',
      values: { reason: { reason }, note: { note: '' } },
    });

  it('opens with the 6 reasons not to take a lead and sends the choice to the app', async () => {
    await start({ ask: async () => DECLINE_FORM });
    expect(await click('decline')).toEqual({ ok: true });
    const shown = JSON.stringify(dialog()?.content);
    for (const words of ['Decline lead', 'A lead from world', 'Why do you not take it?', 'I do not sell that product'])
      expect(shown).toContain(words);
    expect(await submit('wrong-product')).toEqual({ ok: true });
    expect(inbox.calls.at(-1)).toMatchObject({
      method: 'submit',
      args: [{ purpose: 'decline', delivery: DELIVERY, values: { reason: 'wrong-product' }, person: { userId: ana } }],
    });
  });

  it('does not open for an offer that has just run out: the note says so, with the time', async () => {
    const lines = [
      { label: 'This offer ran out:', at: new Date('2026-03-02T14:05:00Z') },
      { text: 'It went on to Bob.' },
    ];
    await start({ ask: async () => ({ kind: 'note', lines }) });
    await click('decline');
    expect(await nextNote()).toEqual(['This offer ran out: 2026-03-02 14:05 UTC\nIt went on to Bob.']);
    expect(dialog()).toBeUndefined();
  });

  it('turns into the answer when the offer went to somebody else while it was open', async () => {
    await start({
      ask: async () => DECLINE_FORM,
      submit: async () => ({ kind: 'note', lines: [{ text: 'It went on to Bob.' }] }),
    });
    await click('decline');
    expect(await submit('no-time')).toEqual({ ok: true });
    const content = JSON.stringify(dialog()?.content);
    expect(content).toContain('It went on to Bob.');
    expect(content).toContain('Decline lead');
  });

  it('asks for another click on Decline when Slack no longer opens it', async () => {
    const slowly = async () => {
      harness.theirClock.advance(3001);
      return DECLINE_FORM;
    };
    await start({ ask: slowly });
    await click('decline');
    expect((await nextNote())[0]).toContain('click Decline again');
  });
});

describe('what else opens a dialog', () => {
  const dialog = () => harness.playground.modals.stack(ana).at(-1);

  it.each([
    [
      'contacted',
      'note',
      'contacted',
      { how: 'meeting', note: 'At the fair' },
      { how: 'meeting', note: 'At the fair' },
    ],
    ['stage', 'won', 'won', { amount: '12.5k€' }, { amount: '12.5k€' }],
    ['stage', 'lost', 'lost', { reason: 'price' }, { reason: 'price' }],
    ['snooze', 'pick', 'snooze-until', { at: '1772528400' }, { at: '2026-03-03T09:00:00.000Z' }],
    ['more', 'hand-over', 'hand-over', { rep: 'bob' }, { rep: 'bob' }],
  ] as const)('%s: %s asks, and brings what was filled in', async (action, choice, purpose, filled, values) => {
    await start({ ask: async (_, asked) => form(asked) });
    expect(await click(action, choice)).toEqual({ ok: true });
    expect(inbox.calls).toMatchObject([{ method: 'ask', args: [{ delivery: DELIVERY }, purpose] }]);
    const typed = Object.fromEntries(Object.entries(filled).map(([field, value]) => [field, { [field]: value }]));
    const sent = await harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values: typed });
    expect(sent).toEqual({ ok: true });
    expect(inbox.calls.at(-1)).toMatchObject({ method: 'submit', args: [{ purpose, delivery: DELIVERY }] });
    expect(inbox.calls.at(-1)?.args[0]).toHaveProperty('values', values);
  });

  it('edit shows what is known, and brings it back with what was typed and which version it was', async () => {
    await start({ ask: async (_, asked) => form(asked) });
    await click('edit');
    const blocks = JSON.stringify(dialog()?.content.blocks);
    for (const value of ['Quilla', 'quilla.zembra@vornado.example', '8317', 'We need nine hundred jars']) {
      expect(blocks).toContain(`"initial_value":"${value}`);
    }
    const values = { company: { company: 'Vornado Ltd' }, jobTitle: { jobTitle: '' } };
    expect(await harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values })).toEqual({
      ok: true,
    });
    const sent = inbox.calls.at(-1)?.args[0] as { values: Record<string, string>; delivery: string };
    expect(sent).toMatchObject({ purpose: 'edit', delivery: DELIVERY });
    expect(sent.values).toMatchObject({ firstName: 'Quilla', company: 'Vornado Ltd', version: '2' });
    expect(sent.values).not.toHaveProperty('jobTitle');
  });

  it('edit stays open with each problem beside its field', async () => {
    const problems = [{ field: 'email', label: 'E-mail', text: 'Expected one address.' }];
    await start({ ask: async (_, asked) => form(asked), submit: async () => ({ kind: 'problems', problems }) });
    await click('edit');
    const values = { email: { email: 'x' } };
    expect(await harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values })).toMatchObject({
      ok: false,
    });
    expect(dialog()?.errors).toEqual({ email: 'Expected one address.' });
  });

  it('disqualify asks for one of the reasons', async () => {
    await start({ ask: async (_, asked) => form(asked) });
    await click('disqualify');
    expect(JSON.stringify(dialog()?.content.blocks)).toContain('Spam or a test');
    const values = { reason: { reason: 'spam' }, note: { note: 'Again' } };
    await harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values });
    expect(inbox.calls.at(-1)?.args[0]).toMatchObject({
      purpose: 'disqualify',
      values: { reason: 'spam', note: 'Again' },
    });
  });

  it('is not sent by Slack while Lost has no reason', async () => {
    await start({ ask: async (_, asked) => form(asked) });
    await click('stage', 'lost');
    const sent = await harness.playground.submitModal({ user: ana, modal: dialog()?.id ?? '', values: {} });
    expect(sent).toMatchObject({ ok: false, error: 'invalid_fields' });
  });
});

describe('the command', () => {
  /** A command as Slack delivers it, whatever it is called there. */
  function slashCommand(command: string, text: string) {
    const fields = { command, text, user_id: ana, team_id: TEAM.id, trigger_id: `1.1.${command}`, token: 'x' };
    return post(harness.eventsUrl, signed(new URLSearchParams(fields).toString()));
  }

  it.each([
    ['/away', '', 'away'],
    ['/away', 'until 14:00 dentist', 'away until 14:00 dentist'],
    ['/back', '', 'back'],
    ['/lead', 'away until 14:00', 'away until 14:00'],
  ])('%s %s, where Slack delivers it, means /lead %s', async (command, text, words) => {
    await start();
    expect((await slashCommand(command, text)).status).toBe(200);
    expect(inbox.calls).toMatchObject([{ method: 'command', args: [{ text: words, prefix: '/lead' }] }]);
  });

  it('brings mentions as @ and the user id, and what was typed without escapes', async () => {
    await start();
    const text = '/lead away @bob until 14:00 (R&D <review>)';
    await harness.playground.type({ user: ana, channel: at.conversation, text });
    const bob = harness.playground.userId(BOB.email);
    expect(inbox.calls).toMatchObject([{ args: [{ text: `away @${bob} until 14:00 (R&D <review>)` }] }]);
  });

  it('brings the words and the name that was typed, and is answered privately', async () => {
    await start({ command: async () => ({ kind: 'note', lines: [{ text: 'No leads.' }] }) });
    const channel = at.conversation;
    expect(await harness.playground.type({ user: ana, channel, text: '/lead mine' })).toEqual({ ok: true });
    expect(inbox.calls).toMatchObject([
      {
        method: 'command',
        args: [{ text: 'mine', prefix: '/lead', person: { platform: 'slack', team: TEAM.id, userId: ana } }],
      },
    ]);
    expect(await nextNote()).toEqual(['No leads.']);
  });
});

describe('the log', () => {
  it('holds nothing of a lead, a note or a person after all of this at trace level', async () => {
    await start({ ask: async () => FORM, command: () => Promise.reject(new Error('Petra Probe')) });
    await click('release');
    await harness.playground.type({
      user: ana,
      channel: at.conversation,
      text: '/lead show petra.probe@sample.example',
    });
    await nextNote();
    for (const secret of ['Petra', 'petra', ANA.email, 'xoxb', 'invented-signing'])
      expect(harness.log()).not.toContain(secret);
  });
});
