/** Which cards a lead's state asks for. Cards that exist already are redrawn after each change; these must exist. */
import type { Lead } from './lead.ts';
import type { ChannelNames, PlatformName, Ruleset } from './ruleset.ts';

/** A place a card belongs to, in the routing file's words. */
export type CardPlace =
  | { kind: 'pool' | 'review'; platform: PlatformName; channel: string }
  | { kind: 'owner'; rep: string };

/**
 * The cards that must exist for a lead as it stands.
 * @returns one place per channel of the pool, or the owner's direct messages, or the admins' channels; none otherwise
 */
export function wantedCards(lead: Lead, ruleset: Ruleset): CardPlace[] {
  switch (lead.status) {
    case 'pooled': {
      const pool = ruleset.pools.find((candidate) => candidate.id === lead.pool);
      return pool ? places('pool', pool.channels) : [];
    }
    case 'owned':
      return lead.owner ? [{ kind: 'owner', rep: lead.owner }] : [];
    case 'review':
      return places('review', ruleset.adminChannels);
    default:
      return [];
  }
}

function places(kind: 'pool' | 'review', channels: ChannelNames): CardPlace[] {
  return (['slack', 'teams'] as const).flatMap((platform) =>
    channels[platform].map((channel) => ({ kind, platform, channel })),
  );
}
