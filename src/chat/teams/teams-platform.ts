/** `ChatPlatform` over the Bot Connector. What each failure means is in `errors.ts`. */
import type { ChatPlatform, PlatformUser } from '../../ports/chat-platform.ts';
import type { Backoff } from './backoff.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { badAnswer, calling } from './errors.ts';
import { cardActivity } from './message.ts';
import { renderCard } from './render-card.ts';
import type { Member, Roster } from './roster.ts';
import type { ServiceUrls } from './service-urls.ts';

/** Teams takes 7 messages a second in a conversation, and 60 in 30 s: this is within both. */
const POST_SPACING_MS = 510;

interface Parts {
  connectors: Connectors;
  urls: ServiceUrls;
  roster: Roster;
  backoff: Backoff;
  openChannel: ChatPlatform['openChannel'];
  openDirect: ChatPlatform['openDirect'];
}

export function createTeamsPlatform(parts: Parts): ChatPlatform {
  const { connectors, urls, roster, backoff, openChannel, openDirect } = parts;

  const connectTo = async (conversation: string) => (await connectors(await urls.of(conversation))).conversations;

  return {
    name: 'teams',
    title: 'Microsoft Teams',
    postSpacingMs: POST_SPACING_MS,

    async postCard(conversation, card) {
      const conversations = await connectTo(conversation);
      return backoff.around(conversation, async () => {
        const message = cardActivity(renderCard(card));
        const answer = await calling('post', () =>
          conversations.sendToConversation(conversation, message, callOptions()),
        );
        if (!answer.id) throw badAnswer('post');
        return { conversation, message: answer.id };
      });
    },

    async editCard(at, card) {
      const conversations = await connectTo(at.conversation);
      await backoff.around(at.conversation, () => {
        const message = cardActivity(renderCard(card));
        return calling('edit', () => conversations.updateActivity(at.conversation, at.message, message, callOptions()));
      });
    },

    // Apps cannot read back what they have posted without permissions that nobody gives for this: the first click on a card
    // whose answer was lost brings its id.
    findCard: async () => 'cannot_tell',

    openChannel,
    openDirect,
    findUserByEmail: async (email) => asUser(await roster.byEmail(email)),
    findUser: async (userId) => asUser(await roster.byId(userId)),

    // Presence is not to be had without Microsoft Graph and an admin's consent; people say "away" to the app instead.
    signals: async () => ({}),
  };
}

function asUser(member: Member | null): PlatformUser | null {
  return member && { id: member.userId, team: member.tenant, emails: member.emails };
}
