/** What Bolt hands us, passed on to the app: clicks, the dialogs, the command. The app decides; this file only carries. */
import type { App, webApi } from '@slack/bolt';
import { CARD_ACTIONS, type CardActionId } from '../../domain/card.ts';
import { ChatError } from '../../domain/errors.ts';
import { CHOICE_FIELD, dialogOf, type FormPurpose } from '../../domain/lead-forms.ts';
import type { ChatInbox, FormProblems, Reply } from '../../ports/chat-inbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { inTime, note, problemLines, safely } from '../answer.ts';
import { calling } from './errors.ts';
import { againWords, answerResponse, askAgain, formView, problemsResponse } from './form-view.ts';
import {
  type Received,
  type ReceivedClick,
  type ReceivedForm,
  readClick,
  readCommand,
  readSubmission,
} from './payloads.ts';
import { renderReply } from './render-reply.ts';
import { sendPrivately } from './send-privately.ts';
import type { BotIdentity } from './slack-client.ts';

interface Parts {
  inbox: ChatInbox;
  client: webApi.WebClient;
  me: BotIdentity;
  /** The app's slash command, with its slash. */
  command: string;
  clock: Clock;
  log: Log;
}

type Ack = (response?: ReturnType<typeof problemsResponse> | ReturnType<typeof answerResponse>) => Promise<void>;

const NOTHING: Reply = { kind: 'nothing' };

export function registerHandlers(app: App, parts: Parts): void {
  const { inbox, clock } = parts;
  app.action({ type: 'block_actions' }, async ({ ack, body }) => {
    const received = readClick(body, clock.now());
    await serve(
      parts,
      received,
      () => ack(),
      (click) => onClick(parts, click),
    );
  });
  // Any name: Slack sends only commands that are registered for this app, however its admins called them.
  app.command(/^\//, async ({ ack, body }) => {
    const received = readCommand(body, parts.command, clock.now());
    await serve(
      parts,
      received,
      () => ack(),
      ({ command }) => inbox.command(command),
    );
  });
  app.view(/.*/, async ({ ack, body }) => {
    await onSubmission(parts, readSubmission(body, clock.now()), async (response) => ack(response));
  });
  app.error(async (err) => parts.log.error('A Slack handler failed', { platform: 'slack', err }));
}

/** The way of every request but the dialog's: do the work, acknowledge, answer the person. */
async function serve<R extends Received>(
  parts: Parts,
  received: R | null,
  ack: () => Promise<void>,
  work: (received: R) => Promise<Reply>,
): Promise<void> {
  if (!received) {
    parts.log.warn('Slack sent a request of an unknown shape', { platform: 'slack' });
    return ack();
  }
  const reply = isStranger(parts, received)
    ? Promise.resolve(strangerNote())
    : safely(parts.log, 'slack', () => work(received));
  await inTime(parts.clock, reply);
  // A socket may have closed meanwhile; the answer has a way of its own.
  await ack().catch((err: unknown) => parts.log.warn('Slack could not be acknowledged', { platform: 'slack', err }));
  const message = renderReply(await reply);
  if (message) await sendPrivately(parts.client, parts.log, received.answerTo, message);
}

/** What each card action does. */
const ACTIONS: Record<CardActionId, (parts: Parts, received: ReceivedClick) => Promise<Reply>> = {
  claim: ({ inbox }, { click }) => inbox.claim(click),
  accept: ({ inbox }, { click }) => inbox.accept(click),
  decline: (parts, received) => openForm(parts, received, 'decline'),
  why: ({ inbox }, { click }) => inbox.why(click),
  // A card of an earlier version has a button there, which says no more.
  contacted: (parts, received) => choose(parts, { ...received, choice: received.choice ?? 'other' }, 'contacted'),
  stage: (parts, received) => choose(parts, received, 'stage'),
  snooze: (parts, received) => choose(parts, received, 'snooze'),
  'hand-over': (parts, received) => openForm(parts, received, 'hand-over'),
  release: (parts, received) => openForm(parts, received, 'release'),
  'send-to-pool': async ({ inbox }, { click, choice }) => (choice === null ? NOTHING : inbox.sendToPool(click, choice)),
  approve: ({ inbox }, { click }) => inbox.approve(click),
  edit: (parts, received) => openForm(parts, received, 'edit'),
  disqualify: (parts, received) => openForm(parts, received, 'disqualify'),
  'bring-back': ({ inbox }, { click }) => inbox.bringBack(click),
  'end-experiment': async ({ inbox }, { click, choice }) =>
    choice === null ? NOTHING : inbox.endExperiment(click, choice),
};

async function onClick(parts: Parts, received: ReceivedClick): Promise<Reply> {
  const action = CARD_ACTIONS.find((id) => id === received.action);
  if (action && received.click.delivery) return ACTIONS[action](parts, received);
  parts.log.warn('Slack sent a click on something unknown', { platform: 'slack' });
  return note('This button belongs to another version of Dibs and does nothing any more.');
}

/** A menu whose choice says it all, or opens a dialog. */
async function choose(parts: Parts, received: ReceivedClick, action: keyof typeof CHOICE_FIELD): Promise<Reply> {
  const { click, choice, gesture } = received;
  if (choice === null) return NOTHING;
  const dialog = dialogOf(action, choice);
  if (dialog) return openForm(parts, received, dialog);
  const values = { [CHOICE_FIELD[action]]: choice };
  const answer = await parts.inbox.submit({ ...gesture, purpose: action, delivery: click.delivery, values });
  return answer.kind === 'problems' ? { kind: 'note', lines: problemLines(answer) } : answer;
}

async function openForm({ client, inbox }: Parts, received: ReceivedClick, purpose: FormPurpose): Promise<Reply> {
  const form = await inbox.ask(received.click, purpose);
  if (form.kind !== 'form') return form;
  try {
    const { triggerId: trigger_id } = received;
    await calling('repeatable', () => client.views.open({ trigger_id, view: formView(form) }));
    return NOTHING;
  } catch (error) {
    // The only errors of this scope here are those of a trigger that is over or used up.
    if (!(error instanceof ChatError && error.scope === 'message')) throw error;
    const again = againWords(purpose);
    return note(`Slack waits only 3 seconds for the form, and that was over. Nothing changed: ${again}.`);
  }
}

/** A dialog is answered in the acknowledgement itself, and by direct message when the answer comes too late for that. */
async function onSubmission(parts: Parts, received: ReceivedForm | null, ack: Ack): Promise<void> {
  if (!received?.form) return ack();
  const { form } = received;
  const { purpose } = form;
  const answer: Promise<Reply | FormProblems> = isStranger(parts, received)
    ? Promise.resolve(strangerNote())
    : safely(parts.log, 'slack', () => parts.inbox.submit({ ...received.gesture, ...form }));
  const first = await inTime(parts.clock, answer);
  if (first.done) return ack(dialogResponse(purpose, first.value));
  await ack();
  const late = await answer;
  const reply: Reply = late.kind === 'problems' ? { kind: 'note', lines: lateProblems(purpose, late) } : late;
  const message = renderReply(reply);
  if (message) await sendPrivately(parts.client, parts.log, received.answerTo, message);
}

function dialogResponse(purpose: FormPurpose, answer: Reply | FormProblems): Parameters<Ack>[0] {
  if (answer.kind === 'problems') return problemsResponse(answer);
  const message = renderReply(answer);
  return message ? answerResponse(purpose, message) : undefined;
}

function lateProblems(purpose: FormPurpose, problems: FormProblems) {
  return [{ text: askAgain(purpose) }, ...problemLines(problems)];
}

/** People of other workspaces see shared channels too. */
function isStranger({ me }: Parts, { gesture }: Received): boolean {
  return gesture.person.team !== me.team;
}

function strangerNote(): Reply {
  return note('Only members of the workspace that runs Dibs can do this.');
}
