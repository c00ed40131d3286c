/** What Slack shows of a person's being there: `ChatPlatform.signals`. One call a signal, and one for status and huddle together. */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { ChatSignals } from '../../domain/availability/availability.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import { saysAway } from './away-status.ts';
import { badAnswer, calling } from './errors.ts';

/** Scopes: `users:read`, and `dnd:read` for paused notifications. */
export function createSignals(client: webApi.WebClient, clock: Clock): ChatPlatform['signals'] {
  return async (userId, wanted) => {
    const parts = await Promise.all([
      wanted.includes('presence') ? presence(client, userId, clock) : {},
      wanted.includes('dnd') ? pausedNotifications(client, userId, clock) : {},
      wanted.includes('status') || wanted.includes('huddle') ? profile(client, userId, clock) : {},
    ]);
    const seen: ChatSignals = Object.assign({}, ...parts);
    return Object.fromEntries(wanted.flatMap((name) => (seen[name] ? [[name, seen[name]]] : [])));
  };
}

/** Of others, Slack tells `active` or `away` and no more: away is whoever said `/away`, is not connected, or did nothing for a while. */
async function presence(client: webApi.WebClient, user: string, clock: Clock): Promise<ChatSignals> {
  const answer = await calling('repeatable', () => client.users.getPresence({ user }));
  if (answer.presence !== 'active' && answer.presence !== 'away') throw badAnswer('repeatable');
  return { presence: { is: answer.presence, seenAt: clock.now() } };
}

/** The present or next span without notifications, in seconds since 1970; of others, Slack does not tell whether it is a snooze. */
const dndAnswer = z.object({
  dnd_enabled: z.boolean(),
  next_dnd_start_ts: z.number().optional(),
  next_dnd_end_ts: z.number().optional(),
});

async function pausedNotifications(client: webApi.WebClient, user: string, clock: Clock): Promise<ChatSignals> {
  const { data } = dndAnswer.safeParse(await calling('repeatable', () => client.dnd.info({ user })));
  if (!data) throw badAnswer('repeatable');
  const seenAt = clock.now();
  const now = seenAt.getTime() / 1000;
  const { dnd_enabled: enabled, next_dnd_start_ts: start = 0, next_dnd_end_ts: end = 0 } = data;
  return enabled && start <= now && now < end ? { dnd: { until: new Date(end * 1000), seenAt } } : {};
}

const profileAnswer = z.object({
  user: z.object({
    profile: z.object({
      status_text: z.string().default(''),
      status_emoji: z.string().default(''),
      /** 0: it stays until it is changed. */
      status_expiration: z.number().default(0),
      huddle_state: z.string().default(''),
      huddle_state_expiration_ts: z.number().default(0),
    }),
  }),
});

async function profile(client: webApi.WebClient, user: string, clock: Clock): Promise<ChatSignals> {
  const { data } = profileAnswer.safeParse(await calling('repeatable', () => client.users.info({ user })));
  if (!data) throw badAnswer('repeatable');
  const seenAt = clock.now();
  const holds = (seconds: number) => seconds === 0 || seenAt.getTime() < seconds * 1000;
  const shown = data.user.profile;
  const onCall = shown.huddle_state === 'in_a_huddle' && holds(shown.huddle_state_expiration_ts);
  const away =
    saysAway({ text: shown.status_text, emoji: shown.status_emoji }) && holds(shown.status_expiration)
      ? { until: shown.status_expiration === 0 ? null : new Date(shown.status_expiration * 1000), seenAt }
      : null;
  return {
    huddle: { on: onCall, seenAt },
    // What they are away for may be their health, and would stay in the traces of leads: it goes no further.
    ...(away ? { status: { text: '', ...away } } : {}),
  };
}
