/** `ChatPlatform` over Slack's Web API. What each call may do twice is said where it is made (see `errors.ts`). */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Card } from '../../domain/card.ts';
import { ChatError } from '../../domain/errors.ts';
import type { ChatPlatform, PlatformUser } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { SlackMessage } from './block-text.ts';
import { createChannels } from './channels.ts';
import { badAnswer, calling } from './errors.ts';
import { renderCard } from './render-card.ts';
import { createSignals } from './signals.ts';
import type { BotIdentity } from './slack-client.ts';

/** Marks our messages, so that a lost post can be found again. Anybody in the channel can read it: ids only. */
const CARD_EVENT = 'dibs_card';

/** Slack's pace for new messages in one channel. */
const POST_SPACING_MS = 1000;

/**
 * A post is in the history within seconds, or at the latest when its request timed out (10 s). A minute before and two after
 * leave room for a clock that is off; at one message a second that is one page.
 */
const LOOK_BEFORE_S = 60;
const LOOK_AFTER_S = 120;
const HISTORY_PAGE = 200;
const HISTORY_PAGES_MAX = 10;

/** Nothing in a card is to be parsed, linked, or looked up on the web. */
const AS_IT_IS = { parse: 'none', link_names: false } as const;

interface Parts {
  client: webApi.WebClient;
  identity: () => Promise<BotIdentity>;
  clock: Clock;
  log: Log;
}

export function createSlackPlatform({ client, identity, clock, log }: Parts): ChatPlatform {
  /** Slack has refused one, and will in this workspace. Tried anew after the next start. */
  let chartsRefused = false;

  /** A refused message was not posted, so that it can be sent again without what this workspace may not take. */
  async function withCharts<T>(card: Card, send: (message: SlackMessage) => Promise<T>): Promise<T> {
    if (chartsRefused || !card.charts?.length) return send(renderCard(card));
    try {
      return await send(renderCard(card, { charts: true }));
    } catch (error) {
      if (!(error instanceof ChatError && error.code.startsWith('invalid_blocks'))) throw error;
      const answer = await send(renderCard(card));
      chartsRefused = true;
      return answer;
    }
  }

  return {
    name: 'slack',
    title: 'Slack',
    postSpacingMs: POST_SPACING_MS,

    async postCard(conversation, card, delivery) {
      const answer = await withCharts(card, (message) =>
        calling('post', () =>
          client.chat.postMessage({
            channel: conversation,
            ...message,
            ...AS_IT_IS,
            mrkdwn: false,
            unfurl_links: false,
            unfurl_media: false,
            metadata: cardMetadata(delivery),
          }),
        ),
      );
      if (!answer.channel || !answer.ts) throw badAnswer('post');
      return { conversation: answer.channel, message: answer.ts };
    },

    async editCard(at, card, delivery) {
      const place = { channel: at.conversation, ts: at.message };
      const metadata = cardMetadata(delivery);
      await withCharts(card, (message) =>
        calling('repeatable', () => client.chat.update({ ...place, ...message, ...AS_IT_IS, metadata })),
      );
    },

    async findCard(conversation, delivery, since) {
      const me = await identity();
      try {
        return await searchHistory(client, me, { conversation, delivery, since });
      } catch (error) {
        if (!(error instanceof ChatError && error.code === 'missing_scope')) throw error;
        log.warn('Slack does not let the app read its own messages', {
          code: error.code,
          remedy: error.remedy ?? null,
        });
        return 'cannot_tell';
      }
    },

    openChannel: createChannels(client, clock),

    async openDirect(userId) {
      const answer = await calling('repeatable', () => client.conversations.open({ users: userId }));
      if (!answer.channel?.id) throw badAnswer('repeatable');
      return answer.channel.id;
    },

    findUserByEmail: (email) => lookUp(() => client.users.lookupByEmail({ email })),
    findUser: (userId) => lookUp(() => client.users.info({ user: userId })),
    signals: createSignals(client, clock),
  };
}

function cardMetadata(delivery: string) {
  return { event_type: CARD_EVENT, event_payload: { delivery } };
}

const cardMessage = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  metadata: z.object({ event_type: z.literal(CARD_EVENT), event_payload: z.object({ delivery: z.string() }) }),
});

/** Pages through the moments around a post. Other apps can write our metadata, so that only our own messages count. */
async function searchHistory(
  client: webApi.WebClient,
  me: BotIdentity,
  { conversation, delivery, since }: { conversation: string; delivery: string; since: Date },
) {
  const sinceSeconds = since.getTime() / 1000;
  const window = { oldest: String(sinceSeconds - LOOK_BEFORE_S), latest: String(sinceSeconds + LOOK_AFTER_S) };
  let cursor: string | undefined;
  for (let page = 0; page < HISTORY_PAGES_MAX; page += 1) {
    const answer = await calling('repeatable', () =>
      client.conversations.history({
        channel: conversation,
        ...window,
        inclusive: true,
        include_all_metadata: true,
        limit: HISTORY_PAGE,
        ...(cursor ? { cursor } : {}),
      }),
    );
    for (const candidate of answer.messages ?? []) {
      const { data: message } = cardMessage.safeParse(candidate);
      const isOurs = message && (message.user === me.userId || message.bot_id === me.botId);
      if (isOurs && message.metadata.event_payload.delivery === delivery) return { conversation, message: message.ts };
    }
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return 'not_found';
  }
  return 'cannot_tell';
}

const userAnswer = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string(),
    deleted: z.boolean().optional(),
    profile: z.object({ email: z.string().optional() }).optional(),
  }),
});

const NOBODY = new Set(['users_not_found', 'user_not_found', 'user_not_visible']);

async function lookUp(call: () => Promise<unknown>): Promise<PlatformUser | null> {
  let answer: unknown;
  try {
    answer = await calling('repeatable', call);
  } catch (error) {
    if (error instanceof ChatError && NOBODY.has(error.code)) return null;
    throw error;
  }
  const parsed = userAnswer.safeParse(answer);
  if (!parsed.success) throw badAnswer('repeatable');
  const { id, team_id: team, deleted, profile } = parsed.data.user;
  if (deleted) return null;
  return { id, team, emails: profile?.email ? [profile.email.toLowerCase()] : [] };
}
