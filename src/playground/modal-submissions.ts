/** Sending and closing modals, and what the app's acknowledgement does to them (`response_action`). */
import { z } from 'zod';
import { checkModal } from './block-kit/check-view.ts';
import type { InteractionContext } from './clicks.ts';
import { type FormValues, fieldErrors, NotOffered, stateValues } from './element-values.ts';
import type { Modal } from './modals.ts';
import { DONE, type Reaction, reactionTo, refuse } from './reaction.ts';
import { modalJson, payloadHead } from './slack-json.ts';

const answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.enum(['update', 'push']), view: z.unknown() }),
]);

const CLOSED = refuse('view_not_found', 'That dialog is closed.');

/** Sends what a person filled in. Empty required fields never reach the app: Slack's client holds them back. */
export async function submitModal(
  context: InteractionContext,
  user: string,
  id: string,
  filled: FormValues,
): Promise<Reaction> {
  const modal = openModal(context, user, id);
  if (!modal) return CLOSED;
  const errors = fieldErrors(modal.content.blocks, filled);
  if (Object.keys(errors).length > 0) return showErrors(context, modal, errors);
  try {
    const payload = {
      type: 'view_submission',
      ...payloadHead(context.workspace, user),
      trigger_id: context.triggers.issue(user, id),
      view: modalJson(modal, stateValues(modal.content.blocks, filled)),
      response_urls: [],
    };
    const ack = await context.link.deliver({ kind: 'interactive', payload });
    return ack.kind === 'acknowledged' ? obey(context, modal, ack.body) : reactionTo(ack);
  } catch (error) {
    if (error instanceof NotOffered) return refuse('no_such_option', 'That choice is not offered any more.');
    throw error;
  }
}

/** Closes a modal, or all of them where the app asked for that; tells the app if it wants to know. */
export async function closeModal(context: InteractionContext, user: string, id: string): Promise<Reaction> {
  const modal = openModal(context, user, id);
  if (!modal) return CLOSED;
  if (modal.content.clear_on_close) context.modals.clear(user);
  else context.modals.close(modal);
  if (!modal.content.notify_on_close) return DONE;
  const payload = {
    type: 'view_closed',
    ...payloadHead(context.workspace, user),
    view: modalJson(modal),
    is_cleared: modal.content.clear_on_close,
  };
  return reactionTo(await context.link.deliver({ kind: 'interactive', payload }));
}

function openModal(context: InteractionContext, user: string, id: string): Modal | null {
  const modal = context.modals.find(id);
  return modal?.user === user ? modal : null;
}

function obey(context: InteractionContext, modal: Modal, body: unknown): Reaction {
  if (body === undefined) {
    context.modals.close(modal);
    return DONE;
  }
  const parsed = answer.safeParse(body);
  if (!parsed.success) return badAnswer();
  const { data } = parsed;
  switch (data.response_action) {
    case 'clear':
      context.modals.clear(modal.user);
      return DONE;
    case 'errors':
      return showErrors(context, modal, data.errors);
    default:
      return showView(context, modal, data.response_action, data.view);
  }
}

function showView(context: InteractionContext, modal: Modal, how: 'update' | 'push', view: unknown): Reaction {
  const verdict = checkModal(view);
  if (!verdict.ok) return badAnswer();
  if (how === 'update') context.modals.update(modal, verdict.view);
  else if (!context.modals.push(modal.user, verdict.view)) return badAnswer();
  return DONE;
}

/** Errors belong to input blocks; Slack takes no others. */
function showErrors(context: InteractionContext, modal: Modal, errors: Record<string, string>): Reaction {
  const inputs = modal.content.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  if (!Object.keys(errors).every((blockId) => inputs.includes(blockId))) return badAnswer();
  context.modals.showErrors(modal, errors);
  return refuse('invalid_fields', 'Some fields need another look.');
}

function badAnswer(): Reaction {
  return refuse('invalid_response', 'The app answered with something that Slack does not accept.');
}
