/** The personal chat with somebody: known from when they installed the app or wrote to it, else opened by the app. */
import { ChatError } from '../../domain/errors.ts';
import type { TeamsPlaces } from '../../ports/teams-places.ts';
import { type Connectors, callOptions } from './connectors.ts';
import { badAnswer, calling } from './errors.ts';
import type { Roster } from './roster.ts';
import type { ServiceUrls } from './service-urls.ts';

interface Parts {
  /** The app's id, empty without authentication. */
  appId: string;
  connectors: Connectors;
  places: TeamsPlaces;
  roster: Roster;
  urls: ServiceUrls;
}

/** @returns `ChatPlatform.openDirect` */
export function createChats({ appId, connectors, places, roster, urls }: Parts): (userId: string) => Promise<string> {
  return async (userId) => {
    const contact = await places.findContact(userId);
    if (contact?.chat) {
      urls.learn(contact.chat, contact.serviceUrl);
      return contact.chat;
    }
    const person = contact ?? (await roster.byId(userId));
    if (!person) throw noSuchPerson();
    const { tenant, address, serviceUrl } = person;
    const { conversations } = await connectors(serviceUrl);
    const answer = await calling('repeatable', () =>
      conversations.createConversation(
        {
          isGroup: false,
          bot: { id: `28:${appId}`, name: 'Dibs' },
          members: [{ id: address, name: '' }],
          tenantId: tenant,
          channelData: { tenant: { id: tenant } },
        },
        callOptions(),
      ),
    );
    if (!answer.id) throw badAnswer('repeatable');
    await places.saveContact({ tenant, userId, address, serviceUrl, chat: answer.id });
    urls.learn(answer.id, serviceUrl);
    return answer.id;
  };
}

function noSuchPerson(): ChatError {
  return new ChatError('user_not_found', {
    retry: 'never',
    scope: 'conversation',
    remedy: 'This person is in no team that Dibs is installed in: add them to one, or install Dibs for them.',
  });
}
