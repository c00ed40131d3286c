/** auth.* and apps.*: who the token is, and the way into Socket Mode. */
import { z } from 'zod';
import { APP_ID, BOT, BOT_ID, TEAM } from '../identity.ts';
import { type Method, method } from './method.ts';

export const appMethods: Record<string, Method> = {
  'api.test': method('unlimited', z.unknown(), () => ({})),

  'auth.test': method('unlimited', z.unknown(), (_args, { baseUrl }) => ({
    url: `${baseUrl()}/`,
    team: TEAM.name,
    team_id: TEAM.id,
    user: BOT.username,
    user_id: BOT.id,
    bot_id: BOT_ID,
    app_id: APP_ID,
    is_enterprise_install: false,
  })),

  'apps.connections.open': method(
    'tier1',
    z.unknown(),
    (_args, { socketMode }) => ({ url: socketMode.newUrl() }),
    'app',
  ),
};
