/** From a channel's name in the routing file to its id, with the app in it. Slack has no look-up by name, only lists. */
import type { webApi } from '@slack/bolt';
import { ChatError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { calling } from './errors.ts';

interface Channel {
  id: string;
  isPrivate: boolean;
  isArchived: boolean;
  isMember: boolean;
}

const LIST_PAGE = 999;
const LIST_PAGES_MAX = 200;

/**
 * How long a list is used. Conversations keep their ids in the store, so that this is asked at start and while a channel has
 * a problem; Slack allows about 20 lists a minute. Not longer: a channel archived and made anew has the same name.
 */
const LIST_FRESH_MS = 30_000;

/** @returns `ChatPlatform.openChannel` */
export function createChannels(client: webApi.WebClient, clock: Clock): (name: string) => Promise<string> {
  let listing: { at: number; channels: Promise<Map<string, Channel>> } | null = null;

  function listed(): Promise<Map<string, Channel>> {
    const now = clock.now().getTime();
    if (listing && now - listing.at < LIST_FRESH_MS) return listing.channels;
    const fresh = { at: now, channels: listChannels(client, { archived: false }) };
    listing = fresh;
    fresh.channels.catch(() => {
      if (listing === fresh) listing = null;
    });
    return fresh.channels;
  }

  return async (name) => {
    const wanted = plainName(name);
    const channel = (await listed()).get(wanted);
    if (!channel) throw noSuchChannel(wanted);
    // Always asked for: Slack answers "already in channel" as success, and the app may have been removed since.
    if (!channel.isPrivate) await calling('repeatable', () => client.conversations.join({ channel: channel.id }));
    return channel.id;
  };
}

/** As Slack's lists have it. @param name with or without `#` */
export function plainName(name: string): string {
  return name.replace(/^#/, '').toLowerCase();
}

/**
 * Every channel that the app can see, by name: all public ones, and private ones that it was invited to.
 * @param wish.archived the archived ones too, where no other channel has the name
 */
export async function listChannels(
  client: webApi.WebClient,
  wish: { archived: boolean },
): Promise<Map<string, Channel>> {
  const channels = new Map<string, Channel>();
  let cursor: string | undefined;
  for (let page = 0; page < LIST_PAGES_MAX; page += 1) {
    const answer = await calling('repeatable', () =>
      client.conversations.list({
        types: 'public_channel,private_channel',
        exclude_archived: !wish.archived,
        limit: LIST_PAGE,
        ...(cursor ? { cursor } : {}),
      }),
    );
    for (const { id, name, ...seen } of answer.channels ?? []) {
      if (!id || !name) continue;
      const isArchived = seen.is_archived === true;
      if (isArchived && channels.has(name)) continue;
      channels.set(name, { id, isArchived, isPrivate: seen.is_private === true, isMember: seen.is_member === true });
    }
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) break;
  }
  return channels;
}

function noSuchChannel(name: string): ChatError {
  return new ChatError('channel_not_found', {
    retry: 'never',
    scope: 'conversation',
    remedy: `There is no open channel #${name} that the app can see. Create it, or, if it is private, invite the app there: /invite @Dibs.`,
  });
}
