/** Slack as the environment wants it: the real one, or the playground's, over HTTP or Socket Mode. */
import { COMMAND } from '../chat/slack/command.ts';
import { EVENTS_PATH } from '../chat/slack/request-address.ts';
import { createSlack, type Slack } from '../chat/slack/slack-app.ts';
import type { Env } from '../config/env.ts';
import type { Playground } from '../playground/create-playground.ts';
import type { ChatParts, PreparedChat } from './chat.ts';

export function prepareSlack(env: Env, { playground, log, clock }: ChatParts): PreparedChat {
  const overHttp = !env.slack?.appToken;
  let slack: Slack | null = null;
  let serving = false;
  return {
    route: overHttp
      ? [
          EVENTS_PATH,
          (request, response) => {
            if (slack?.listener) return slack.listener(request, response);
            response.writeHead(503, { 'retry-after': '5' }).end();
          },
        ]
      : null,
    health: { name: 'slack', check: async () => (serving ? null : 'not connected yet') },
    connect: async () => {
      const connected = createSlack({ ...slackAccess(env, playground), command: COMMAND, log, clock });
      slack = connected;
      return {
        platform: connected.platform,
        serve: async (inbox) => {
          await connected.start(inbox);
          serving = true;
        },
        stop: () => connected.stop(),
      };
    },
  };
}

function slackAccess(env: Env, playground: Playground | null) {
  if (playground) {
    const { botToken, signingSecret } = playground.options;
    return { botToken, signingSecret, apiUrl: playground.slackApiUrl };
  }
  const { botToken = '', signingSecret, appToken, apiUrl } = env.slack ?? {};
  return {
    botToken,
    signingSecret: signingSecret ?? '',
    ...(appToken ? { appToken } : {}),
    ...(apiUrl ? { apiUrl } : {}),
  };
}
