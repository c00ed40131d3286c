/** Slack as the environment wants it: the real one, or the playground's, over HTTP or Socket Mode. */
import type { RequestListener } from 'node:http';
import { createAssignLead } from '../app/assign-lead.ts';
import { createAnswerCommand } from '../app/chat/answer-command.ts';
import { createChatInbox } from '../app/chat/chat-inbox.ts';
import type { Directory } from '../app/chat/directory.ts';
import { createClaimLead } from '../app/claim-lead.ts';
import { createAnswerOffer } from '../app/push/answer-offer.ts';
import type { AssignContext } from '../app/push/assign-leads.ts';
import { createExplainLedger } from '../app/push/explain-ledger.ts';
import { createReadQueue } from '../app/push/read-queue.ts';
import { createSetAvailability } from '../app/push/set-availability.ts';
import { createWorkLead } from '../app/work-lead.ts';
import { COMMAND } from '../chat/slack/command.ts';
import { createSlack, type Slack } from '../chat/slack/slack-app.ts';
import type { Env } from '../config/env.ts';
import type { HealthCheck } from '../http/health.ts';
import type { Metrics } from '../obs/metrics.ts';
import type { Playground } from '../playground/create-playground.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

export interface Chat {
  /** For the HTTP server; answers 503 until connected. `null` in Socket Mode. */
  listener: RequestListener | null;
  health: HealthCheck;
  /** To be called once the server listens. */
  connect(): Promise<ConnectedSlack>;
}

export interface ConnectedSlack {
  platform: ChatPlatform;
  /** Starts answering people. */
  serve(app: { context: AssignContext; directory: Directory; metrics: Metrics }): Promise<void>;
  stop(): Promise<void>;
}

export function startChat(env: Env, playground: Playground | null, { log, clock }: { log: Log; clock: Clock }): Chat {
  const overHttp = !env.slack?.appToken;
  let slack: Slack | null = null;
  let serving = false;
  return {
    listener: overHttp
      ? (request, response) => {
          if (slack?.listener) return slack.listener(request, response);
          response.writeHead(503, { 'retry-after': '5' }).end();
        }
      : null,
    health: { name: 'slack', check: async () => (serving ? null : 'not connected yet') },
    connect: async () => {
      const connected = createSlack({ ...slackAccess(env, playground), command: COMMAND, log, clock });
      slack = connected;
      return {
        platform: connected.platform,
        serve: async ({ context, directory, metrics }) => {
          await connected.start(
            createChatInbox({
              ...context,
              directory,
              claimLead: createClaimLead(context),
              workLead: createWorkLead(context),
              answerOffer: createAnswerOffer(context),
              answerCommand: createAnswerCommand({
                ...context,
                directory,
                setAvailability: createSetAvailability(context),
                assignLead: createAssignLead(context),
                readQueue: createReadQueue(context),
                explainLedger: createExplainLedger(context.store),
              }),
              onClaim: metrics.claimed,
              onOffer: metrics.answered,
            }),
          );
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
