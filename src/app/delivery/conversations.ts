/**
 * The conversations cards go to, known by their place in the routing file: one row per channel, and one per rep and
 * connected platform. Made at start, so that routing needs no look-up.
 */

import type { PlatformName, Ruleset } from '../../domain/ruleset.ts';
import type { CardPlace } from '../../domain/wanted-cards.ts';
import type { Conversation } from '../../ports/deliveries.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';

export interface Conversations {
  /** Ids of the conversations a card belongs to; none where the place is on a platform that is not connected. */
  at(place: CardPlace): string[];
  /** Ids of the admins' channels on the connected platforms. */
  admins(): string[];
}

/**
 * Makes a conversation exist for every channel and rep of the ruleset.
 * @param connected the platforms that cards can be posted to now
 */
export async function openConversations(
  store: Store,
  ids: Ids,
  ruleset: Ruleset,
  connected: readonly PlatformName[],
): Promise<Conversations> {
  const wanted = connected.flatMap((platform) => [
    ...channelsOf(ruleset, platform).map((target) => ({ platform, kind: 'channel' as const, target })),
    ...ruleset.reps.map((rep) => ({ platform, kind: 'direct' as const, target: rep.id })),
  ]);
  const known = await store.deliveries.ensureConversations(wanted.map((place) => ({ id: ids.next(), ...place })));
  const byPlace = new Map(known.map((conversation) => [placeKey(conversation), conversation.id]));
  const find = (platform: PlatformName, kind: Conversation['kind'], target: string) => {
    const id = connected.includes(platform) ? byPlace.get(placeKey({ platform, kind, target })) : undefined;
    return id === undefined ? [] : [id];
  };
  return {
    at: (place) =>
      'rep' in place
        ? connected.flatMap((platform) => find(platform, 'direct', place.rep))
        : find(place.platform, 'channel', place.channel),
    admins: () =>
      connected.flatMap((platform) =>
        ruleset.adminChannels[platform].flatMap((channel) => find(platform, 'channel', channel)),
      ),
  };
}

/** Every channel that the ruleset names on a platform, once. */
export function channelsOf(ruleset: Ruleset, platform: PlatformName): string[] {
  const names = ruleset.pools.flatMap(({ channels, sla }) => {
    const told = sla?.escalate?.to;
    return [...channels[platform], ...(told?.platform === platform ? [told.channel] : [])];
  });
  const digested = (ruleset.digests ?? []).flatMap(({ to }) =>
    to.flatMap((one) => (one.kind === 'channel' && one.platform === platform ? [one.channel] : [])),
  );
  return [...new Set([...names, ...digested, ...ruleset.adminChannels[platform]])];
}

function placeKey(place: Pick<Conversation, 'platform' | 'kind' | 'target'>): string {
  return `${place.platform} ${place.kind} ${place.target}`;
}
