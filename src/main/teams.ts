/** Microsoft Teams as the environment wants it. Its SDK is large and only loaded where Teams is connected. */
import { MESSAGES_PATH } from '../chat/teams/messaging-endpoint.ts';
import type { TeamsEnv } from '../config/env.ts';
import type { ChatParts, PreparedChat } from './chat.ts';

export async function prepareTeams(env: TeamsEnv, parts: ChatParts): Promise<PreparedChat> {
  const { places, teamsCloud, log, clock } = parts;
  const { createTeams } = await import('../chat/teams/teams-app.ts');
  const teams = createTeams({
    access: env.kind === 'app' && teamsCloud ? { ...env, cloud: teamsCloud } : env,
    // The local playground takes them, and shows them to everybody.
    targetedMessages: env.kind === 'app' && env.targetedMessages,
    places,
    clock,
    log,
    random: Math.random,
  });
  let serving = false;
  return {
    route: [MESSAGES_PATH, teams.listener],
    health: { name: 'teams', check: async () => (serving ? null : 'not connected yet') },
    connect: async () => ({
      platform: teams.platform,
      serve: async (inbox, onInstalled) => {
        teams.start(inbox, onInstalled);
        serving = true;
      },
      stop: async () => teams.stop(),
    }),
  };
}
