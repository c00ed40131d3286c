/** How Slack writes down the workspace's things in answers of the Web API and in payloads for the app. */
import { APP_ID, BOT, BOT_ID, TEAM } from './identity.ts';
import type { Modal } from './modals.ts';
import type { Workspace } from './workspace.ts';
import type { ChatMessage, Conversation, SlackUser } from './workspace-state.ts';

/** @param withMetadata Slack strips it unless asked for (`include_all_metadata`) */
export function messageJson(message: ChatMessage, withMetadata: boolean) {
  const byBot = message.user === BOT.id;
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: TEAM.id,
    ...(byBot ? { bot_id: BOT_ID, app_id: APP_ID } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

export function userJson(user: SlackUser) {
  return {
    id: user.id,
    team_id: TEAM.id,
    name: user.username,
    real_name: user.realName,
    deleted: user.deleted,
    tz: user.tz,
    is_admin: user.isAdmin,
    is_bot: user.isBot,
    is_app_user: false,
    is_restricted: false,
    profile: profileJson(user),
  };
}

export function profileJson(user: SlackUser) {
  return {
    real_name: user.realName,
    display_name: user.realName,
    title: user.title,
    team: TEAM.id,
    status_text: user.status?.text ?? '',
    status_emoji: user.status?.emoji ?? '',
    status_expiration: user.status?.expiration ?? 0,
    huddle_state: user.inHuddle ? 'in_a_huddle' : 'default_unset',
    huddle_state_expiration_ts: 0,
    ...(user.email ? { email: user.email } : {}),
    ...(user.isBot ? { bot_id: BOT_ID, api_app_id: APP_ID } : {}),
  };
}

/** What others may know of a person's paused notifications: not whether it is a snooze. Slack writes 1 for "never". */
export function dndJson({ paused }: SlackUser) {
  return {
    dnd_enabled: paused !== undefined,
    next_dnd_start_ts: paused?.from ?? 1,
    next_dnd_end_ts: paused?.until ?? 1,
  };
}

export function conversationJson(conversation: Conversation) {
  const { id, createdAt: created, archived, members } = conversation;
  if (conversation.kind === 'im') {
    return {
      id,
      created,
      is_im: true,
      is_channel: false,
      is_archived: archived,
      user: conversation.name,
      context_team_id: TEAM.id,
    };
  }
  return {
    id,
    created,
    name: conversation.name,
    name_normalized: conversation.name,
    is_channel: true,
    is_im: false,
    is_private: false,
    is_archived: archived,
    is_member: members.includes(BOT.id),
    num_members: members.length,
    creator: BOT.id,
    context_team_id: TEAM.id,
  };
}

/** A modal as Slack gives it back, with what is filled in when it is being sent. */
export function modalJson(modal: Modal, values: Record<string, unknown> = {}) {
  return {
    id: modal.id,
    team_id: TEAM.id,
    app_id: APP_ID,
    bot_id: BOT_ID,
    app_installed_team_id: TEAM.id,
    ...modal.content,
    submit: modal.content.submit ?? null,
    close: modal.content.close ?? null,
    hash: modal.hash,
    root_view_id: modal.rootId,
    previous_view_id: modal.previousId,
    state: { values },
  };
}

/** The part that every payload for the app has: who did it, and where. */
export function payloadHead(workspace: Workspace, userId: string) {
  const user = workspace.user(userId);
  return {
    token: 'legacy-verification-token',
    api_app_id: APP_ID,
    team: { id: TEAM.id, domain: TEAM.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: userId, username: user?.username ?? '', name: user?.username ?? '', team_id: TEAM.id },
  };
}
