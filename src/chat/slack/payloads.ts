/**
 * What Slack sends when a person does something, read into the program's words. Only what is needed is read; anything
 * else in a payload (names, message texts, tokens) goes no further.
 */
import { z } from 'zod';
import type { CardClick, Gesture, TypedCommand } from '../../ports/chat-inbox.ts';
import { type FilledForm, readForm } from './form-view.ts';
import { MORE, valueOfBlock } from './render-actions.ts';
import { typedText } from './typed-text.ts';

/** Where a private answer goes. Slack's response URL takes five answers in 30 minutes; a dialog brings none. */
export interface AnswerPlace {
  userId: string;
  responseUrl: string | null;
}

/** What every payload comes down to. */
export interface Received {
  gesture: Gesture;
  answerTo: AnswerPlace;
}

export interface ReceivedClick extends Received {
  /** The button's or menu's name, unchecked. */
  action: string;
  click: CardClick;
  /** The menu's choice, `null` for a button. */
  choice: string | null;
  /** Opens one dialog within 3 s. */
  triggerId: string;
}

const user = z.object({ id: z.string(), team_id: z.string().optional() });
const team = z.object({ id: z.string() }).nullish();
const responseUrl = z.url({ protocol: /^https?$/ }).optional();

const clickPayload = z.object({
  user,
  team,
  trigger_id: z.string(),
  response_url: responseUrl,
  container: z
    .object({ channel_id: z.string(), message_ts: z.string(), is_ephemeral: z.boolean().optional() })
    .optional()
    .catch(undefined),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        block_id: z.string(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

/** @returns `null` for a payload that is none of Slack's */
export function readClick(body: unknown, at: Date): ReceivedClick | null {
  const { data } = clickPayload.safeParse(body);
  const [action] = data?.actions ?? [];
  if (!data || !action) return null;
  const received = receive(data.user.id, data.user.team_id ?? data.team?.id, data.trigger_id, data.response_url, at);
  const { container } = data;
  const choice = action.selected_option?.value ?? null;
  const message =
    container && !container.is_ephemeral ? { conversation: container.channel_id, message: container.message_ts } : null;
  return {
    ...received,
    ...(action.action_id === MORE ? { action: choice ?? '', choice: null } : { action: action.action_id, choice }),
    click: { ...received.gesture, delivery: action.value ?? valueOfBlock(action.block_id) ?? '', message },
    triggerId: data.trigger_id,
  };
}

const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string(),
  trigger_id: z.string(),
  response_url: responseUrl,
});

export interface ReceivedCommand extends Received {
  command: TypedCommand;
}

/** Commands of their own that mean a word of ours. Slack keeps `/away` for itself as a rule, but not everywhere. */
const WORD_COMMANDS = new Set(['/away', '/back']);

/** @param ownName of the app's command, with its slash: what people type before a word */
export function readCommand(body: unknown, ownName: string, at: Date): ReceivedCommand | null {
  const { data } = commandPayload.safeParse(body);
  if (!data) return null;
  const received = receive(data.user_id, data.team_id, data.trigger_id, data.response_url, at);
  const text = typedText(data.text);
  const command = WORD_COMMANDS.has(data.command)
    ? { text: `${data.command.slice(1)} ${text}`.trimEnd(), prefix: ownName }
    : { text, prefix: data.command };
  return { ...received, command: { ...received.gesture, ...command } };
}

const submissionPayload = z.object({ user, team, trigger_id: z.string(), view: z.unknown() });

export interface ReceivedForm extends Received {
  /** `null` for a dialog that is none of ours. */
  form: FilledForm | null;
}

export function readSubmission(body: unknown, at: Date): ReceivedForm | null {
  const { data } = submissionPayload.safeParse(body);
  if (!data) return null;
  const received = receive(data.user.id, data.user.team_id ?? data.team?.id, data.trigger_id, undefined, at);
  return { ...received, form: readForm(data.view) };
}

/** @param triggerId unique for each thing a person does, so that a repeated request is known by it */
function receive(
  userId: string,
  teamId: string | undefined,
  triggerId: string,
  url: string | undefined,
  at: Date,
): Received {
  return {
    gesture: { person: { platform: 'slack', team: teamId ?? '', userId }, id: triggerId, at },
    answerTo: { userId, responseUrl: url ?? null },
  };
}
