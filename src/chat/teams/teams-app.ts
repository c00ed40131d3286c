/** Microsoft Teams, put together: the Bot Connector on one side, people's clicks and words on the other. Nothing else here is imported elsewhere. */
import type { RequestListener } from 'node:http';
import type { ChatInbox } from '../../ports/chat-inbox.ts';
import type { ChatPlatform } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { TeamsPlaces } from '../../ports/teams-places.ts';
import type { TeamsActivity } from './activity.ts';
import { createAdapter, type TeamsAccess } from './adapter.ts';
import { createBackoff } from './backoff.ts';
import { createChannels } from './channels.ts';
import { createChats } from './chats.ts';
import { callOptions, createConnectors } from './connectors.ts';
import { calling } from './errors.ts';
import { createHandler, type HandleActivity } from './handlers.ts';
import { createMeet } from './met.ts';
import { ofTenant } from './own-tenant.ts';
import { createReceiver } from './receiver.ts';
import { createRoster } from './roster.ts';
import { createSendPrivately } from './send-privately.ts';
import { createServiceUrls } from './service-urls.ts';
import { createTeamsPlatform } from './teams-platform.ts';

export interface TeamsOptions {
  access: TeamsAccess;
  /** Whether private answers in channels may be targeted messages: `TEAMS_TARGETED_MESSAGES`. */
  targetedMessages: boolean;
  places: TeamsPlaces;
  clock: Clock;
  log: Log;
  /** From 0 to 1, for jitter. */
  random: () => number;
}

export interface Teams {
  platform: ChatPlatform;
  /** Answers what Teams sends to `/api/messages`, with 503 until started. */
  listener: RequestListener;
  /**
   * Starts serving people.
   * @param inbox what is called for each click, form and word
   * @param onInstalled told when the app was let in somewhere: what waited for that can go on
   */
  start(inbox: ChatInbox, onInstalled: () => void): void;
  /** Takes no more requests; those under way are finished. */
  stop(): void;
}

export function createTeams(options: TeamsOptions): Teams {
  const { access, clock, log, random } = options;
  const isApp = access.kind === 'app';
  const adapter = createAdapter(access);
  const connectors = createConnectors(adapter);
  const places = ofTenant(options.places, isApp ? access.tenantId : null);
  const urls = createServiceUrls(places);
  const roster = createRoster({ connectors, places, clock, log });
  const openDirect = createChats({ appId: isApp ? access.appId : '', connectors, places, roster, urls });
  const openChannel = createChannels({ connectors, places, urls, clock });
  const platform = createTeamsPlatform({
    connectors,
    urls,
    roster,
    backoff: createBackoff(random),
    openChannel,
    openDirect,
  });

  async function reply({ serviceUrl, conversation }: TeamsActivity, text: string): Promise<void> {
    const { conversations } = await connectors(serviceUrl);
    const message = { type: 'message', textFormat: 'plain', text };
    await calling('post', () => conversations.sendToConversation(conversation.id, message, callOptions())).catch(
      (err: unknown) => log.warn('An answer did not reach a channel in Teams', { platform: 'teams', err }),
    );
  }

  let handler: HandleActivity | null = null;
  return {
    platform,
    listener: createReceiver({ access, adapter, handler: () => handler, log }),
    start(inbox, onInstalled) {
      handler = createHandler({
        inbox,
        meet: createMeet({ connectors, places, roster, urls, log, onInstalled }),
        roster,
        sendPrivately: createSendPrivately({ connectors, openDirect, targeted: options.targetedMessages, log }),
        reply,
        clock,
        log,
      });
    },
    stop() {
      handler = null;
    },
  };
}
