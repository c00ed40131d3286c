/** The chat platforms that the environment asks for, each with its way in. What answers people is the same for all. */
import type { RequestListener } from 'node:http';
import { createAssignLead } from '../app/assign-lead.ts';
import { createAnswerCommand } from '../app/chat/answer-command.ts';
import { createChatInbox } from '../app/chat/chat-inbox.ts';
import type { Directory } from '../app/chat/directory.ts';
import { createClaimLead } from '../app/claim-lead.ts';
import { createReadDigest } from '../app/digest/read-digest.ts';
import type { ReplayDeadLetters } from '../app/hand-over/dead-letters.ts';
import { createAnswerOffer } from '../app/push/answer-offer.ts';
import type { AssignContext } from '../app/push/assign-leads.ts';
import { createExplainLedger } from '../app/push/explain-ledger.ts';
import { createReadQueue } from '../app/push/read-queue.ts';
import { createSetAvailability } from '../app/push/set-availability.ts';
import { createReviewLead } from '../app/review-lead.ts';
import { createWorkLead } from '../app/work-lead.ts';
import type { TeamsCloud } from '../chat/teams/adapter.ts';
import type { Env } from '../config/env.ts';
import { compileRuleset } from '../domain/rules/route-lead.ts';
import type { PublishedRuleset } from '../domain/ruleset.ts';
import type { HealthCheck } from '../http/health.ts';
import type { Metrics } from '../obs/metrics.ts';
import type { Playground } from '../playground/create-playground.ts';
import type { ChatInbox } from '../ports/chat-inbox.ts';
import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { TeamsPlaces } from '../ports/teams-places.ts';
import { prepareSlack } from './slack.ts';
import { prepareTeams } from './teams.ts';

/** One platform, before the server listens. */
export interface PreparedChat {
  /** The path of its requests and who answers them, with 503 until people are served; `null` where it needs none. */
  route: [path: string, RequestListener] | null;
  health: HealthCheck;
  /** To be called once the server listens. */
  connect(): Promise<ConnectedChat>;
}

export interface ConnectedChat {
  platform: ChatPlatform;
  /** Starts answering people. @param onInstalled told when people let the app in somewhere: what waited for that can go on */
  serve(inbox: ChatInbox, onInstalled: () => void): Promise<void>;
  stop(): Promise<void>;
}

export interface ChatParts {
  playground: Playground | null;
  places: TeamsPlaces;
  teamsCloud?: TeamsCloud;
  log: Log;
  clock: Clock;
}

/** @returns Slack (the real one or the playground's), Teams, or both */
export async function prepareChats(env: Env, parts: ChatParts): Promise<PreparedChat[]> {
  return [
    ...(env.slack || parts.playground ? [prepareSlack(env, parts)] : []),
    ...(env.teams ? [await prepareTeams(env.teams, parts)] : []),
  ];
}

/** What is called for each click, form and word, on any platform. */
export function createInbox(
  context: AssignContext & { ruleset: PublishedRuleset; replayDeadLetters: ReplayDeadLetters },
  directory: Directory,
  metrics: Metrics,
): ChatInbox {
  const workLead = createWorkLead(context);
  const reviewLead = createReviewLead(context, compileRuleset(context.ruleset));
  return createChatInbox({
    ...context,
    directory,
    claimLead: createClaimLead(context),
    workLead,
    reviewLead,
    answerOffer: createAnswerOffer(context),
    answerCommand: createAnswerCommand({
      ...context,
      directory,
      workLead,
      reviewLead,
      setAvailability: createSetAvailability(context),
      assignLead: createAssignLead(context),
      readQueue: createReadQueue(context),
      explainLedger: createExplainLedger(context.store),
      readDigest: createReadDigest(context),
    }),
    onClaim: metrics.claimed,
    onOffer: metrics.answered,
  });
}
