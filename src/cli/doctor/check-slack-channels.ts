/** The routing file's channels against the Slack workspace. */
import { channelsOf } from '../../app/delivery/conversations.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { ChannelState, SlackInspector } from '../../ports/inspections.ts';
import { refused } from './check-slack.ts';
import { type Finding, ok, problem, skipped } from './finding.ts';

/** `null`: all is well. */
const CHANNEL_REMEDY: Record<ChannelState, string | null> = {
  member: null,
  open: null,
  archived: 'is archived: unarchive it, or name another one in the routing file.',
  missing: 'is not there, or private: create it, or invite the app there: /invite @Dibs.',
};

export async function checkChannels(slack: SlackInspector, ruleset: Ruleset): Promise<Finding> {
  const names = channelsOf(ruleset, 'slack');
  if (names.length === 0) return skipped('slack-channels', 'the routing file names none');
  try {
    const found = await slack.channels(names);
    const remedies = found.flatMap(({ name, state }) => {
      const remedy = CHANNEL_REMEDY[state];
      return remedy === null ? [] : [`${name} ${remedy}`];
    });
    if (remedies.length > 0) {
      return problem('slack-channels', `${remedies.length} of ${names.length} cannot be used`, remedies);
    }
    const toJoin = found.filter(({ state }) => state === 'open').length;
    return ok('slack-channels', `${names.length} found${toJoin > 0 ? `, ${toJoin} to be joined at the start` : ''}`);
  } catch (error) {
    return refused('slack-channels', error);
  }
}
