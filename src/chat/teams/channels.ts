/** From a channel as the routing file names it, `Sales/Leads Iberia`, to its id in Teams. */
import { z } from 'zod';
import { ChatError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TeamsPlaces, TeamsTeam } from '../../ports/teams-places.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { badAnswer, calling } from './errors.ts';
import { notInstalled, type ServiceUrls } from './service-urls.ts';

/** Channels ask for their list one after the other at start: one answer serves them all. */
const LIST_FRESH_MS = 30_000;

/** Teams gives its first channel no name, since everybody reads it in their own language. */
const GENERAL = 'General';

interface Parts {
  connectors: Connectors;
  places: TeamsPlaces;
  urls: ServiceUrls;
  clock: Clock;
}

/** Channels of a team by their folded names. */
type Channels = Map<string, string>;

/** @returns `ChatPlatform.openChannel` */
export function createChannels({ connectors, places, urls, clock }: Parts): (name: string) => Promise<string> {
  const listings = new Map<string, { at: number; channels: Promise<Channels> }>();

  function listed(team: TeamsTeam): Promise<Channels> {
    const now = clock.now().getTime();
    const known = listings.get(team.id);
    if (known && now - known.at < LIST_FRESH_MS) return known.channels;
    const channels = listChannels(connectors, team);
    listings.set(team.id, { at: now, channels });
    channels.catch(() => listings.delete(team.id));
    return channels;
  }

  return async (name) => {
    const [teamName = '', channelName = ''] = name.split('/');
    const team = await findTeam(places, teamName);
    const id = (await listed(team)).get(fold(channelName));
    if (!id) throw noSuchChannel(channelName.trim(), team.name);
    urls.learn(id, team.serviceUrl);
    return id;
  };
}

async function findTeam(places: TeamsPlaces, name: string): Promise<TeamsTeam> {
  const teams = (await places.listTeams()).filter(({ installed }) => installed);
  const team = teams.find((candidate) => fold(candidate.name) === fold(name));
  if (team) return team;
  const others = teams.length > 0 ? ` It is in: ${teams.map((known) => known.name).join(', ')}.` : '';
  throw notInstalled(`Dibs is not installed in a team called "${name.trim()}": add the app to it in Teams.${others}`);
}

const channelList = z.object({
  conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })),
});

async function listChannels(connectors: Connectors, team: TeamsTeam): Promise<Channels> {
  const { teams } = await connectors(team.serviceUrl);
  const answer = await calling('repeatable', () => teams.fetchChannelList(team.id, callOptions()));
  const { data } = channelList.safeParse({ ...answer });
  if (!data) throw badAnswer('repeatable');
  return new Map(data.conversations.map(({ id, name }) => [fold(name || GENERAL), id]));
}

/** People do not see whether a name has capitals or two spaces. */
function fold(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function noSuchChannel(name: string, team: string): ChatError {
  return new ChatError('channel_not_found', {
    retry: 'never',
    scope: 'conversation',
    remedy: `There is no channel "${name}" in the team "${team}" that the app can see. Create it, or name another one in the routing file.`,
  });
}
