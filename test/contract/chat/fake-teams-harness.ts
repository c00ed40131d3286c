/** The fake Teams with a bot that only listens, installed in one team and for one person, and ways to call it. */
import type { Activity } from 'botbuilder';
import { ConnectorClient, TeamsConnectorClient } from 'botframework-connector';
import { expect } from 'vitest';
import { type FakeTeams, type FakeTeamsOptions, startFakeTeams } from '../../helpers/teams/fake-teams.ts';
import { ADAPTIVE_CARD } from '../../helpers/teams/message-rules.ts';
import { type RecordingBot, startRecordingBot } from '../../helpers/teams/recording-bot.ts';
import { createTestClock, type TestClock } from '../../helpers/test-clock.ts';

/** In the team, and has the bot for herself too. */
export const ANA = { name: 'Ana Ruiz', email: 'ana@acme.example' };
/** In the team. */
export const BOB = { name: 'Bob Bold', email: 'bob@acme.example', upn: 'bb@acme.example' };
/** In the tenant only. */
export const EVA = { name: 'Eva Else', email: 'eva@acme.example' };
const SALES = { name: 'Sales', channels: ['Leads Iberia', 'Leads World'], members: [ANA.email, BOB.email] };

/** What a call answers with; each has some of it. */
interface Answered {
  id: string;
  members: { email: string }[];
  continuationToken?: string;
  error: { code: string; message: string };
}

/** The SDK's client, as far as it is used here; its own types demand fields that Teams does not. */
interface Conversations {
  createConversation(wish: object): Promise<{ id?: string; activityId?: string }>;
  sendToConversation(conversation: string, activity: object): Promise<{ id?: string }>;
  replyToActivity(conversation: string, activity: string, reply: object): Promise<{ id?: string }>;
  updateActivity(conversation: string, activity: string, change: object): Promise<{ id?: string }>;
  deleteActivity(conversation: string, activity: string): Promise<unknown>;
  getConversationMember(conversation: string, member: string): Promise<object>;
}

export interface FakeTeamsHarness {
  teams: FakeTeams;
  bot: RecordingBot;
  clock: TestClock;
  /** `Sales/Leads Iberia`. */
  channel: string;
  /** Ana's. */
  chat: string;
  /** @param token the right one unless given */
  sdk(token?: string): Conversations;
  teamsSdk(): TeamsConnectorClient['teams'];
  /** A call as it travels, without what the SDK does on its own. @param path after the service URL */
  call(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; retryAfter: string | null; body: Answered }>;
  /** @param activity a card unless given */
  post(conversation: string, activity?: object): ReturnType<FakeTeamsHarness['call']>;
  stop(): Promise<void>;
}

export async function startTeams(options: Partial<FakeTeamsOptions> = {}): Promise<FakeTeamsHarness> {
  const clock = createTestClock();
  const teams = await startFakeTeams({ users: [ANA, BOB, EVA], teams: [SALES], clock, ...options });
  const bot = await startRecordingBot();
  await teams.install({ team: 'Sales' });
  await teams.install({ user: ANA.email });
  teams.botUrl = bot.url;

  const call: FakeTeamsHarness['call'] = async (method, path, body) => {
    const response = await fetch(new URL(path, teams.serviceUrl), {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${teams.outboundToken}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const answered: Answered = JSON.parse((await response.text()) || '{}');
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: answered };
  };
  const at = { baseUri: teams.serviceUrl };
  return {
    teams,
    bot,
    clock,
    channel: teams.channelId('Sales/Leads Iberia'),
    chat: teams.personalChat(ANA.email),
    sdk: (token = teams.outboundToken) => new ConnectorClient(credentials(token), at).conversations,
    teamsSdk: () => new TeamsConnectorClient(credentials(teams.outboundToken), at).teams,
    call,
    post: (conversation, activity = card('claim')) => call('POST', activitiesOf(conversation), activity),
    async stop() {
      await teams.close();
      await bot.close();
    },
  };
}

export function activitiesOf(conversation: string): string {
  return `v3/conversations/${encodeURIComponent(conversation)}/activities`;
}

/** To match what a refused call answers. */
export function refused(status: number, code: string) {
  return { status, body: { error: { code, message: expect.any(String) } } };
}

/** A message with one button. @param body elements above it */
export function card(verb: string, body: object[] = []): Partial<Activity> {
  const data = { delivery: 'd1' };
  const fallback = { type: 'Action.Submit', title: 'Do', data: { ...data, verb } };
  const actions = [{ type: 'Action.Execute', title: 'Do', verb, data, fallback }];
  const content = { type: 'AdaptiveCard', version: '1.5', body, actions };
  return { type: 'message', summary: 'A lead', attachments: [{ contentType: ADAPTIVE_CARD, content }] };
}

function credentials(token: string) {
  return {
    async signRequest<T extends { headers: { set(name: string, value: string): void } }>(request: T): Promise<T> {
      request.headers.set('authorization', `Bearer ${token}`);
      return request;
    },
  };
}
