/**
 * The Teams app as data: the manifest that is zipped with two icons and uploaded. What is not in it only a person can do:
 * register the app and its bot, allow it, and add it to teams.
 */
import { commandMenu } from '../../domain/lead-command.ts';

interface Permission {
  name: 'identity' | 'messageTeamMembers';
  /** What Dibs does with it, for whoever has to allow it. */
  why: string;
}

/**
 * Everything that the app asks for; docs/teams.md shows this table, and a test holds both equal. A bot sees the members and
 * channels of the teams that it is in without a resource-specific permission, and none of their messages but those to it.
 */
export const PERMISSIONS: readonly Permission[] = [
  { name: 'identity', why: 'know who clicked; match people with the reps of the routing file, by e-mail' },
  { name: 'messageTeamMembers', why: 'write to reps in a chat of their own: offers, and what they won' },
];

/**
 * `slashCommands` needs what 1.25 has not: commands that others do not see. Teams calls that a developer preview, so that it
 * is another manifest. Its version is the higher one: Teams takes an update of an app only with a new version.
 */
const FORMS = {
  words: { manifestVersion: '1.25', version: '1.0.0' },
  slashCommands: { manifestVersion: '1.29', version: '1.1.0' },
} as const;

export interface TeamsManifestOptions {
  /** The bot's app id (a GUID), as in `TEAMS_APP_ID`. */
  appId: string;
  /** Of Dibs, as in `PUBLIC_URL`. */
  address: string;
  /** A page of the company's about Dibs; the address of Dibs where there is none. */
  website?: string;
  /** Whether people can pick the words with `/`, and write to the app unseen by others. */
  slashCommands: boolean;
  /** Of the app package, e.g. `1.0.1`: higher than the one that is being replaced. */
  version?: string;
}

/** @returns the manifest, as `manifest.json` of the app package has it */
export function teamsManifest({ appId, address, website = address, slashCommands, version }: TeamsManifestOptions) {
  const form = slashCommands ? FORMS.slashCommands : FORMS.words;
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${form.manifestVersion}/MicrosoftTeams.schema.json`,
    manifestVersion: form.manifestVersion,
    version: version ?? form.version,
    // The id of a bot's app is that of its bot. It never changes, so that another upload is an update and no second app.
    id: appId,
    name: { short: 'Dibs', full: 'Dibs for sales leads' },
    description: {
      short: 'Hands inbound sales leads to the right rep.',
      full:
        'Dibs brings inbound leads into the channels of the sales team. Reps claim a lead with one click, or are offered one in a ' +
        'chat of their own; one wins, and everybody sees who. Dibs can always say why a lead went where it went.\n\n' +
        'Write to it in its chat, or mention it in a channel: help lists the words it knows. It reads what is written to it, and ' +
        'the names and e-mail addresses of the members of the teams it is in, to know who is a rep. Your company runs it itself.',
    },
    developer: { name: 'Dibs', websiteUrl: website, privacyUrl: website, termsOfUseUrl: website },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0D7358',
    defaultInstallScope: 'team',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: false,
        isNotificationOnly: false,
        ...(slashCommands ? { supportsTargetedMessages: true } : {}),
        commandLists: commandLists(slashCommands),
      },
    ],
    permissions: PERMISSIONS.map(({ name }) => name),
    // No page of Dibs opens inside Teams.
    validDomains: [],
    // Teams refuses an upload without it, from 1.25 on and for apps in teams, though the schema does not. It is true as well:
    // who may act is decided by who is a rep, not by who is in a channel.
    supportsChannelFeatures: 'tier1',
  };
}

/** One list for each scope. A chat with the app alone is private anyway: Teams has no slash commands there. */
function commandLists(slashCommands: boolean) {
  const commands = commandMenu().map(({ word, words, does }) => ({
    title: word,
    description: words === word ? does : `${words}: ${does}`,
  }));
  const everywhere = slashCommands ? { triggers: ['mention', 'slash'] } : {};
  return [
    { scopes: ['personal'], commands },
    { scopes: ['team'], ...everywhere, commands },
    { scopes: ['groupChat'], ...everywhere, commands },
  ];
}
