/**
 * What people type: messages, the app's commands, and Slack's own commands, which no app ever sees (design D7).
 */
import { z } from 'zod';
import { checkBlocks } from './block-kit/check-blocks.ts';
import { type InteractionContext, responseUrl } from './clicks.ts';
import { APP_ID, BOT, TEAM } from './identity.ts';
import { DONE, type Reaction, refuse } from './reaction.ts';
import type { Workspace } from './workspace.ts';
import type { Conversation, SlackUser } from './workspace-state.ts';

/**
 * Names that Slack keeps for itself; an app manifest with one of them is refused, or the command never arrives.
 * Gathered from Slack's help pages and from apps that met a refusal.
 */
export const RESERVED_COMMANDS: readonly string[] = (
  'active all apps archive away call close collapse dm dnd expand feed feedback help invite invite_people join kick leave me ' +
  'msg mute open part pro prefs remind remove rename search shortcuts shrug star status topic unarchive who'
)
  .split(' ')
  .map((name) => `/${name}`);

const response = z.object({
  text: z.string().default(''),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
});

/**
 * A person types something and presses Enter.
 * @param text as typed, unescaped
 * @param commands the app's commands, e.g. `/lead`
 */
export async function typeText(
  context: InteractionContext,
  commands: readonly string[],
  { user: userId, channel, text }: { user: string; channel: string; text: string },
): Promise<Reaction> {
  const { workspace } = context;
  const user = workspace.user(userId);
  const conversation = workspace.conversation(channel);
  if (!user || !conversation?.members.includes(userId))
    return refuse('not_in_channel', 'This person cannot write here.');
  if (conversation.archived) return refuse('is_archived', 'This channel is archived: nobody can write here.');
  if (text.trim() === '') return refuse('no_text', 'Write something first.');
  if (!text.startsWith('/')) {
    workspace.post(channel, { user: userId, text: escapeTyped(workspace, text, false), blocks: [] });
    return DONE;
  }
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  const command = name.toLowerCase();
  if (RESERVED_COMMANDS.includes(command)) return runBuiltIn(workspace, user, channel, command);
  if (!commands.includes(command)) return slackbot(workspace, user, channel, `${command} is not a valid command.`);
  return deliverCommand(context, { user, conversation, command, text: rest });
}

/** `/away` toggles the presence and tells no app; the other built-ins only say so. */
function runBuiltIn(workspace: Workspace, user: SlackUser, channel: string, command: string): Reaction {
  if (command !== '/away' && command !== '/active') {
    return slackbot(
      workspace,
      user,
      channel,
      `${command} is one of Slack's own commands. The playground does not play it.`,
    );
  }
  const presence = command === '/away' && user.presence === 'active' ? 'away' : 'active';
  workspace.setPresence(user.id, presence);
  return slackbot(workspace, user, channel, presence === 'away' ? 'You are set to away.' : 'You are set to active.');
}

async function deliverCommand(
  context: InteractionContext,
  { user, conversation, command, text }: { user: SlackUser; conversation: Conversation; command: string; text: string },
): Promise<Reaction> {
  const channel = conversation.id;
  const payload = {
    token: 'legacy-verification-token',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel,
    channel_name: conversation.kind === 'im' ? 'directmessage' : conversation.name,
    user_id: user.id,
    user_name: user.username,
    command,
    text: escapeTyped(context.workspace, text, true),
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: responseUrl(context, { channel, user: user.id, source: { kind: 'command' } }),
    trigger_id: context.triggers.issue(user.id, null),
  };
  const ack = await context.link.deliver({ kind: 'slash_commands', payload });
  if (ack.kind === 'acknowledged') return show(context.workspace, user, channel, command, ack.body);
  const error = ack.kind === 'timed_out' ? 'operation_timeout' : 'dispatch_failed';
  return slackbot(context.workspace, user, channel, `${command} failed with the error "${error}".`, error);
}

/** What the app said in its acknowledgement. */
function show(workspace: Workspace, user: SlackUser, channel: string, command: string, body: unknown): Reaction {
  if (body === undefined) return DONE;
  const parsed = response.safeParse(typeof body === 'string' ? { text: body } : body);
  const verdict =
    parsed.success && parsed.data.blocks !== undefined ? checkBlocks('message', parsed.data.blocks) : null;
  if (!parsed.success || verdict?.ok === false) {
    return slackbot(
      workspace,
      user,
      channel,
      `${command} failed with the error "invalid_command_response".`,
      'invalid_response',
    );
  }
  const content = { text: parsed.data.text, blocks: verdict?.blocks ?? [] };
  if (parsed.data.response_type === 'in_channel') workspace.post(channel, { user: BOT.id, ...content });
  else workspace.whisper({ channel, reader: user.id, from: 'app', ...content });
  return DONE;
}

/** A private note from Slack itself. @param error set when something went wrong */
function slackbot(workspace: Workspace, user: SlackUser, channel: string, text: string, error?: string): Reaction {
  workspace.whisper({ channel, reader: user.id, from: 'workspace', text, blocks: [] });
  return error ? refuse(error, text) : DONE;
}

/**
 * What Slack makes of typed text: `&`, `<`, `>` escaped, and names turned into mentions.
 * @param withNames `<@U1|ana>` as commands with `should_escape` get it, instead of `<@U1>`
 */
function escapeTyped(workspace: Workspace, text: string, withNames: boolean): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(/(^|\s)([@#])([\w.-]*\w)/g, (all, before: string, sign: string, name: string) => {
    const id =
      sign === '@'
        ? workspace.users().find((user) => user.username === name)?.id
        : workspace.conversations().find((one) => one.kind === 'channel' && one.name === name)?.id;
    return id ? `${before}<${sign}${id}${withNames ? `|${name}` : ''}>` : all;
  });
}
