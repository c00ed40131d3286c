/** Channels of the routing file on a platform that is not connected: nothing is posted there, and somebody has to know. */
import type { PlatformName, Pool, Ruleset } from '../../domain/ruleset.ts';
import { channelPlaces } from '../../domain/wanted-cards.ts';

/** What each platform needs to be connected, as people would say it. */
const MISSING: Record<PlatformName, string> = {
  slack: 'Slack is not connected (SLACK_BOT_TOKEN is not set)',
  teams: 'Microsoft Teams is not connected (TEAMS_APP_ID is not set)',
};

/** @returns a sentence for each platform that is named in vain, and for each pool whose leads nobody would see */
export function unconnectedChannels(ruleset: Ruleset, connected: ReadonlySet<PlatformName>): string[] {
  const named = new Set([...ruleset.pools.map(({ channels }) => channels), ruleset.adminChannels].flatMap(platformsOf));
  const inVain = [...named].filter((platform) => !connected.has(platform));
  const unseen = ruleset.pools.filter((pool) => isUnseen(pool, connected)).map(({ id }) => id);
  const unheard = ruleset.pools.filter(({ sla }) => sla?.escalate && !connected.has(sla.escalate.to.platform));
  return [
    ...inVain.map((platform) => `channels.${platform}: ${MISSING[platform]}: no card appears there.`),
    ...unseen.map((id) => `Pool ${id} has no channel on a connected platform: nobody sees the leads that wait in it.`),
    ...unheard.map(({ id }) => `Pool ${id} escalates to a chat that is not connected: the admins are told instead.`),
  ];
}

function isUnseen(pool: Pool, connected: ReadonlySet<PlatformName>): boolean {
  const platforms = platformsOf(pool.channels);
  return platforms.length > 0 && !platforms.some((platform) => connected.has(platform));
}

function platformsOf(channels: Pool['channels']): PlatformName[] {
  return [
    ...new Set(channelPlaces('pool', channels).flatMap((place) => ('platform' in place ? [place.platform] : []))),
  ];
}
