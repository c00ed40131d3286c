/** What Bolt hands us, passed on to the app: clicks, the dialogs, the command. The app decides; this file only carries. */
import type { App, webApi } from '@slack/bolt';
import { CARD_ACTIONS, type CardActionId } from '../../domain/card.ts';
import { ChatError } from '../../domain/errors.ts';
import type { CardClick, ChatInbox, FormProblems, FormPurpose, ReasonForm, Reply } from '../../ports/chat-inbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { inTime, note, safely } from '../answer.ts';
import { calling } from './errors.ts';
import {
  type Received,
  type ReceivedClick,
  type ReceivedForm,
  readClick,
  readCommand,
  readSubmission,
} from './payloads.ts';
import { answerResponse, askAgain, problemsResponse, reasonView } from './reason-form.ts';
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
  decline: (parts, received) => openForm(parts, received, (click) => parts.inbox.askDecline(click), 'Decline'),
  why: ({ inbox }, { click }) => inbox.why(click),
  contacted: ({ inbox }, { click }) => inbox.contacted(click),
  stage: async ({ inbox }, { click, choice }) => (choice === null ? NOTHING : inbox.stage(click, choice)),
  release: (parts, received) => openForm(parts, received, (click) => parts.inbox.askRelease(click), 'Release'),
  'send-to-pool': async ({ inbox }, { click, choice }) => (choice === null ? NOTHING : inbox.sendToPool(click, choice)),
  disqualify: ({ inbox }, { click }) => inbox.disqualify(click),
};

async function onClick(parts: Parts, received: ReceivedClick): Promise<Reply> {
  const action = CARD_ACTIONS.find((id) => id === received.action);
  if (action && received.click.delivery) return ACTIONS[action](parts, received);
  parts.log.warn('Slack sent a click on something unknown', { platform: 'slack' });
  return note('This button belongs to another version of Dibs and does nothing any more.');
}

/** @param button what the person clicked, to be clicked again */
async function openForm(
  { client }: Parts,
  { click, triggerId }: ReceivedClick,
  ask: (click: CardClick) => Promise<ReasonForm | Reply>,
  button: string,
): Promise<Reply> {
  const form = await ask(click);
  if (form.kind !== 'form') return form;
  try {
    await calling('repeatable', () => client.views.open({ trigger_id: triggerId, view: reasonView(form) }));
    return NOTHING;
  } catch (error) {
    // The only errors of this scope here are those of a trigger that is over or used up.
    if (!(error instanceof ChatError && error.scope === 'message')) throw error;
    return note(`Slack waits only 3 seconds for the form, and that was over. Nothing changed: click ${button} again.`);
  }
}

/** A dialog is answered in the acknowledgement itself, and by direct message when the answer comes too late for that. */
async function onSubmission(parts: Parts, received: ReceivedForm | null, ack: Ack): Promise<void> {
  if (!received?.form) return ack();
  const { purpose, answer: filled } = received.form;
  const answer: Promise<Reply | FormProblems> = isStranger(parts, received)
    ? Promise.resolve(strangerNote())
    : safely(parts.log, 'slack', () => parts.inbox[purpose]({ ...received.gesture, ...filled }));
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

function lateProblems(purpose: FormPurpose, { problems }: FormProblems) {
  return [{ text: askAgain(purpose) }, ...problems.map(({ text }) => ({ text }))];
}

/** People of other workspaces see shared channels too. */
function isStranger({ me }: Parts, { gesture }: Received): boolean {
  return gesture.person.team !== me.team;
}

function strangerNote(): Reply {
  return note('Only members of the workspace that runs Dibs can do this.');
}
