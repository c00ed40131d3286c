/** Clicks and choices on messages, private notes and modals: checked, then delivered to the app as `block_actions`. */
import type { AppLink } from './app-link.ts';
import type { Block } from './block-kit/blocks.ts';
import { interactiveElements, type PlacedElement } from './block-kit/find-elements.ts';
import { type Chosen, elementValue, type FormValues, NotOffered, stateValues } from './element-values.ts';
import type { Modals } from './modals.ts';
import { type Reaction, reactionTo, refuse } from './reaction.ts';
import type { ResponseTarget, ResponseUrls } from './response-urls.ts';
import { messageJson, modalJson, payloadHead } from './slack-json.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';
import type { ChatMessage } from './workspace-state.ts';

/** What interactions of all kinds need. */
export interface InteractionContext {
  workspace: Workspace;
  modals: Modals;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  link: AppLink;
  baseUrl: () => string;
}

type ClickPlace =
  | { channel: string; ts: string }
  /** A private note. */
  | { note: string }
  /** An open modal, with what is filled in so far. */
  | { modal: string; values?: FormValues | undefined }
  /**
   * A message as somebody's client still shows it, or as a forger made it up: delivered without asking what is there now.
   * Real Slack delivers such clicks; the page cannot send them.
   */
  | { channel: string; stale: ChatMessage };

export interface Click {
  user: string;
  at: ClickPlace;
  actionId: string;
  /** Needed only when several blocks have an element of this `action_id`. */
  blockId?: string | undefined;
  /** What was chosen, for anything but a button. */
  chosen?: Chosen | undefined;
}

/** The blocks that were clicked on, and what a payload says of where they are. */
interface Spot {
  blocks: readonly Block[];
  modal: string | null;
  respondTo: ResponseTarget | null;
  payload: Record<string, unknown>;
}

/** Delivers a click to the app. Resolves when the app has acknowledged or three seconds are over. */
export async function deliverClick(context: InteractionContext, click: Click): Promise<Reaction> {
  const spot = locate(context, click);
  if ('ok' in spot) return spot;
  const placed = interactiveElements(spot.blocks).find((candidate) => isMeant(candidate, click));
  if (!placed) return refuse('no_such_action', 'That is not there any more.');
  try {
    const payload = payloadOf(context, click, spot, placed);
    return reactionTo(await context.link.deliver({ kind: 'interactive', payload }));
  } catch (error) {
    if (error instanceof NotOffered) return refuse('no_such_option', 'That choice is not offered any more.');
    throw error;
  }
}

function isMeant({ block, element }: PlacedElement, click: Click): boolean {
  return element.action_id === click.actionId && (click.blockId === undefined || block.block_id === click.blockId);
}

function payloadOf(
  context: InteractionContext,
  click: Click,
  spot: Spot,
  { block, element }: PlacedElement,
): Record<string, unknown> {
  return {
    type: 'block_actions',
    ...payloadHead(context.workspace, click.user),
    trigger_id: context.triggers.issue(click.user, spot.modal),
    ...(spot.respondTo ? { response_url: responseUrl(context, spot.respondTo) } : {}),
    ...spot.payload,
    actions: [
      {
        ...elementValue(element, click.chosen),
        action_id: element.action_id,
        block_id: block.block_id,
        action_ts: context.workspace.newTs(),
      },
    ],
  };
}

/** The full URL for the app to answer at. */
export function responseUrl(context: InteractionContext, target: ResponseTarget): string {
  return `${context.baseUrl()}/playground/respond/${context.responseUrls.issue(target)}`;
}

function locate(context: InteractionContext, { user, at }: Click): Spot | Reaction {
  if ('note' in at) return locateNote(context, user, at.note);
  if ('modal' in at) return locateModal(context, user, at.modal, at.values ?? {});
  const conversation = context.workspace.conversation(at.channel);
  if (!conversation?.members.includes(user))
    return refuse('not_in_channel', 'This person cannot see that conversation.');
  const message = 'stale' in at ? at.stale : context.workspace.message(at.channel, at.ts);
  if (!message) return refuse('message_not_found', 'That message is not there any more.');
  const name = conversation.kind === 'im' ? 'directmessage' : conversation.name;
  return {
    blocks: message.blocks,
    modal: null,
    respondTo: { channel: at.channel, user, source: { kind: 'message', ts: message.ts } },
    payload: {
      channel: { id: at.channel, name },
      container: { type: 'message', message_ts: message.ts, channel_id: at.channel, is_ephemeral: false },
      message: messageJson(message, false),
      state: { values: stateValues(message.blocks, {}) },
    },
  };
}

function locateNote(context: InteractionContext, user: string, ts: string): Spot | Reaction {
  const note = context.workspace.note(ts);
  if (!note || note.reader !== user) return refuse('message_not_found', 'That note is not there any more.');
  const conversation = context.workspace.conversation(note.channel);
  return {
    blocks: note.blocks,
    modal: null,
    respondTo: { channel: note.channel, user, source: { kind: 'note', ts } },
    payload: {
      channel: { id: note.channel, name: conversation?.kind === 'im' ? 'directmessage' : (conversation?.name ?? '') },
      // Of a private note Slack sends no copy.
      container: { type: 'message', message_ts: ts, channel_id: note.channel, is_ephemeral: true },
      state: { values: stateValues(note.blocks, {}) },
    },
  };
}

function locateModal(context: InteractionContext, user: string, id: string, filled: FormValues): Spot | Reaction {
  const modal = context.modals.find(id);
  if (!modal || modal.user !== user) return refuse('view_not_found', 'That dialog is closed.');
  return {
    blocks: modal.content.blocks,
    modal: id,
    respondTo: null,
    payload: {
      container: { type: 'view', view_id: id },
      view: modalJson(modal, stateValues(modal.content.blocks, filled)),
    },
  };
}
