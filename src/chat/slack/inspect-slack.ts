/** Slack as the doctor sees it: `SlackInspector`. Reads only; joins nothing, posts nothing. */
import { webApi } from '@slack/bolt';
import type { Clock } from '../../ports/clock.ts';
import type { ChannelState, SlackInspector } from '../../ports/inspections.ts';
import type { Log } from '../../ports/log.ts';
import { aheadOf } from '../http-exchange.ts';
import { listChannels, plainName } from './channels.ts';
import { badAnswer, calling } from './errors.ts';
import { createSdkLogger } from './sdk-log.ts';
import { clientOptions, createIdentity } from './slack-client.ts';
import { createSlackPlatform } from './slack-platform.ts';

interface Parts {
  botToken: string;
  /** Another server than slack.com, as in `SlackOptions`. */
  apiUrl?: string;
  clock: Clock;
  log: Log;
}

export function createSlackInspector({ botToken, apiUrl, clock, log }: Parts): SlackInspector {
  let clockAheadMs: number | null = null;
  const options: webApi.WebClientOptions = {
    ...clientOptions(apiUrl, createSdkLogger(log)),
    fetch: async (...request) => {
      const response = await fetch(...request);
      clockAheadMs = aheadOf(clock.now(), response.headers.get('date'));
      return response;
    },
  };
  const client = new webApi.WebClient(botToken, options);
  const { findUserByEmail } = createSlackPlatform({ client, identity: createIdentity(client), clock, log });

  return {
    async access() {
      const answer = await calling('repeatable', () => client.auth.test());
      if (!answer.team_id) throw badAnswer('repeatable');
      const scopes = answer.response_metadata?.scopes ?? null;
      return { team: answer.team_id, teamName: answer.team ?? answer.team_id, scopes, clockAheadMs };
    },

    async channels(names) {
      const known = await listChannels(client, { archived: true });
      return names.map((name) => ({ name, state: stateOf(known.get(plainName(name))) }));
    },

    findUserByEmail,

    async askForSocket(appToken) {
      const app = new webApi.WebClient(appToken, options);
      await calling('repeatable', () => app.apps.connections.open({}));
    },
  };
}

function stateOf(channel: { isArchived: boolean; isMember: boolean } | undefined): ChannelState {
  if (!channel) return 'missing';
  if (channel.isArchived) return 'archived';
  return channel.isMember ? 'member' : 'open';
}
