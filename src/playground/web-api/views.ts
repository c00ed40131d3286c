/** views.*: modals, opened with a trigger that a person's act gave, and Home tabs. */
import { z } from 'zod';
import { checkHome, checkModal, type ModalContent, type ViewVerdict } from '../block-kit/check-view.ts';
import { APP_ID, TEAM } from '../identity.ts';
import type { Modal } from '../modals.ts';
import { modalJson } from '../slack-json.ts';
import { type ApiContext, findUser, json, type Method, method, SlackApiError } from './method.ts';

const withTrigger = z.object({ trigger_id: z.string(), view: json });

export const viewMethods: Record<string, Method> = {
  'views.open': method('tier4', withTrigger, (args, context) => {
    const { user } = exchange(context, args.trigger_id);
    return { view: modalJson(context.modals.open(user, newModal(context, args.view))) };
  }),

  'views.push': method('tier4', withTrigger, (args, context) => {
    const { user, modal } = exchange(context, args.trigger_id);
    if (modal === null || !context.modals.find(modal)) throw new SlackApiError('not_found');
    const pushed = context.modals.push(user, newModal(context, args.view));
    if (!pushed) throw new SlackApiError('push_limit_reached');
    return { view: modalJson(pushed) };
  }),

  'views.update': method(
    'tier4',
    z.object({
      view: json,
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
    }),
    (args, context) => {
      const modal = find(context, args.view_id, args.external_id);
      if (args.hash !== undefined && args.hash !== modal.hash) throw new SlackApiError('hash_conflict');
      return { view: modalJson(context.modals.update(modal, accepted(checkModal(args.view)))) };
    },
  ),

  'views.publish': method(
    'tier4',
    z.object({ user_id: z.string(), view: json, hash: z.string().optional() }),
    (args, context) => {
      const user = findUser(context, args.user_id);
      const before = context.modals.home(user.id);
      if (args.hash !== undefined && args.hash !== before?.hash) throw new SlackApiError('hash_conflict');
      const content = accepted(checkHome(args.view));
      const hash = context.modals.publishHome(user.id, content);
      return { view: { id: `V${user.id}`, team_id: TEAM.id, app_id: APP_ID, hash, ...content } };
    },
  ),
};

function exchange(context: ApiContext, triggerId: string): { user: string; modal: string | null } {
  const trigger = context.triggers.exchange(triggerId);
  if ('error' in trigger) throw new SlackApiError(trigger.error);
  return trigger;
}

function newModal(context: ApiContext, view: unknown): ModalContent {
  const content = accepted(checkModal(view));
  if (content.external_id !== '' && context.modals.findExternal(content.external_id)) {
    throw new SlackApiError('duplicate_external_id');
  }
  return content;
}

function find(context: ApiContext, id: string | undefined, externalId: string | undefined): Modal {
  const modal = id ? context.modals.find(id) : externalId ? context.modals.findExternal(externalId) : null;
  if (!modal) throw new SlackApiError('not_found');
  return modal;
}

function accepted<V>(verdict: ViewVerdict<V>): V {
  if (!verdict.ok) throw new SlackApiError(verdict.error, verdict.messages);
  return verdict.view;
}
