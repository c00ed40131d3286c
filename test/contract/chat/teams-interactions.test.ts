/** People in Teams and the app behind it: clicks, forms and words, through the strict Teams and the SDK. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Card, CardAction } from '../../../src/domain/card.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { type FormPurpose, leadForm, SNOOZES } from '../../../src/domain/lead-forms.ts';
import type { ChatInbox, Reply } from '../../../src/ports/chat-inbox.ts';
import type { MessageRef } from '../../../src/ports/chat-platform.ts';
import { testLead, testRuleset } from '../../helpers/leads.ts';
import { type ScriptedInbox, scriptedInbox } from './scripted-inbox.ts';
import { ANA, BOB } from './slack-harness.ts';
import { startTeams, type TeamsHarness, type TeamsHarnessOptions } from './teams-harness.ts';

const DELIVERY = '0198c1d2-7a3b-7c4d-8e5f-0123456789ab';
const form = (purpose: FormPurpose) => leadForm(purpose, testLead(), testRuleset({ currency: 'EUR' }));
const ACTIONS: CardAction[] = [
  { kind: 'button', id: 'claim', label: 'Claim', style: 'primary', value: DELIVERY },
  { kind: 'button', id: 'contacted', label: 'Contacted', value: DELIVERY },
  { kind: 'button', id: 'release', label: 'Release', value: DELIVERY, form: form('release') },
  { kind: 'button', id: 'decline', label: 'Decline', value: DELIVERY, form: form('decline') },
  { kind: 'button', id: 'hand-over', label: 'Hand over', tucked: true, value: DELIVERY, form: form('hand-over') },
  { kind: 'button', id: 'approve', label: 'Approve', value: DELIVERY },
  { kind: 'button', id: 'edit', label: 'Edit', value: DELIVERY, form: form('edit') },
  { kind: 'button', id: 'disqualify', label: 'Reject', value: DELIVERY, form: form('disqualify') },
  { kind: 'button', id: 'bring-back', label: 'Bring back', value: DELIVERY },
  {
    kind: 'select',
    id: 'stage',
    placeholder: 'Stage…',
    options: [{ value: 'won', label: 'Won' }],
    value: DELIVERY,
    form: form('stage'),
  },
  {
    kind: 'select',
    id: 'snooze',
    placeholder: 'Snooze…',
    options: [...SNOOZES],
    value: DELIVERY,
    form: form('snooze'),
  },
];
const CARD: Card = { summary: 'A lead', title: 'Petra Probe', tone: 'open', fields: [], footer: [], actions: ACTIONS };
const TAKEN: Reply = { kind: 'note', lines: [{ text: 'Bob was first.' }] };
const UNREACHABLE = new AppError('store_unreachable', 'the store does not answer', { retry: 'later' });

let harness: TeamsHarness;
let inbox: ScriptedInbox;
let at: MessageRef;

afterEach(() => harness.close());

async function start(answers: Partial<ChatInbox> = {}, options: TeamsHarnessOptions = {}): Promise<void> {
  harness = await startTeams(options);
  inbox = scriptedInbox(answers);
  harness.teams.start(inbox, () => {});
  await harness.fake.install({ team: 'Sales' });
  const { platform } = harness.teams;
  at = await platform.postCard(await platform.openChannel('Sales/Leads Iberia'), CARD, DELIVERY);
}

function click(verb: string, inputs?: Record<string, string>, email = ANA.email) {
  return harness.fake.click(email, at.conversation, at.message, verb, inputs);
}

function person(email: string) {
  return { platform: 'teams', team: harness.fake.tenant, userId: harness.fake.user(email).aadObjectId };
}

/** What somebody's own chat with the app shows, newest last. */
function chat(email: string): string[] {
  const { fake } = harness;
  return fake.messages(fake.personalChat(email)).map(({ activity }) => JSON.stringify(activity));
}

describe('a click', () => {
  it('reaches the app with who, which card and which message, without the thread', async () => {
    await start();
    const answer = await click('claim');
    expect(answer).toMatchObject({
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' },
    });
    expect(inbox.calls).toEqual([
      {
        method: 'claim',
        args: [
          {
            person: person(ANA.email),
            id: expect.any(String),
            at: harness.clock.now(),
            delivery: DELIVERY,
            message: { conversation: at.conversation, message: at.message },
          },
        ],
      },
    ]);
  });

  it('means the same from a client that knows no Action.Execute', async () => {
    await start();
    await harness.fake.submit(ANA.email, at.conversation, at.message, 'claim');
    expect(inbox.calls).toMatchObject([
      { method: 'claim', args: [{ delivery: DELIVERY, message: { message: at.message } }] },
    ]);
  });

  it.each([
    ['release', { reason: 'no-time', note: ' Back in May ' }, { reason: 'no-time', note: 'Back in May' }],
    ['stage', { stage: 'won', amount: '12.5k€' }, { stage: 'won', amount: '12.5k€' }],
    [
      'snooze',
      { until: 'pick', 'at.date': '2026-03-03', 'at.time': '09:30' },
      { until: 'pick', at: '2026-03-03T09:30' },
    ],
    ['hand-over', { rep: 'bob', note: 'Speaks German' }, { rep: 'bob', note: 'Speaks German' }],
    ['disqualify', { reason: 'spam', note: 'Again' }, { reason: 'spam', note: 'Again' }],
  ] as const)('brings the form of %s filled in', async (verb, typed, values) => {
    await start();
    const inputs = Object.fromEntries(Object.entries(typed).map(([field, value]) => [`${verb}.${field}`, value]));
    await click(verb, inputs);
    expect(inbox.calls).toEqual([
      {
        method: 'submit',
        args: [
          {
            person: person(ANA.email),
            id: expect.any(String),
            at: harness.clock.now(),
            purpose: verb,
            delivery: DELIVERY,
            values,
          },
        ],
      },
    ]);
  });

  it.each([
    ['approve', 'approve'],
    ['bring-back', 'bringBack'],
  ] as const)('on %s reaches the app as %s', async (verb, method) => {
    await start();
    await click(verb);
    expect(inbox.calls).toMatchObject([{ method, args: [{ delivery: DELIVERY }] }]);
  });

  it('on Save brings what the form for corrections showed, what was typed, and which version it was', async () => {
    await start();
    await click('edit', { 'edit.firstName': 'Quilla', 'edit.email': ' new@vornado.example ', 'edit.company': '' });
    expect(inbox.calls).toMatchObject([{ method: 'submit', args: [{ purpose: 'edit', delivery: DELIVERY }] }]);
    const { values } = (inbox.calls[0]?.args[0] ?? {}) as { values?: Record<string, string> };
    expect(values).toMatchObject({
      firstName: 'Quilla',
      email: 'new@vornado.example',
      lastName: 'Zembra',
      version: '2',
    });
    expect(values).not.toHaveProperty('company');
  });

  it('names the fields of a form with many of them in what is wrong with it', async () => {
    const problems = [{ field: 'email', label: 'E-mail', text: 'Expected one address.' }];
    await start({ submit: async () => ({ kind: 'problems', problems }) });
    expect((await click('edit', { 'edit.email': 'x' })).body).toMatchObject({ value: 'E-mail: Expected one address.' });
  });

  it('is answered with what is wrong with the form', async () => {
    const problems = { kind: 'problems' as const, problems: [{ field: 'reason' as const, text: 'Pick a reason.' }] };
    await start({ submit: async () => problems });
    expect((await click('decline', { 'decline.reason': 'other' })).body).toMatchObject({ value: 'Pick a reason.' });
    expect(chat(ANA.email).at(-1)).toContain('Pick a reason.');
  });

  it('that comes too late is answered over the card and in the person’s own chat, and nowhere else', async () => {
    await start({ claim: async () => TAKEN });
    expect((await click('claim')).body).toMatchObject({ value: 'Bob was first.' });
    expect(chat(ANA.email)).toEqual([expect.stringContaining('Bob was first.')]);
    expect(harness.fake.messages(at.conversation)).toHaveLength(1);
  });

  it('is answered beside the card, for the person alone, where the tenant has targeted messages', async () => {
    await start({ claim: async () => TAKEN }, { targetedMessages: true });
    await click('claim');
    const { fake } = harness;
    const beside = fake.messages(`${at.conversation};messageid=${at.message}`);
    expect(beside.filter(({ targetedTo }) => targetedTo === fake.user(ANA.email).id)).toMatchObject([
      { activity: { summary: expect.stringContaining('Bob was first.') } },
    ]);
    expect(chat(ANA.email)).toEqual([]);
  });

  it('is answered in the person’s own chat where targeted messages fail after all', async () => {
    await start({ claim: async () => TAKEN }, { targetedMessages: true });
    harness.fake.failNext({ path: /isTargetedActivity/, how: { status: 400 } });
    await click('claim');
    expect(chat(ANA.email)).toEqual([expect.stringContaining('Bob was first.')]);
  });

  it('still gets its short answer when no chat can be opened', async () => {
    await start({ claim: async () => TAKEN });
    harness.fake.failNext({ method: 'POST', path: /conversations$/, how: { status: 403 } });
    expect((await click('claim')).body).toMatchObject({ value: 'Bob was first.' });
  });

  it('that the app cannot serve is 200 with what to do, and never 500 or 501', async () => {
    await start({
      claim: async () => {
        throw UNREACHABLE;
      },
      submit: async () => {
        throw new TypeError('a bug');
      },
    });
    expect(await click('claim')).toMatchObject({
      status: 200,
      body: { value: expect.stringContaining('nothing changed') },
    });
    expect(await click('contacted')).toMatchObject({
      status: 200,
      body: { value: expect.stringContaining('not sure') },
    });
  });
});

describe('typed words', () => {
  const words = async () => inbox.calls.map(({ args }) => args[0]).filter((arg) => typeof arg === 'object');

  it.each([
    ['away until 14:00', 'away until 14:00'],
    ['/away until 14:00', '/away until 14:00'],
    ['  QUEUE  ', 'QUEUE'],
  ])('in one’s own chat: "%s"', async (typed, text) => {
    await start();
    await harness.fake.install({ user: ANA.email });
    inbox.calls.length = 0;
    await harness.fake.say(ANA.email, harness.fake.personalChat(ANA.email), typed);
    expect(await words()).toMatchObject([{ text, prefix: '', person: person(ANA.email) }]);
  });

  it('in a channel, after the app was mentioned: answered in the person’s own chat', async () => {
    await start({ command: async () => ({ kind: 'note', lines: [{ text: 'You are next.' }] }) });
    const said = await harness.fake.say(ANA.email, at.conversation, 'queue iberia');
    expect(said.status).toBe(200);
    expect(await words()).toMatchObject([{ text: 'queue iberia', prefix: '@Dibs' }]);
    expect(chat(ANA.email)).toEqual([expect.stringContaining('You are next.')]);
    expect(
      harness.fake.messages(said.conversation).filter(({ activity }) => JSON.stringify(activity).includes('next')),
    ).toEqual([]);
  });

  it('name colleagues by their user id', async () => {
    await start();
    await harness.fake.say(ANA.email, at.conversation, `assign 0198c1 @${BOB.email}`, { mentions: [BOB.email] });
    expect(await words()).toMatchObject([{ text: `assign 0198c1 @${harness.fake.user(BOB.email).aadObjectId}` }]);
  });

  it('as a slash command mean the same', async () => {
    await start();
    await harness.fake.say(ANA.email, at.conversation, 'away until 14:00', { targeted: true });
    expect(await words()).toMatchObject([{ text: 'away until 14:00' }]);
  });

  it('get a public answer that says nothing of a lead where no chat can be opened', async () => {
    await start({ command: async () => ({ kind: 'note', lines: [{ text: 'Petra Probe is yours.' }] }) });
    harness.fake.failNext({ method: 'POST', path: /conversations$/, how: { status: 403 } });
    const { conversation } = await harness.fake.say(ANA.email, at.conversation, 'mine');
    const answers = harness.fake.messages(conversation).map(({ activity }) => JSON.stringify(activity));
    expect(answers.join()).toContain('install Dibs for yourself');
    expect(answers.join()).not.toContain('Petra');
  });
});

describe('installing the app', () => {
  it('greets a person once, however often Teams says so', async () => {
    await start({ command: async () => ({ kind: 'note', lines: [{ text: 'away: no new leads' }] }) });
    for (let time = 0; time < 3; time += 1) await harness.fake.install({ user: ANA.email });
    expect(chat(ANA.email)).toEqual([expect.stringMatching(/Hello, this is Dibs.*away: no new leads/)]);
  });

  it('lets what waited for it go on, at the news and not at its repetitions', async () => {
    harness = await startTeams();
    let told = 0;
    harness.teams.start(scriptedInbox(), () => {
      told += 1;
    });
    for (let time = 0; time < 2; time += 1) await harness.fake.install({ team: 'Sales' });
    expect(told).toBe(1);
    await harness.fake.uninstall({ team: 'Sales' });
    expect(told).toBe(1);
    await harness.fake.install({ team: 'Sales' });
    await harness.fake.install({ user: ANA.email });
    expect(told).toBe(3);
  });

  it('says nothing in a team', async () => {
    await start();
    await harness.fake.install({ team: 'Sales' });
    expect(harness.fake.messages(harness.fake.team('Sales').id)).toEqual([]);
  });
});
