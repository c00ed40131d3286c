/** Which cards a lead's state asks for. Cards that exist already are redrawn after each change; these must exist. */
import type { Lead } from './lead.ts';
import type { LeadEvent } from './lead-event.ts';
import { type ChannelNames, isOffering, type PlatformName, type Pool, type Ruleset } from './ruleset.ts';

/** A place a card belongs to, in the routing file's words: a channel, or a rep's direct messages. */
export type CardPlace =
  | { kind: 'pool' | 'review'; platform: PlatformName; channel: string }
  | { kind: 'pool' | 'owner' | 'offer'; rep: string }
  /** Each reminder is a message of its own, and so is the word that the person wrote again, known by the lead's version that it made. */
  | { kind: 'reminder' | 'again'; rep: string; version: number };

/**
 * The cards that must exist for a lead as it stands.
 * @param event what has just happened to it
 * @returns one place per channel of the pool, or the direct messages of whoever has it or may have it, or the admins' channels;
 *   none otherwise: a lead that is about to be offered is nobody's yet
 */
export function wantedCards(lead: Lead, ruleset: Ruleset, event?: LeadEvent): CardPlace[] {
  switch (lead.status) {
    case 'pooled':
      return [lead.pool, ...(lead.push?.widenedTo ?? [])].flatMap((id) => {
        const pool = ruleset.pools.find((candidate) => candidate.id === id);
        return pool ? openCards(pool) : [];
      });
    case 'offered':
      return lead.offeredTo ? [{ kind: 'offer', rep: lead.offeredTo }] : [];
    case 'owned':
      return lead.owner ? ownerCards(lead, lead.owner, event) : [];
    case 'review':
      return channelPlaces('review', ruleset.adminChannels);
    default:
      return [];
  }
}

function ownerCards({ limit, version }: Lead, rep: string, event: LeadEvent | undefined): CardPlace[] {
  const reminder = limit?.reminder;
  return [
    { kind: 'owner', rep },
    ...(reminder && reminder.with === null
      ? [{ kind: 'reminder', rep, version: reminder.version } satisfies CardPlace]
      : []),
    // A card that is only edited tells nobody.
    ...(event?.type === 'merged' ? [{ kind: 'again', rep, version } satisfies CardPlace] : []),
  ];
}

function openCards(pool: Pool): CardPlace[] {
  if (isOffering(pool)) return [];
  if (pool.strategy === 'shotgun' && pool.claims.cards === 'direct') {
    return pool.members.map(({ rep }) => ({ kind: 'pool', rep }));
  }
  return channelPlaces('pool', pool.channels);
}

/** The channels of a pool or of the admins, as places of cards. */
export function channelPlaces(kind: 'pool' | 'review', channels: ChannelNames): CardPlace[] {
  return (['slack', 'teams'] as const).flatMap((platform) =>
    channels[platform].map((channel) => ({ kind, platform, channel })),
  );
}
