/** What Teams tells us, passed on to the app: clicks, forms, words. The app decides; this file only carries. */
import type { CardActionId } from '../../domain/card.ts';
import type { FormPurpose } from '../../domain/lead-forms.ts';
import type { ChatInbox, FormProblems, Gesture, Reply } from '../../ports/chat-inbox.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { inTime, note, problemLines, safely } from '../answer.ts';
import type { TeamsActivity } from './activity.ts';
import type { Meet } from './met.ts';
import { type ReadAction, readAction } from './read-action.ts';
import { replyText } from './render-reply.ts';
import type { Roster } from './roster.ts';
import type { SendPrivately } from './send-privately.ts';
import { typedText } from './typed-text.ts';

export interface HandlerParts {
  inbox: ChatInbox;
  meet: Meet;
  roster: Roster;
  sendPrivately: SendPrivately;
  /** Says something to everybody in the conversation, as a reply to what they wrote; for the one case where nothing else is left. */
  reply: (activity: TeamsActivity, text: string) => Promise<void>;
  clock: Clock;
  log: Log;
}

/** What the click on a card is answered with: a text that the person sees over the card for a moment. */
export interface InvokeAnswer {
  statusCode: number;
  type: 'application/vnd.microsoft.activity.message';
  value: string;
}

/** Takes an authentic activity of our own tenant. @returns what an invoke is answered with. Never throws */
export type HandleActivity = (activity: TeamsActivity) => Promise<InvokeAnswer | null>;

/** People type words to the app alone in their own chat; elsewhere they mention it first. */
const MENTION = '@Dibs';

export function createHandler(parts: HandlerParts): HandleActivity {
  const { meet, log } = parts;
  return async (activity) => {
    // Asking Teams for the name of a new team must not make somebody's click late.
    const met = await inTime(parts.clock, safelyMet(meet, activity, log));
    switch (activity.type) {
      case 'installationUpdate':
        if (met.done && met.value.isNew && activity.isPersonal) await welcome(parts, activity);
        return null;
      case 'message':
        await onMessage(parts, activity);
        return null;
      case 'invoke':
        return onInvoke(parts, activity);
      default:
        return null;
    }
  };
}

/** Nothing that people want may fail because we could not write down where they are. */
async function safelyMet(meet: Meet, activity: TeamsActivity, log: Log): Promise<{ isNew: boolean }> {
  try {
    return await meet(activity);
  } catch (err) {
    log.error('Where the Teams app is could not be kept', { platform: 'teams', err });
    return { isNew: false };
  }
}

/** The first thing somebody sees after installing the app: what it does, and the words it knows. */
async function welcome(parts: HandlerParts, activity: TeamsActivity): Promise<void> {
  const help = await parts.inbox.command({ ...gesture(parts, activity), text: 'help', prefix: '' });
  const hello = note('Hello, this is Dibs. New leads come to you here and in your pool’s channel. You can type:').lines;
  await parts.sendPrivately(activity, help.kind === 'note' ? { kind: 'note', lines: [...hello, ...help.lines] } : help);
}

/** A message is a word, or a button of a client that does not know `Action.Execute`. */
async function onMessage(parts: HandlerParts, activity: TeamsActivity): Promise<void> {
  const work = safely(parts.log, 'teams', async () => {
    if (activity.value !== undefined && activity.value !== null && !activity.text) return onAction(parts, activity);
    const text = await typedText(activity, async (address) => (await parts.roster.byAddress(address))?.userId ?? null);
    return parts.inbox.command({ ...gesture(parts, activity), text, prefix: activity.isPersonal ? '' : MENTION });
  });
  const answered = work.then((reply) => answerMessage(parts, activity, reply));
  // Teams waits for the request to end; the answer has a way of its own.
  await inTime(parts.clock, answered);
}

async function answerMessage(parts: HandlerParts, activity: TeamsActivity, reply: Reply): Promise<void> {
  if (reply.kind === 'nothing' || (await parts.sendPrivately(activity, reply))) return;
  // The answer may be about a lead, and the others here may not see it.
  const where = 'I can only answer you in private: install Dibs for yourself (Apps, Dibs, Add), and ask me there.';
  await parts.reply(activity, where);
}

async function onInvoke(parts: HandlerParts, activity: TeamsActivity): Promise<InvokeAnswer> {
  if (activity.name !== 'adaptiveCard/action') return toast('');
  const work = safely(parts.log, 'teams', () => onAction(parts, activity));
  const first = await inTime(parts.clock, work);
  if (first.done) return answerInvoke(parts, activity, first.value);
  // The person hears the outcome afterwards.
  work.then((reply) => parts.sendPrivately(activity, reply)).catch(() => undefined);
  return toast('This takes a moment. Look at the card again.');
}

/** The click's own answer is gone in a moment, so that what is worth reading goes to the person's chat as well. */
async function answerInvoke(parts: HandlerParts, activity: TeamsActivity, reply: Reply): Promise<InvokeAnswer> {
  if (reply.kind === 'nothing') return toast(replyText(reply));
  const sent = await inTime(parts.clock, parts.sendPrivately(activity, reply));
  return toast(sent.done && sent.value && activity.isPersonal ? 'See below.' : replyText(reply));
}

function toast(value: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
}

const OUTDATED = note('This button belongs to another version of Dibs and does nothing any more.');

async function onAction(parts: HandlerParts, activity: TeamsActivity): Promise<Reply> {
  const action = readAction(activity.value);
  if (!action) {
    parts.log.warn('Teams sent a click on something unknown', { platform: 'teams' });
    return OUTDATED;
  }
  const answer = await ACTIONS[action.action](parts.inbox, { ...gesture(parts, activity), action, activity });
  return answer.kind === 'problems' ? { kind: 'note', lines: problemLines(answer) } : answer;
}

interface Clicked extends Gesture {
  action: ReadAction;
  activity: TeamsActivity;
}

function click({ action, activity, ...gesture }: Clicked) {
  const message = activity.replyToId ? { conversation: activity.place, message: activity.replyToId } : null;
  return { ...gesture, delivery: action.delivery, message };
}

/** The forms are in the card, so that their buttons bring them filled in. */
function submit(purpose: FormPurpose & CardActionId): Act {
  return (inbox, { action, activity: _, ...gesture }) =>
    inbox.submit({ ...gesture, purpose, delivery: action.delivery, values: action.values });
}

const NO_CHOICE = note('Pick one from the list first.');

type Act = (inbox: ChatInbox, clicked: Clicked) => Promise<Reply | FormProblems>;

/** What each card action does. */
const ACTIONS: Record<CardActionId, Act> = {
  claim: (inbox, clicked) => inbox.claim(click(clicked)),
  accept: (inbox, clicked) => inbox.accept(click(clicked)),
  decline: submit('decline'),
  why: (inbox, clicked) => inbox.why(click(clicked)),
  contacted: submit('contacted'),
  stage: submit('stage'),
  snooze: submit('snooze'),
  'hand-over': submit('hand-over'),
  release: submit('release'),
  'send-to-pool': async (inbox, clicked) =>
    clicked.action.choice === null ? NO_CHOICE : inbox.sendToPool(click(clicked), clicked.action.choice),
  approve: (inbox, clicked) => inbox.approve(click(clicked)),
  edit: submit('edit'),
  disqualify: submit('disqualify'),
  'bring-back': (inbox, clicked) => inbox.bringBack(click(clicked)),
  'end-experiment': async (inbox, clicked) =>
    clicked.action.choice === null ? NO_CHOICE : inbox.endExperiment(click(clicked), clicked.action.choice),
};

function gesture({ clock }: HandlerParts, activity: TeamsActivity): Gesture {
  // Without an Entra id (anonymous guests of a meeting) nobody is found, and so is a stranger.
  const person = { platform: 'teams' as const, team: activity.tenant, userId: activity.from.aadObjectId ?? '' };
  return { person, id: activity.id, at: clock.now() };
}
