/**
 * The Slack app as data: the manifest that Slack makes an app from, for requests over HTTP or over Socket Mode. What is not in
 * it only a person can do: install the app, make the app-level token, invite it to private channels.
 */
import type { webApi } from '@slack/bolt';
import { COMMAND } from './command.ts';
import { EVENTS_PATH } from './request-address.ts';

type Manifest = Exclude<webApi.AppsManifestCreateArguments['manifest'], string>;
type Scope = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>[number];

export interface BotScope {
  scope: Scope;
  /** What Dibs does with it, for whoever has to allow it. */
  why: string;
  /** Whoever installs the app may leave it out; the rest is needed. */
  optional?: true;
}

/** Everything that the bot asks for; docs/slack.md shows this table, and a test holds both equal. */
export const BOT_SCOPES: readonly BotScope[] = [
  { scope: 'chat:write', why: 'post cards, edit them after each change, answer people privately' },
  { scope: 'commands', why: `the command \`${COMMAND}\`` },
  { scope: 'channels:read', why: 'find the public channels that the routing file names' },
  { scope: 'groups:read', why: 'find the private ones that the app was invited to' },
  { scope: 'channels:join', why: 'enter the public ones by itself' },
  { scope: 'channels:history', why: 'look for a card whose answer was lost, instead of posting it twice' },
  { scope: 'groups:history', why: 'the same in private channels' },
  { scope: 'im:history', why: 'the same in its direct messages' },
  { scope: 'im:write', why: 'open direct messages with reps: offers, and what they won' },
  { scope: 'users:read', why: 'know who clicked; pass over whoever Slack shows as away' },
  { scope: 'users:read.email', why: 'match people with the reps of the routing file' },
  {
    scope: 'dnd:read',
    why: 'see that notifications are paused; only asked where the routing file’s `signals` name `dnd`',
    optional: true,
  },
];

/** How Slack's requests reach Dibs. `address`: as in `PUBLIC_URL`; see `request-address.ts`. */
export type SlackRequests = { over: 'http'; address: string } | { over: 'socket' };

/** @returns the manifest, of schema 2.0.0 */
export function slackManifest(requests: SlackRequests): Manifest {
  const url = requests.over === 'http' ? `${requests.address.replace(/\/+$/, '')}${EVENTS_PATH}` : null;
  return {
    display_information: {
      name: 'Dibs',
      description: 'Hands inbound sales leads to the right rep.',
      long_description:
        'Dibs brings inbound leads into the channels of the sales team. Reps claim a lead with one click, or are offered one in a ' +
        'direct message; one wins, and everybody sees who. Dibs can always say why a lead went where it went.',
    },
    features: {
      // People type the command in the bot's direct messages too, where their leads are.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Dibs', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          ...(url ? { url } : {}),
          description: 'Your leads, your turn, and stepping out of it',
          usage_hint: 'help | mine | queue | away until 14:00 | back',
          // A mentioned rep arrives as an id and not as a name that two people may have.
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: BOT_SCOPES.map(({ scope }) => scope),
        bot_optional: BOT_SCOPES.filter(({ optional }) => optional).map(({ scope }) => scope),
      },
    },
    settings: {
      interactivity: { is_enabled: true, ...(url ? { request_url: url } : {}) },
      org_deploy_enabled: false,
      socket_mode_enabled: requests.over === 'socket',
      token_rotation_enabled: false,
    },
  };
}
