/** Where admins look when the routing file does not say. */
import type { ChannelNames, Pool } from '../../domain/ruleset.ts';

/** The channel's name, in Teams without its team and in Slack without the #. */
export const ADMIN_CHANNEL = 'dibs-admins';

/** One channel on each platform that a pool uses; in Teams it is looked for in the team of the first pool there. */
export function defaultAdminChannels(pools: readonly Pick<Pool, 'channels'>[]): ChannelNames {
  const hasSlack = pools.some((pool) => pool.channels.slack.length > 0);
  const team = pools.flatMap((pool) => pool.channels.teams)[0]?.split('/')[0];
  return { slack: hasSlack ? [`#${ADMIN_CHANNEL}`] : [], teams: team ? [`${team}/${ADMIN_CHANNEL}`] : [] };
}
