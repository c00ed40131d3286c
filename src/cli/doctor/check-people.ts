/** The routing file against the workspace: its channels, and its people by their e-mail addresses. */
import { channelsOf } from '../../app/delivery/conversations.ts';
import { ChatError } from '../../domain/errors.ts';
import type { Ruleset } from '../../domain/ruleset.ts';
import type { Clock } from '../../ports/clock.ts';
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

/** How long to wait after a refusal that names no time. */
const PAUSE_MS = 10_000;

/**
 * Looks for every rep and admin. Slack answers about fifty such questions a minute, so that a large team takes minutes.
 * @param team the workspace's id; who is in another one can be written to, but not click
 */
export async function checkPeople(
  slack: SlackInspector,
  { reps, admins }: Ruleset,
  { team, clock }: { team: string; clock: Clock },
): Promise<Finding[]> {
  try {
    const places = new Map<string, Whereabouts>();
    for (const email of new Set([...reps.map((rep) => rep.email), ...admins])) {
      places.set(email, await whereIs(slack, email, { team, clock }));
    }
    const placeOf = (email: string) => places.get(email) ?? 'nowhere';
    return [
      repsFinding(reps.map(({ id, email }) => ({ id, place: placeOf(email) }))),
      adminsFinding(admins.map(placeOf)),
    ];
  } catch (error) {
    return [refused('slack-reps', error)];
  }
}

type Whereabouts = 'here' | 'elsewhere' | 'nowhere';

async function whereIs(
  slack: SlackInspector,
  email: string,
  { team, clock }: { team: string; clock: Clock },
): Promise<Whereabouts> {
  for (;;) {
    try {
      const user = await slack.findUserByEmail(email);
      if (!user) return 'nowhere';
      return user.team === team ? 'here' : 'elsewhere';
    } catch (error) {
      if (!(error instanceof ChatError && error.code === 'rate_limited')) throw error;
      await clock.sleep(error.retryAfterMs ?? PAUSE_MS);
    }
  }
}

function repsFinding(reps: readonly { id: string; place: Whereabouts }[]): Finding {
  const nowhere = reps.filter(({ place }) => place === 'nowhere').map(({ id }) => id);
  const elsewhere = reps.filter(({ place }) => place === 'elsewhere').map(({ id }) => id);
  const lost = nowhere.length + elsewhere.length;
  if (lost === 0) return ok('slack-reps', `all ${reps.length} found`);
  return problem('slack-reps', `${lost} of ${reps.length} cannot take part`, [
    ...(nowhere.length > 0
      ? [
          `Nobody in Slack has the e-mail address of: ${nowhere.join(', ')}.`,
          'Correct it in the routing file, or invite them to the workspace. Until then they neither claim nor get leads.',
        ]
      : []),
    ...(elsewhere.length > 0
      ? [`Members of another workspace, who see cards but may not click: ${elsewhere.join(', ')}.`]
      : []),
  ]);
}

/** Admins have no ids, only addresses, which are not shown: their places in the list say who it is. */
function adminsFinding(places: readonly Whereabouts[]): Finding {
  const lost = places.flatMap((place, index) => (place === 'here' ? [] : [index + 1]));
  if (places.length === 0) return skipped('slack-admins', 'the routing file names none');
  if (lost.length === 0) return ok('slack-admins', `all ${places.length} found`);
  return problem('slack-admins', `${lost.length} of ${places.length} not found`, [
    `Correct the e-mail addresses under \`admins\` in the routing file: number ${lost.join(', ')} of the list.`,
  ]);
}
